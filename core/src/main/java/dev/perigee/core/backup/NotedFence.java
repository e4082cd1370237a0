package dev.perigee.core.backup;

import dev.perigee.core.catalog.Manifest;
import dev.perigee.core.fleet.Fence;
import dev.perigee.core.fleet.FenceLost;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.words.FailureWords;
import java.util.Optional;
import java.util.OptionalLong;

/** Notes that a run's own claim is over. What earlier runs owe says nothing of this one. Safe for many threads. */
final class NotedFence implements Fence {

    private final Fence fence;
    private volatile Optional<String> lost = Optional.empty();

    NotedFence(Fence fence) {
        this.fence = fence;
    }

    @Override
    public OptionalLong number() {
        return fence.number();
    }

    @Override
    public void requireHeld(Manifest manifest) throws OperationException {
        try {
            fence.requireHeld(manifest);
        } catch (FenceLost e) {
            if (manifest.purpose().fence().equals(number())) {
                lost = Optional.of(FailureWords.of(e));
            }
            throw e;
        }
    }

    /** Why nothing of this run is published any more; empty if its claim stood each time that was asked. */
    Optional<String> lost() {
        return lost;
    }
}
