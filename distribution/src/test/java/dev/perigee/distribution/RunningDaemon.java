package dev.perigee.distribution;

import static dev.perigee.test.servers.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.test.servers.CommandResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The product's daemon as a process of its own. Closing it kills it.
 *
 * @param product what it was started from
 * @param process the launcher, which has become the JVM
 * @param log what it wrote
 */
record RunningDaemon(Product product, Process process, Path log) implements AutoCloseable {

    private static final Duration LONG = Duration.ofSeconds(120);
    private static final Pattern USED = Pattern.compile("(?m)^[A-Za-z].* total \\d+K, used (\\d+)K");

    /** What it takes of the machine. */
    record Footprint(long heapKilobytes, long threads, long descriptors) {}

    /** Returns when it says that it runs. */
    static RunningDaemon start(Product product, Map<String, String> environment, Path log) {
        ProcessBuilder builder =
                product.heedingSignals("daemon").redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().putAll(Product.clean(environment));
        try {
            RunningDaemon daemon = new RunningDaemon(product, builder.start(), log);
            eventually(LONG, "the daemon runs", () -> daemon.said().contains("the daemon runs, jobs: 1"));
            return daemon;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String said() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How many backups it has made. */
    long made() {
        return said().lines().filter(line -> line.contains(": OK, stored in ")).count();
    }

    /** Waits until it has made more backups. */
    void makes(int more) {
        long wanted = made() + more;
        eventually(LONG, more + " more backups; it said: " + said(), () -> made() >= wanted);
    }

    /** After a garbage collection: by the JVM's own figures and the kernel's. */
    Footprint footprint() {
        jcmd("GC.run");
        Matcher used = USED.matcher(jcmd("GC.heap_info"));
        long heap = 0;
        while (used.find()) {
            heap += Long.parseLong(used.group(1));
        }
        assertTrue(heap > 0, "no figures of the heap");
        return new Footprint(heap, entries("task"), entries("fd"));
    }

    /** The least of later is compared with the most of before: a run may be under way at any of these moments. */
    static void flat(
            String what, List<Footprint> before, List<Footprint> after, ToLongFunction<Footprint> figure, long margin) {
        long most = before.stream().mapToLong(figure).max().orElseThrow();
        long least = after.stream().mapToLong(figure).min().orElseThrow();
        assertTrue(least <= most + margin, what + " grew: " + before + ", then " + after);
    }

    private String jcmd(String what) {
        CommandResult answer = Product.command(
                product.home().resolve("runtime/bin/jcmd").toString(), String.valueOf(process.pid()), what);
        return answer.orFail().stdout();
    }

    private long entries(String what) {
        try (Stream<Path> entries = Files.list(Path.of("/proc", String.valueOf(process.pid()), what))) {
            return entries.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** SIGTERM; says its exit code. */
    int terminate() throws InterruptedException {
        process.toHandle().destroy();
        assertTrue(process.waitFor(60, TimeUnit.SECONDS), "it still runs a minute after SIGTERM: " + said());
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
