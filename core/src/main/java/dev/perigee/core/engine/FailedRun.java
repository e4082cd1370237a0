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
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The last run of a job that brought its backup not to all sinks, or left something amiss. Pure.
 *
 * @param ended when it ended
 * @param began when it began: what was taken later makes up for it
 * @param sinks which sinks lack what it was to bring, and why; with none here nor among those that are amiss: all of them
 * @param amiss what is wrong in sinks that hold it
 * @param unpruned of which of these it is but this, that older ones couldn't be removed
 * @param cause why there was nothing to bring; empty if there was, or nobody knows
 */
record FailedRun(
        Instant ended,
        Instant began,
        Map<String, String> sinks,
        Map<String, String> amiss,
        Set<String> unpruned,
        String cause) {

    private static final int LONGEST_CAUSE = 1_000;
    private static final char BETWEEN = '\t';

    /** Before the name of a sink that holds it; none begins so. */
    private static final String AMISS = "*";

    /** The same, where a prune makes up for it. */
    private static final String UNPRUNED = "*-";

    FailedRun {
        sinks = Collections.unmodifiableMap(new LinkedHashMap<>(sinks));
        amiss = Collections.unmodifiableMap(new LinkedHashMap<>(amiss));
        unpruned = Set.copyOf(unpruned);
    }

    /** One for which no prune makes up. */
    FailedRun(Instant ended, Instant began, Map<String, String> sinks, Map<String, String> amiss, String cause) {
        this(ended, began, sinks, amiss, Set.of(), cause);
    }

    /** Empty if every sink holds what it was to bring, and nothing is amiss. */
    static Optional<FailedRun> of(BackupResult result, Instant began, Instant ended) {
        Map<String, String> lack = new LinkedHashMap<>();
        Map<String, String> amiss = new LinkedHashMap<>();
        String remarks = String.join("; ", result.remarks());
        result.sinks().forEach(sink -> {
            String cause = cause(sink, sink.stored() ? remarks : "");
            if (!sink.stored() || !cause.isEmpty()) {
                (sink.stored() ? amiss : lack).put(sink.sink(), cause);
            }
        });
        Set<String> unpruned = result.sinks().stream()
                .filter(sink -> sink.stored() && sink.unpruned() && remarks.isEmpty())
                .map(SinkResult::sink)
                .collect(Collectors.toSet());
        return lack.isEmpty() && amiss.isEmpty()
                ? Optional.empty()
                : Optional.of(new FailedRun(ended, began, lack, amiss, unpruned, ""));
    }

    private static String cause(SinkResult sink, String remarks) {
        String failure = sink.failure().map(SinkFailure::text).orElse("");
        String named = "sink '" + sink.sink() + "': ";
        String own = failure.startsWith(named) ? failure.substring(named.length()) : failure;
        return oneLine(Stream.of(own, remarks).filter(text -> !text.isEmpty()).collect(Collectors.joining("; ")));
    }

    /** Of a run that had nothing to bring. */
    static FailedRun of(String cause, Instant began, Instant ended) {
        return new FailedRun(ended, began, Map.of(), Map.of(), oneLine(cause));
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
        Map<String, String> unpruned = taken(UNPRUNED, sinks);
        Map<String, String> amiss = taken(AMISS, sinks);
        amiss.putAll(unpruned);
        return new FailedRun(ended, began, sinks, amiss, unpruned.keySet(), cause);
    }

    /** Takes out those that begin so, by their names without it. */
    private static Map<String, String> taken(String sign, Map<String, String> sinks) {
        Map<String, String> taken = new LinkedHashMap<>();
        sinks.forEach((sink, why) -> {
            if (sink.startsWith(sign)) {
                taken.put(sink.substring(sign.length()), why);
            }
        });
        sinks.keySet().removeIf(sink -> sink.startsWith(sign));
        return taken;
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>(List.of(ended.toString(), began.toString()));
        if (!cause.isEmpty()) {
            lines.add(BETWEEN + cause);
        }
        sinks.forEach((sink, why) -> lines.add(why.isEmpty() ? sink : sink + BETWEEN + why));
        amiss.forEach((sink, why) -> lines.add((unpruned.contains(sink) ? UNPRUNED : AMISS) + sink + BETWEEN + why));
        return lines;
    }

    /** Whether a sink lacks it yet, whose newest backup is this one. */
    boolean isMissedBy(String sink, Optional<BackupId> newest) {
        return (isOfAll() || sinks.containsKey(sink))
                && newest.filter(id -> !id.until().isBefore(began)).isEmpty();
    }

    private boolean isOfAll() {
        return sinks.isEmpty() && amiss.isEmpty();
    }

    /** Why it lacks it; empty if nobody knows. */
    String cause(String sink) {
        return sinks.getOrDefault(sink, cause);
    }

    /** What is left of it once some of its sinks got what waited for them; empty if nothing is. */
    Optional<FailedRun> caughtUp(List<SinkResult> results) {
        Map<String, String> lack = new LinkedHashMap<>(sinks);
        lack.keySet().removeIf(sink -> isBrought(sink, results));
        return isOfAll()
                ? Optional.of(this)
                : Optional.of(new FailedRun(ended, began, lack, amiss, unpruned, cause))
                        .filter(left -> !left.isOfAll());
    }

    /** What is left of it once older ones were removed from these sinks; empty if nothing is. */
    Optional<FailedRun> pruned(Set<String> from) {
        Map<String, String> left = new LinkedHashMap<>(amiss);
        left.keySet().removeIf(sink -> unpruned.contains(sink) && from.contains(sink));
        Set<String> yet = unpruned.stream().filter(left::containsKey).collect(Collectors.toSet());
        return isOfAll()
                ? Optional.of(this)
                : Optional.of(new FailedRun(ended, began, sinks, left, yet, cause))
                        .filter(run -> !run.isOfAll());
    }

    private boolean isBrought(String sink, List<SinkResult> results) {
        return results.stream()
                .filter(result -> result.sink().equals(sink))
                .flatMap(result -> result.caughtUp().stream())
                .anyMatch(id -> !id.until().isBefore(began));
    }
}
