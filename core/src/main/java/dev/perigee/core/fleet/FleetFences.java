package dev.perigee.core.fleet;

import dev.perigee.core.catalog.Manifest;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.source.EtcdFailures;
import dev.perigee.core.time.Backoff;
import dev.perigee.core.time.Retry;
import dev.perigee.core.time.Timing;
import dev.perigee.core.words.FailureWords;
import dev.perigee.etcd.client.EtcdException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Asks etcd whether a claim stands. Where the answer is lost it is asked again; without an answer nothing is published.
 *
 * @param store the keys
 * @param retry how often
 */
record FleetFences(FleetStore store, Retry retry) {

    private static final int ATTEMPTS = 4;

    FleetFences(FleetStore store, Timing timing) {
        this(
                store,
                new Retry(
                        ATTEMPTS,
                        new Backoff(Duration.ofMillis(200), Duration.ofSeconds(1), timing.random())::pause,
                        timing.sleeper()));
    }

    Fence held(long number) {
        return new Asked(this, OptionalLong.of(number));
    }

    Fence ofDebts() {
        return new Asked(this, OptionalLong.empty());
    }

    private record Asked(FleetFences fences, OptionalLong number) implements Fence {

        @Override
        public void requireHeld(Manifest manifest) throws OperationException {
            OptionalLong made = manifest.purpose().fence();
            if (made.isPresent()) {
                fences.require(manifest, made.getAsLong(), made.equals(number));
            }
        }
    }

    private void require(Manifest manifest, long made, boolean fresh) throws OperationException {
        for (int attempt = 1; ; attempt++) {
            try {
                if (!store.stands(manifest.job(), made)) {
                    requireNobodyElse(manifest, made, fresh);
                }
                return;
            } catch (EtcdException e) {
                OperationException failure = unknown(manifest, e);
                retry.pauseAfter(attempt, failure, e.retryable(), pause -> {}, () -> unknown(manifest, e));
            }
        }
    }

    /** What this run made is lost. What an earlier one made is a good backup, unless another one was made in its place. */
    private void requireNobodyElse(Manifest manifest, long made, boolean fresh) throws EtcdException, FenceLost {
        if (fresh) {
            String by = store.holder(manifest.job())
                    .map(claim -> claim.instance() + " runs it, under fence " + claim.fence())
                    .orElse("nobody runs it now");
            throw new FenceLost(lost(manifest) + ": the claim with fence " + made + " is over, and " + by);
        }
        Optional<FleetRun> last = store.run(manifest.job() + "/backup");
        Optional<FleetRun> other = last.filter(run -> run.fence() > made
                && run.due().isPresent()
                && run.due().equals(manifest.purpose().due())
                && run.backup()
                        .filter(backup -> backup.id().equals(manifest.id()))
                        .isEmpty());
        if (other.isPresent()) {
            throw new FenceLost(lost(manifest) + ": " + other.get().by() + " made one for the same due time");
        }
    }

    private static String lost(Manifest manifest) {
        return manifest.id() + " of job '" + manifest.job() + "' isn't published";
    }

    private static OperationException unknown(Manifest manifest, EtcdException e) {
        Outcome outcome = EtcdFailures.outcome(e.kind());
        return new OperationException(
                outcome,
                lost(manifest) + " now: whether the job is still this daemon's can't be known: " + FailureWords.of(e),
                Optional.of("the etcd in which the daemons agree has to answer; see 'leader' in the configuration"),
                Optional.of(e));
    }
}
