package dev.perigee.core.engine;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The configuration in force, and those before it under which something still runs. Plugins are closed with the last
 * configuration that has them. Safe for many threads.
 */
final class Generations {

    private final Map<InForce, Integer> runs = new IdentityHashMap<>();
    private Optional<InForce> current = Optional.empty();
    private boolean stopped;

    synchronized Optional<InForce> current() {
        return current;
    }

    /** From now on this is in force. What runs goes on under what it has begun with. */
    synchronized void follow(InForce next) {
        Optional<InForce> before = current;
        current = Optional.of(next);
        runs.putIfAbsent(next, 0);
        if (stopped) {
            next.admission().close();
        }
        before.ifPresent(this::forgetIfDone);
    }

    /** A run begins under what is in force; it leaves it when it has ended. */
    synchronized InForce enter() {
        InForce entered = current.orElseThrow();
        runs.merge(entered, 1, Integer::sum);
        return entered;
    }

    synchronized void leave(InForce left) {
        if (runs.computeIfPresent(left, (same, count) -> count - 1) != null) {
            forgetIfDone(left);
        }
    }

    private void forgetIfDone(InForce old) {
        boolean isCurrent = current.isPresent() && current.get() == old;
        if (!isCurrent && runs.getOrDefault(old, 0) == 0 && runs.remove(old) != null) {
            closeUnlessShared(old);
        }
    }

    private void closeUnlessShared(InForce old) {
        if (runs.keySet().stream().noneMatch(other -> other.plugins() == old.plugins())) {
            old.plugins().close();
        }
    }

    /** Nothing new is begun under any of them, nor under what follows. */
    synchronized void stop() {
        stopped = true;
        runs.keySet().forEach(each -> each.admission().close());
    }

    /** Nothing may run any more. */
    synchronized void close() {
        List<InForce> all = new ArrayList<>(runs.keySet());
        runs.clear();
        current = Optional.empty();
        all.forEach(each -> each.plugins().close());
    }
}
