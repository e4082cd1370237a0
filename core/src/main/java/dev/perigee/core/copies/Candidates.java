package dev.perigee.core.copies;

import dev.perigee.api.SinkException;
import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.catalog.Copies;
import dev.perigee.core.catalog.Manifest;
import dev.perigee.core.catalog.Standing;
import dev.perigee.core.catalog.StoredCopy;
import dev.perigee.core.catalog.StoredObject;
import dev.perigee.core.catalog.UnreadableManifest;
import dev.perigee.core.copies.NoGoodCopy.Older;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.outcome.SinkFailure;
import dev.perigee.core.sinks.Destination;
import dev.perigee.core.sinks.Sinks;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The copies of one backup that were looked at, and which of them may be taken.
 *
 * @param id the backup
 * @param looked each copy that could be looked at, local sinks first
 * @param failures sinks whose copy couldn't
 */
record Candidates(BackupId id, List<Looked> looked, List<SinkFailure> failures) {

    /** What of a backup is meant. */
    enum Needed {
        DATA,
        COMPANIONS;

        Optional<StoredObject> of(StoredCopy copy) {
            return switch (this) {
                case DATA -> copy.manifest().map(Manifest::body);
                case COMPANIONS -> copy.manifest().flatMap(Manifest::companions);
            };
        }

        /** Data is in every backup, also where there are no manifests. */
        boolean isIn(StoredCopy copy) {
            return this == DATA || of(copy).isPresent();
        }
    }

    /** A copy, and where it is. */
    record Looked(Destination sink, StoredCopy copy) {}

    /** Looks at every copy as it is now: the manifest is read from each sink, no body is. */
    static Candidates look(Sinks sinks, String cluster, BackupLocation located) throws OperationException {
        List<Looked> looked = new ArrayList<>();
        List<SinkFailure> failures = new ArrayList<>();
        for (Sinks.Answer<Optional<StoredCopy>> answer : sinks.askAll(
                located.holders(),
                destination -> sink -> sinks.catalog(destination, sink, cluster).look(located.id()))) {
            answer.value().flatMap(copy -> copy).ifPresent(copy -> looked.add(new Looked(answer.destination(), copy)));
            answer.failure().ifPresent(failures::add);
        }
        return new Candidates(located.id(), looked, failures);
    }

    /** The copy in a sink; empty if it couldn't be looked at. */
    Optional<Looked> in(Destination sink) {
        return looked.stream()
                .filter(each -> each.sink().name().equals(sink.name()))
                .findFirst();
    }

    /** By sink, the body as its manifest there describes it. */
    Map<String, StoredObject> stored() {
        Map<String, StoredObject> stored = new TreeMap<>();
        looked.forEach(each -> each.copy()
                .manifest()
                .ifPresent(manifest -> stored.put(each.sink().name(), manifest.body())));
        return stored;
    }

    /** By sink, when its copy was last fetched and proven. */
    Map<String, Instant> readBack() {
        Map<String, Instant> times = new TreeMap<>();
        looked.forEach(each ->
                each.copy().readBack().ifPresent(time -> times.put(each.sink().name(), time)));
        return times;
    }

    /** Those that may be taken, the best first; a failure for each that isn't whole. */
    List<Looked> good(boolean insisted, Needed needed, List<SinkFailure> warnings) throws OperationException {
        List<Looked> good = new ArrayList<>();
        for (Looked each : looked) {
            if (isTaken(each.copy(), insisted, needed)) {
                good.add(each);
            }
            if (!each.copy().isWhole()) {
                warnings.add(failure(each));
            }
        }
        Optional<String> conflict = conflict();
        if (conflict.isPresent()) {
            throw new OperationException(
                    Outcome.DAMAGED,
                    conflict.get(),
                    Optional.of(
                            "'perigee snapshot verify " + id + " --deep --all-sinks' says what each copy holds; take"
                                    + " the one that you trust by --sink"),
                    Optional.empty());
        }
        good.sort(Comparator.comparing(each -> isLast(each.copy(), needed)));
        return good;
    }

    /** What was bad when it was read may have come over a bad line: it is read again where no other copy is good. */
    private static boolean isLast(StoredCopy copy, Needed needed) {
        return copy.standing() instanceof Standing.Refuted && !(copy.hasData() && needed == Needed.DATA);
    }

    private static boolean isTaken(StoredCopy copy, boolean insisted, Needed needed) {
        return switch (copy.standing()) {
            case Standing.Whole _ -> true;
            case Standing.Altered _ -> insisted;
            case Standing.Refuted _ -> true;
            case Standing.Damaged _, Standing.Unreadable _, Standing.Unbelieved _, Standing.Future _ -> false;
        };
    }

    /** Copies of a backup that nobody here knows, and whose manifests contradict each other; empty if they don't. */
    Optional<String> conflict() {
        return new Listing.Row(
                        id,
                        looked.stream()
                                .map(each -> new Listing.Held(each.sink().name(), each.copy()))
                                .toList())
                .conflict();
    }

    /** What somebody else has made is not damaged by that, and neither is it given out. */
    static Optional<SinkFailure> unsigned(Looked each) {
        return unsigned(each.sink().name(), each.copy());
    }

    static Optional<SinkFailure> unsigned(String sink, StoredCopy copy) {
        return copy.isOnlyUnsigned()
                ? Optional.of(new SinkFailure(
                        sink,
                        Outcome.REFUSED,
                        "sink '" + sink + "': " + copy.standing().finding(),
                        Optional.of(
                                "the machine that made it takes it, and so does a configuration without trust.signers,"
                                        + " if you know whose it is")))
                : Optional.empty();
    }

    private static SinkFailure failure(Looked each) {
        return unsigned(each).orElseGet(() -> damage(each));
    }

    private static SinkFailure damage(Looked each) {
        String sink = each.sink().name();
        Standing standing = each.copy().standing();
        return switch (standing) {
            case Standing.Unreadable(String finding, Outcome outcome)
            when outcome == Outcome.DENIED ->
                failure(sink, outcome, finding, Optional.of(UnreadableManifest.DENIED_CURE));
            case Standing.Unreadable(String finding, Outcome outcome) ->
                failure(sink, outcome, "the copy is damaged: " + finding, Optional.empty());
            case Standing.Altered(String finding) ->
                failure(
                        sink,
                        Outcome.DAMAGED,
                        "the copy is damaged: " + finding,
                        Optional.of("'--sink " + sink + "' takes it as it is"));
            case Standing.Refuted(String finding, boolean _) ->
                failure(
                        sink,
                        Outcome.DAMAGED,
                        "the copy was damaged when it was last read: " + finding,
                        Optional.empty());
            default -> failure(sink, Outcome.DAMAGED, "the copy is damaged: " + standing.finding(), Optional.empty());
        };
    }

    private static SinkFailure failure(String sink, Outcome outcome, String what, Optional<String> cure) {
        return new SinkFailure(sink, outcome, "sink '" + sink + "': " + what, cure);
    }

    /** Rather one that is known here than a newer one that isn't; none that the same missing identity locks. */
    private static Optional<StoredCopy> older(Copies copies, BackupId bad, boolean locked, Needed needed)
            throws SinkException {
        Set<Set<String>> recipients = locked
                ? copies.closely(bad).flatMap(copy -> recipients(copy, needed)).stream()
                        .collect(Collectors.toSet())
                : Set.of();
        Predicate<StoredCopy> older = copy -> copy.isWhole()
                && copy.id().compareTo(bad) < 0
                && needed.isIn(copy)
                && recipients(copy, needed).filter(recipients::contains).isEmpty();
        if (needed == Needed.COMPANIONS) { // what a glance knows by heart doesn't say whether there are any
            Optional<StoredCopy> known = copies.newest(older.and(StoredCopy::isKnown));
            return known.isPresent() ? known : copies.newest(older);
        }
        boolean known = !locked && copies.glance().stream().anyMatch(older.and(StoredCopy::isKnown));
        return copies.newest(known ? older.and(StoredCopy::isKnown) : older);
    }

    private static Optional<Set<String>> recipients(StoredCopy copy, Needed needed) {
        return needed.of(copy).map(object -> Set.copyOf(object.recipients())).filter(names -> !names.isEmpty());
    }

    /** The failure of all of them, with what could be taken instead. */
    static NoGoodCopy none(Sinks sinks, Sought sought, BackupId bad, OperationException failure, Needed needed)
            throws OperationException {
        boolean locked = failure.outcome() == Outcome.REFUSED;
        List<Sinks.Answer<Optional<StoredCopy>>> answers = sinks.askAll(
                sinks.readable(sought.sinks()),
                destination -> sink -> older(sinks.copies(destination, sink, sought.cluster()), bad, locked, needed));
        List<Looked> found = new ArrayList<>();
        answers.forEach(answer -> answer.value()
                .flatMap(copy -> copy)
                .ifPresent(copy -> found.add(new Looked(answer.destination(), copy))));
        Comparator<Looked> best = Comparator.<Looked, Boolean>comparing(
                        each -> each.copy().isKnown())
                .thenComparing(each -> each.copy().id());
        Optional<Older> older = found.stream()
                .max(best)
                .map(each -> new Older(each.copy().id(), each.sink().name()));
        return new NoGoodCopy(failure, older, needed);
    }
}
