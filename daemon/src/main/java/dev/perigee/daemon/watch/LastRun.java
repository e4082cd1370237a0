package dev.perigee.daemon.watch;

import dev.perigee.core.backup.BackupResult;
import dev.perigee.core.backup.BackupResult.SinkResult;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.outcome.SinkFailure;
import dev.perigee.daemon.event.DaemonEvent.RunEnded;
import dev.perigee.daemon.event.RunFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The last run of a job that was to make a backup.
 *
 * @param began when it began
 * @param ended when it ended
 * @param outcome what it came to
 * @param stored whether a sink holds the backup
 * @param backup the backup's id; empty if no snapshot was had
 * @param size the length of its body in bytes; 0 if there is none
 * @param error what went wrong; empty if nothing did. May hold paths of this host
 */
public record LastRun(
        Instant began,
        Instant ended,
        Outcome outcome,
        boolean stored,
        Optional<String> backup,
        long size,
        String error) {

    /**
     * What there is to remember of a run.
     *
     * @param run one that was to make a backup
     * @return all that is shown of it
     */
    public static LastRun of(RunEnded run) {
        return new LastRun(
                run.began(),
                run.at(),
                run.outcome(),
                run.backup().filter(BackupResult::isStored).isPresent(),
                run.backup().map(backup -> backup.manifest().id().toString()),
                run.backup().map(backup -> backup.manifest().body().length()).orElse(0L),
                error(run));
    }

    /**
     * How long it took.
     *
     * @return not negative, also when the clock was put back
     */
    public Duration took() {
        Duration took = Duration.between(began, ended);
        return took.isNegative() ? Duration.ZERO : took;
    }

    private static String error(RunEnded run) {
        Stream<String> sinks = run.sinks().stream().flatMap(sink -> failure(sink).stream());
        Stream<String> remarks = run.backup().map(BackupResult::remarks).orElse(List.of()).stream();
        return run.failure()
                .map(RunFailure::text)
                .orElseGet(() -> Stream.concat(sinks, remarks).collect(Collectors.joining("; ")));
    }

    private static Optional<String> failure(SinkResult sink) {
        return sink.failure()
                .map(SinkFailure::text)
                .map(text -> text + sink.outlook().map("; "::concat).orElse(""));
    }
}
