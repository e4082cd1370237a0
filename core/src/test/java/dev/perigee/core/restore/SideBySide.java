package dev.perigee.core.restore;

import java.util.List;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.junit.jupiter.api.DynamicTest;

/** Tests that run at the same time, since most of theirs is waiting for elections. */
final class SideBySide {

    private static final int PORTS_TO_TRY = 3;
    private static final ConcurrentSkipListMap<String, String> SECONDS = new ConcurrentSkipListMap<>();

    private SideBySide() {}

    interface Work {
        void run() throws Exception;
    }

    /** A test whose work begins now, in the pool, and whose result is its own. */
    static DynamicTest test(ExecutorService pool, String name, Work work) {
        Future<?> done = pool.submit(() -> {
            timed(name, work);
            return name;
        });
        return DynamicTest.dynamicTest(name, () -> {
            try {
                done.get();
            } catch (ExecutionException e) {
                throw e.getCause();
            }
        });
    }

    /** How long each took, by name. */
    static List<String> seconds() {
        return SECONDS.entrySet().stream()
                .map(entry -> entry.getValue() + "  " + entry.getKey())
                .toList();
    }

    private static void timed(String name, Work work) throws Exception {
        long start = System.nanoTime();
        withFreePorts(work);
        SECONDS.put(name, "%6.1f s".formatted((System.nanoTime() - start) / 1e9));
    }

    /** A port is in the ids of a restored cluster; if another process takes it meanwhile, all begins anew. */
    private static void withFreePorts(Work work) throws Exception {
        for (int attempt = 1; ; attempt++) {
            try {
                work.run();
                return;
            } catch (AssertionError e) {
                if (attempt == PORTS_TO_TRY || !String.valueOf(e.getMessage()).contains("address already in use")) {
                    throw e;
                }
            }
        }
    }
}
