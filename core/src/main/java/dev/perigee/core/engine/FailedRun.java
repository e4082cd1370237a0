package dev.perigee.core.engine;

import dev.perigee.core.backup.BackupResult;
import dev.perigee.core.backup.BackupResult.SinkResult;
import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.outcome.SinkFailure;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The last run of a job that brought its backup not to all sinks. Pure.
 *
 * @param ended when it ended
 * @param began when it began: what was taken later makes up for it
 * @param sinks which sinks lack what it was to bring, and why; empty for all of them
 * @param cause why there was nothing to bring; empty if there was, or nobody knows
 */
record FailedRun(Instant ended, Instant began, Map<String, String> sinks, String cause) {

    private static final int LONGEST_CAUSE = 1_000;
    private static final char BETWEEN = '\t';

    FailedRun {
        sinks = Collections.unmodifiableMap(new LinkedHashMap<>(sinks));
    }

    /** Empty if every sink holds what it was to bring. */
    static Optional<FailedRun> of(BackupResult result, Instant began, Instant ended) {
        Map<String, String> lack = new LinkedHashMap<>();
        result.sinks().stream().filter(sink -> !sink.stored()).forEach(sink -> lack.put(sink.sink(), cause(sink)));
        return lack.isEmpty() ? Optional.empty() : Optional.of(new FailedRun(ended, began, lack, ""));
    }

    private static String cause(SinkResult sink) {
        String sentence = sink.failure().map(SinkFailure::sentence).orElse("");
        String named = "sink '" + sink.sink() + "': ";
        return oneLine(sentence.startsWith(named) ? sentence.substring(named.length()) : sentence);
    }

    /** Of a run that had nothing to bring. */
    static FailedRun of(String cause, Instant began, Instant ended) {
        return new FailedRun(ended, began, Map.of(), oneLine(cause));
    }

    private static String oneLine(String cause) {
        String line = cause.replaceAll("\\s+", " ").strip();
        return line.length() > LONGEST_CAUSE ? line.substring(0, LONGEST_CAUSE) + "…" : line;
    }

    /** A line for its end, one for its beginning, then one for each sink: its name, a tab, the cause. Without a name: all sinks. */
    static FailedRun parse(List<String> lines) throws DateTimeException {
        Instant ended = Instant.parse(lines.isEmpty() ? "" : lines.getFirst().strip());
        Instant began = lines.size() > 1 ? Instant.parse(lines.get(1).strip()) : ended;
        Map<String, String> sinks = new LinkedHashMap<>();
        lines.stream().skip(2).forEach(line -> {
            int tab = line.indexOf(BETWEEN);
            sinks.put(tab < 0 ? line : line.substring(0, tab), tab < 0 ? "" : line.substring(tab + 1));
        });
        String cause = Optional.ofNullable(sinks.remove("")).orElse("");
        return new FailedRun(ended, began, sinks, cause);
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>(List.of(ended.toString(), began.toString()));
        if (!cause.isEmpty()) {
            lines.add(BETWEEN + cause);
        }
        sinks.forEach((sink, why) -> lines.add(why.isEmpty() ? sink : sink + BETWEEN + why));
        return lines;
    }

    /** Whether a sink lacks it yet, whose newest backup is this one. */
    boolean isMissedBy(String sink, Optional<BackupId> newest) {
        return (sinks.isEmpty() || sinks.containsKey(sink))
                && newest.filter(id -> !id.until().isBefore(began)).isEmpty();
    }

    /** Why; empty if nobody knows. */
    String cause(String sink) {
        return sinks.getOrDefault(sink, cause);
    }

    /** What is left of it once some of its sinks got what waited for them; empty if nothing is. */
    Optional<FailedRun> caughtUp(List<SinkResult> results) {
        Map<String, String> lack = new LinkedHashMap<>(sinks);
        lack.keySet().removeIf(sink -> isBrought(sink, results));
        return sinks.isEmpty()
                ? Optional.of(this)
                : Optional.of(new FailedRun(ended, began, lack, cause)).filter(left -> !lack.isEmpty());
    }

    private boolean isBrought(String sink, List<SinkResult> results) {
        return results.stream()
                .filter(result -> result.sink().equals(sink))
                .flatMap(result -> result.caughtUp().stream())
                .anyMatch(id -> !id.until().isBefore(began));
    }
}
