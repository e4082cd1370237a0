package dev.perigee.core.copies;

import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.catalog.Copies;
import dev.perigee.core.catalog.LedgerView;
import dev.perigee.core.catalog.Selector;
import dev.perigee.core.catalog.Standing;
import dev.perigee.core.catalog.StoredCopy;
import dev.perigee.core.catalog.Timelines;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.outcome.SinkFailure;
import dev.perigee.core.progress.ProgressEvent;
import dev.perigee.core.progress.ProgressListener;
import dev.perigee.core.sinks.Destination;
import dev.perigee.core.sinks.Failures;
import dev.perigee.core.sinks.Sinks;
import dev.perigee.core.words.FailureWords;
import dev.perigee.core.words.Words;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A backup that was found, and the sinks that hold it.
 *
 * @param id the backup
 * @param holders local sinks first
 * @param warnings sinks that could not be asked
 * @param newestKnown the newest whole backup that this installation made or proved; empty if there is none
 * @param note what is to be said of other timelines; empty if they hold nothing newer
 */
public record BackupLocation(
        BackupId id,
        List<Destination> holders,
        List<SinkFailure> warnings,
        Optional<BackupId> newestKnown,
        Optional<String> note) {

    private static final int MOST_NAMED = 5;

    static BackupLocation find(Sinks sinks, String cluster, List<Destination> destinations, Selector which)
            throws OperationException {
        Queue<SinkFailure> told = new ConcurrentLinkedQueue<>(); // the sinks are asked at once
        Map<String, LedgerView> views = new ConcurrentHashMap<>();
        List<Sinks.Answer<List<StoredCopy>>> answers =
                sinks.askAll(sinks.readable(destinations), destination -> sink -> {
                    Copies copies = sinks.copies(destination, sink, cluster);
                    copies.findings()
                            .forEach(finding -> told.add(SinkFailure.of(destination.name(), Outcome.PARTIAL, finding)));
                    views.put(destination.name(), copies.ledgers());
                    return which instanceof Selector.Prefix ? copies.glance() : copies.recent();
                });
        told.addAll(sinks.compared(views));
        BackupLocation found = found(cluster, answers, which, told);
        List<SinkFailure> warnings =
                Stream.concat(found.warnings().stream(), told.stream()).toList();
        return new BackupLocation(found.id(), found.holders(), warnings, found.newestKnown(), found.note());
    }

    /** What was noticed of the sinks may be why it isn't there. */
    private static BackupLocation found(
            String cluster, List<Sinks.Answer<List<StoredCopy>>> answers, Selector which, Queue<SinkFailure> told)
            throws OperationException {
        try {
            return resolve(cluster, answers, which);
        } catch (AbsentBackup e) {
            throw e.noticed(told);
        }
    }

    /**
     * A failure with what was noticed of the sinks.
     *
     * @param e why it can't be had
     * @param told by sink
     * @return itself, if nothing was
     */
    public static OperationException noticed(OperationException e, Collection<SinkFailure> told) {
        if (told.isEmpty()) {
            return e;
        }
        String noticed = told.stream().map(SinkFailure::text).collect(Collectors.joining("; "));
        return new OperationException(e.outcome(), FailureWords.of(e) + "; " + noticed, e.hint(), Optional.of(e));
    }

    /** Says what whoever takes it should know. */
    void tell(ProgressListener progress) {
        note.ifPresent(text -> progress.on(new ProgressEvent.Warning(text)));
    }

    private static BackupLocation resolve(String cluster, List<Sinks.Answer<List<StoredCopy>>> answers, Selector which)
            throws OperationException {
        List<SinkFailure> warnings =
                answers.stream().flatMap(answer -> answer.failure().stream()).toList();
        if (answers.isEmpty()) {
            throw new OperationException(Outcome.BAD_INPUT, "no sink can be read: all are write-only");
        }
        if (warnings.size() == answers.size()) {
            throw new OperationException(
                    warnings.getFirst().outcome(), warnings.getFirst().text());
        }
        Set<BackupId> ids = ids(answers, which);
        Timelines timelines = timelines(answers);
        List<SinkFailure> unbelieved = which instanceof Selector.Prefix ? List.of() : unbelieved(answers, ids);
        if (ids.isEmpty()) {
            requireNothingThere(unbelieved, answers);
        }
        BackupId id = resolve(timelines, ids, which, warnings, whereAsked(cluster, answers));
        List<Destination> holders = answers.stream()
                .filter(answer -> answer.value().stream()
                        .flatMap(List::stream)
                        .anyMatch(copy -> copy.id().equals(id)))
                .map(Sinks.Answer::destination)
                .toList();
        Optional<String> note = which instanceof Selector.Prefix ? Optional.empty() : timelines.warning(id, ids);
        List<SinkFailure> all =
                Stream.concat(warnings.stream(), unbelieved.stream()).toList();
        return new BackupLocation(id, holders, all, newestKnown(answers), note);
    }

    /** Whoever writes to a sink can put something newer there: it must neither be taken nor hide what is good. */
    private static List<SinkFailure> unbelieved(List<Sinks.Answer<List<StoredCopy>>> answers, Set<BackupId> ids) {
        Optional<BackupId> newest = ids.stream().max(Comparator.naturalOrder());
        return answers.stream()
                .flatMap(answer -> answer.value().stream()
                        .flatMap(List::stream)
                        .filter(copy -> copy.standing() instanceof Standing.Unbelieved)
                        .filter(copy -> newest.filter(id -> copy.id().compareTo(id) <= 0)
                                .isEmpty())
                        .map(copy -> uncounted(
                                answer.destination(), copy, copy.isOnlyUnsigned() ? Outcome.REFUSED : Outcome.DAMAGED)))
                .limit(MOST_NAMED)
                .toList();
    }

    /** Whoever is told that there is none while some lie there must hear why none counts. */
    private static void requireNothingThere(List<SinkFailure> unbelieved, List<Sinks.Answer<List<StoredCopy>>> answers)
            throws OperationException {
        List<SinkFailure> reasons = new ArrayList<>(unbelieved);
        for (Sinks.Answer<List<StoredCopy>> answer : answers) {
            answer.value().stream()
                    .flatMap(List::stream)
                    .filter(copy -> copy.standing() instanceof Standing.Future)
                    .limit(MOST_NAMED)
                    .map(copy -> uncounted(answer.destination(), copy, Outcome.NOT_FOUND))
                    .forEach(reasons::add);
        }
        if (!reasons.isEmpty()) {
            throw Failures.combined("no backup is believed", reasons);
        }
    }

    private static SinkFailure uncounted(Destination sink, StoredCopy copy, Outcome outcome) {
        return new SinkFailure(
                sink.name(),
                outcome,
                "sink '" + sink.name() + "': " + copy.id() + " counts for nothing: "
                        + copy.standing().finding(),
                copy.standing() instanceof Standing.Future
                        ? Optional.of("set the clock that is wrong; who names " + copy.id() + " gets it all the same")
                        : Optional.empty());
    }

    private static Optional<BackupId> newestKnown(List<Sinks.Answer<List<StoredCopy>>> answers) {
        return answers.stream()
                .flatMap(answer -> answer.value().stream().flatMap(List::stream))
                .filter(StoredCopy::isKnown)
                .map(StoredCopy::id)
                .max(Comparator.naturalOrder());
    }

    private static Timelines timelines(List<Sinks.Answer<List<StoredCopy>>> answers) {
        return Timelines.of(answers.stream()
                .flatMap(answer -> answer.value().stream().flatMap(List::stream))
                .toList());
    }

    /** The backup that is meant; of the timeline that goes on, unless it is named. */
    public static BackupId resolve(List<Sinks.Answer<List<StoredCopy>>> answers, Selector which)
            throws OperationException {
        return resolve(timelines(answers), ids(answers, which), which);
    }

    private static BackupId resolve(Timelines timelines, Set<BackupId> ids, Selector which) throws OperationException {
        Set<BackupId> choice = timelines.choice(ids, which);
        try {
            return which.resolve(choice);
        } catch (OperationException e) {
            String message = tooYoung(timelines, ids, which, choice.size()).orElse(FailureWords.of(e));
            throw new OperationException(e.outcome(), String.valueOf(message), e.hint(), Optional.of(e));
        }
    }

    /** Whoever counts back beyond a restore must not think that nothing older is left. */
    private static Optional<String> tooYoung(Timelines timelines, Set<BackupId> ids, Selector which, int choice) {
        return which instanceof Selector.Back
                ? timelines
                        .older(ids)
                        .map(older -> "there is no '" + which + "' in the timeline that goes on, which has "
                                + Words.count(choice, "backup") + ": " + older)
                : Optional.empty();
    }

    /** One whose time hasn't come, or that nobody trusted has signed, is only meant if it is named. */
    private static Set<BackupId> ids(List<Sinks.Answer<List<StoredCopy>>> answers, Selector which) {
        boolean named = which instanceof Selector.Prefix;
        return answers.stream()
                .flatMap(answer -> answer.value().stream().flatMap(List::stream))
                .filter(copy -> named
                        || !(copy.standing() instanceof Standing.Future
                                || copy.standing() instanceof Standing.Unbelieved))
                .map(StoredCopy::id)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static BackupId resolve(
            Timelines timelines, Set<BackupId> ids, Selector which, List<SinkFailure> silent, String whereAsked)
            throws OperationException {
        try {
            return resolve(timelines, ids, which);
        } catch (OperationException e) {
            if (e.outcome() == Outcome.NOT_FOUND) {
                throw AbsentBackup.of(e, silent, whereAsked);
            }
            throw new OperationException(e.outcome(), FailureWords.of(e), Optional.of(whereAsked), Optional.empty());
        }
    }

    /** Whoever misses a backup may look for it in the wrong place. */
    private static String whereAsked(String cluster, List<Sinks.Answer<List<StoredCopy>>> answers) {
        String asked = names(answers.stream().filter(answer -> answer.failure().isEmpty()));
        String silent = names(answers.stream().filter(answer -> answer.failure().isPresent()));
        return "looked for backups of cluster '" + cluster + "' in " + asked
                + (silent.isEmpty() ? "" : ", but not in " + silent + ", which failed")
                + "; 'perigee config show' prints where that is";
    }

    private static String names(Stream<Sinks.Answer<List<StoredCopy>>> answers) {
        return answers.map(answer -> answer.destination().name()).collect(Collectors.joining(", "));
    }
}
