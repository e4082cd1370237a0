package dev.perigee.daemon.http;

import dev.perigee.core.outcome.SinkFailure;
import dev.perigee.daemon.event.DaemonEvent.RunEnded;
import dev.perigee.daemon.event.RunFailure;
import java.util.stream.Collectors;

/** What went wrong in a run. Pure. */
final class RunSentence {

    private RunSentence() {}

    /** Empty if nothing did. */
    static String of(RunEnded run) {
        String sinks = run.sinks().stream()
                .flatMap(sink -> sink.failure().stream())
                .map(SinkFailure::text)
                .collect(Collectors.joining("; "));
        String doubt = run.backup().flatMap(backup -> backup.doubt()).orElse("");
        String found = sinks.isEmpty() || doubt.isEmpty() ? sinks + doubt : sinks + "; " + doubt;
        return run.failure().map(RunFailure::text).orElse(found);
    }
}
