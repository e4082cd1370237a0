package dev.perigee.core.backup;

import dev.perigee.core.backup.BackupResult.SinkResult;
import dev.perigee.core.catalog.Layout;
import dev.perigee.core.catalog.Ledger;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.SinkFailure;
import dev.perigee.core.sinks.Destination;
import dev.perigee.core.sinks.Sinks;
import dev.perigee.core.state.Environment;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Signs what a run has left in its sinks. When all of them are done: so each says which others the run has reached, and an old
 * state of one of them doesn't agree with the rest.
 *
 * @param environment what it stands on
 */
record JobLedgers(Environment environment) {

    /** A run takes its time. */
    private static final Duration SLACK = Duration.ofHours(1);

    /** Whoever reads them must see newer ones by the time after the next. What can't be written is its sink's failure. */
    List<SinkResult> keep(Job job, List<SinkResult> results) throws OperationException {
        List<Destination> reached = environment.seals().signs() ? reached(job, results) : List.of();
        if (reached.isEmpty()) {
            return results;
        }
        Sinks sinks = new Sinks(environment);
        Ledger.Heading end = end(job, reached);
        Map<String, SinkFailure> failures = sinks
                .askAll(reached, destination -> sink -> {
                    sinks.catalog(destination, sink, job.cluster().name()).keepLedger(end);
                    return true;
                })
                .stream()
                .flatMap(answer -> answer.failure().stream())
                .collect(Collectors.toMap(SinkFailure::sink, failure -> failure));
        return results.stream()
                .map(result -> result.failedAfterwards(Optional.ofNullable(failures.get(result.sink()))))
                .toList();
    }

    private static List<Destination> reached(Job job, List<SinkResult> results) {
        List<String> names = results.stream()
                .filter(result -> result.failure().isEmpty())
                .filter(result -> result.stored() || !result.caughtUp().isEmpty())
                .map(SinkResult::sink)
                .toList();
        return job.destinations().stream()
                .filter(destination -> names.contains(destination.name()))
                .filter(destination -> destination.access() == Destination.Access.FULL)
                .filter(destination -> destination.layout() instanceof Layout.Standard)
                .toList();
    }

    private Ledger.Heading end(Job job, List<Destination> reached) {
        Instant now = environment.timing().clock().instant();
        Optional<Instant> until =
                job.schedule().flatMap(due -> due.next(now).flatMap(due::next)).map(late -> late.plus(SLACK));
        List<String> names = reached.stream().map(Destination::name).toList();
        return new Ledger.Heading(
                environment.instance(), now, until, Optional.of(new Ledger.Run(job.name(), now, names)));
    }
}
