package dev.perigee.core.removal;

import dev.perigee.api.SinkException;
import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.catalog.Copies;
import dev.perigee.core.catalog.Manifest;
import dev.perigee.core.catalog.Selector;
import dev.perigee.core.catalog.SnapshotId;
import dev.perigee.core.catalog.Standing;
import dev.perigee.core.catalog.StoredCopy;
import dev.perigee.core.copies.BackupLocation;
import dev.perigee.core.copies.HeldRecords;
import dev.perigee.core.history.pack.Coverage.Stretch;
import dev.perigee.core.history.pack.PackShelf;
import dev.perigee.core.history.thinning.OldPacks;
import dev.perigee.core.outcome.Approval;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.outcome.SinkFailure;
import dev.perigee.core.removal.RemovalPlan.Line;
import dev.perigee.core.removal.RemovalPlan.SinkPlan;
import dev.perigee.core.sinks.Destination;
import dev.perigee.core.sinks.Failures;
import dev.perigee.core.sinks.Sinks;
import dev.perigee.core.spool.Spool;
import dev.perigee.core.spool.SpoolEntry;
import dev.perigee.core.state.Environment;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Removes backups that the user names. */
public final class Delete {

    private final Environment environment;

    /**
     * A deletion of any backups.
     *
     * @param environment what it stands on
     */
    public Delete(Environment environment) {
        this.environment = environment;
    }

    /**
     * Plans, asks, and does it: the manifest goes first, then the body.
     *
     * @param cluster the cluster's name
     * @param sinks where
     * @param which the backups
     * @param force also the last backup that the sinks hold
     * @param approval sees the plan, and says whether to do it; {@code plan -> false} for a dry run
     * @return what was planned and done
     * @throws OperationException NOT_FOUND, BAD_INPUT, or REFUSED if it would be the last one and {@code force} is false
     */
    public RemovalResult run(
            String cluster,
            List<Destination> sinks,
            List<Selector> which,
            boolean force,
            Approval<RemovalPlan> approval)
            throws OperationException {
        try (RemovalTurn _ = RemovalTurn.of(environment, cluster, sinks)) {
            return inTurn(cluster, sinks, which, force, approval);
        }
    }

    private RemovalResult inTurn(
            String cluster,
            List<Destination> sinks,
            List<Selector> which,
            boolean force,
            Approval<RemovalPlan> approval)
            throws OperationException {
        Sinks open = new Sinks(environment);
        List<Destination> readable = open.readable(sinks);
        List<Sinks.Answer<List<StoredCopy>>> held = open.askAll(
                readable,
                destination -> sink -> open.copies(destination, sink, cluster).recent());
        Set<BackupId> doomed = missed(open, readable, cluster, held, which);
        List<Sinks.Answer<SinkPlan>> plans = open.askAll(
                readable,
                destination -> sink -> plan(
                        destination.name(),
                        cluster,
                        open.copies(destination, sink, cluster),
                        new PackShelf(sink, cluster, environment.seals()),
                        doomed,
                        environment.timing().clock().instant()));
        if (!force) {
            requireOneLeft(plans);
        }
        RemovalResult result = new Approved(open, cluster, environment).run(plans, approval);
        if (result.executed()) {
            forgetSpooled(sinks, doomed);
        }
        return result.asked();
    }

    /** What is noticed of the sinks may be why it isn't there. */
    private static Set<BackupId> missed(
            Sinks open,
            List<Destination> readable,
            String cluster,
            List<Sinks.Answer<List<StoredCopy>>> held,
            List<Selector> which)
            throws OperationException {
        try {
            return resolve(held, which);
        } catch (OperationException e) {
            if (e.outcome() != Outcome.NOT_FOUND) {
                throw e;
            }
            throw BackupLocation.noticed(e, findings(open, readable, cluster));
        }
    }

    private static List<SinkFailure> findings(Sinks open, List<Destination> readable, String cluster)
            throws OperationException {
        List<Sinks.Answer<List<String>>> answers = open.askAll(
                readable,
                destination -> sink -> open.copies(destination, sink, cluster).findings());
        return answers.stream()
                .flatMap(answer -> answer.value().stream()
                        .flatMap(List::stream)
                        .map(finding -> SinkFailure.of(answer.destination().name(), Outcome.PARTIAL, finding)))
                .toList();
    }

    private static Set<BackupId> resolve(List<Sinks.Answer<List<StoredCopy>>> held, List<Selector> which)
            throws OperationException {
        List<SinkFailure> failures =
                held.stream().flatMap(answer -> answer.failure().stream()).toList();
        if (!held.isEmpty() && failures.size() == held.size()) {
            throw Failures.combined("no sink could be listed", failures);
        }
        Set<BackupId> doomed = new TreeSet<>();
        for (Selector selector : which) {
            doomed.add(BackupLocation.resolve(held, selector));
        }
        return doomed;
    }

    /** What goes, and what would have to be said against it. */
    private static SinkPlan plan(
            String sink, String cluster, Copies copies, PackShelf shelf, Set<BackupId> doomed, Instant now)
            throws SinkException {
        List<StoredCopy> going = new ArrayList<>();
        List<Line> lines = new ArrayList<>();
        for (StoredCopy copy : named(copies, doomed)) {
            Line line = line(
                    copy, HeldRecords.until(shelf.sink(), copy.record().key()).filter(now::isBefore));
            lines.add(line);
            if (!line.isHeld()) {
                going.add(copy);
            }
        }
        return new SinkPlan(
                sink,
                withRows(lines, cluster, copies, going),
                objections(sink, copies, going),
                losses(sink, copies, shelf, going),
                Optional.empty());
    }

    /** Who deletes to gain room wants to know what stays. All manifests are read for it, where there are packs. */
    private static List<Line> withRows(List<Line> lines, String cluster, Copies copies, List<StoredCopy> going)
            throws SinkException {
        boolean packed = going.stream()
                .anyMatch(copy -> copy.manifest().filter(Manifest::isPacked).isPresent());
        if (!packed) {
            return lines;
        }
        FreedRows rows = new FreedRows(cluster, copies.closely());
        return rows.with(rows.telling(lines));
    }

    private static List<StoredCopy> named(Copies copies, Set<BackupId> doomed) throws SinkException {
        List<StoredCopy> named = new ArrayList<>();
        for (StoredCopy copy : copies.glance()) {
            if (doomed.contains(copy.id())) {
                named.add(copies.closely(copy.id()).orElse(copy));
            }
        }
        return named;
    }

    private static Line line(StoredCopy copy, Optional<Instant> heldUntil) {
        String reason = heldUntil.isPresent() ? "named, but the store holds it" : "named";
        return new Line(copy.id(), Optional.empty(), true, reason).held(heldUntil, Optional.empty());
    }

    /** What history can't give any more without the backups. */
    private static List<String> losses(String sink, Copies copies, PackShelf shelf, List<StoredCopy> going)
            throws SinkException {
        List<BackupId> gone = going.stream()
                .filter(copy -> copy.hasData() || maybeGood(copy))
                .map(StoredCopy::id)
                .toList();
        if (gone.stream().noneMatch(SnapshotId.class::isInstance)) {
            return List.of();
        }
        List<Stretch> lost = OldPacks.look(shelf, copies).lostWithout(gone);
        return lost.isEmpty()
                ? List.of()
                : List.of("sink '" + sink + "': the history needs what would go; without it it can't make revisions "
                        + lost.stream()
                                .map(each -> each.first() + " to " + each.last())
                                .collect(Collectors.joining(", "))
                        + "; a later backup gives them only down to its own compaction");
    }

    /**
     * Something whole must be left where something went that may have been good; and something that is known here where
     * that went.
     */
    private static List<String> objections(String sink, Copies copies, List<StoredCopy> going) throws SinkException {
        Set<BackupId> doomed = going.stream().map(StoredCopy::id).collect(Collectors.toSet());
        boolean known = going.stream().anyMatch(StoredCopy::isKnown);
        boolean maybeGood = known || going.stream().anyMatch(Delete::maybeGood);
        Optional<StoredCopy> left =
                copies.newest(copy -> !doomed.contains(copy.id()) && copy.isWhole() && (!known || copy.isKnown()));
        if (!maybeGood || left.isPresent()) {
            return List.of();
        }
        boolean strangers = copies.newest(copy -> !doomed.contains(copy.id()) && copy.isWhole())
                .isPresent();
        return List.of(
                strangers
                        ? "no backup that this installation made or proved would be left in sink '" + sink
                                + "', only unknown ones"
                        : "no whole backup would be left in sink '" + sink + "'");
    }

    private static boolean maybeGood(StoredCopy copy) {
        return switch (copy.standing()) {
            case Standing.Whole whole -> true;
            case Standing.Future future -> true;
            case Standing.Unreadable unreadable -> unreadable.maybeGood();
            case Standing.Damaged damaged -> false;
            case Standing.Refuted refuted -> false;
            case Standing.Altered altered -> false;
            case Standing.Unbelieved unbelieved -> false;
        };
    }

    private static void requireOneLeft(List<Sinks.Answer<SinkPlan>> plans) throws OperationException {
        for (Sinks.Answer<SinkPlan> answer : plans) {
            List<String> objections = answer.value().map(SinkPlan::findings).orElse(List.of());
            if (!objections.isEmpty()) {
                throw new OperationException(
                        Outcome.REFUSED,
                        objections.getFirst(),
                        Optional.of("take another one first, or give --force"),
                        Optional.empty());
            }
        }
    }

    /** A backup that still waits for a sink would come back. */
    private void forgetSpooled(List<Destination> sinks, Set<BackupId> doomed) throws OperationException {
        try {
            Spool spool = environment.openSpool();
            for (SpoolEntry entry : spool.claim(owed -> true)) {
                try (entry) {
                    forget(entry, sinks, doomed);
                }
            }
        } catch (IOException e) {
            throw OperationException.ofDisk(
                    "can't clear the spool " + environment.state().spool(), e);
        }
    }

    private static void forget(SpoolEntry entry, List<Destination> sinks, Set<BackupId> doomed) throws IOException {
        BackupId id = entry.owed().orElseThrow().manifest().id();
        for (Destination sink : sinks) {
            if (doomed.contains(sink.layout().idOf(id))) {
                entry.settle(sink.name());
            }
        }
    }
}
