package dev.perigee.core.removal;

import dev.perigee.api.ObjectInfo;
import dev.perigee.api.ObjectKey;
import dev.perigee.api.SinkException;
import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.catalog.Catalog;
import dev.perigee.core.catalog.Copies;
import dev.perigee.core.catalog.SnapshotId;
import dev.perigee.core.catalog.StoredCopy;
import dev.perigee.core.catalog.UnreadableManifest;
import dev.perigee.core.copies.CopyVerifier;
import dev.perigee.core.copies.Verify;
import dev.perigee.core.copies.VerifyResult;
import dev.perigee.core.history.pack.PackPlace;
import dev.perigee.core.history.pack.PackShelf;
import dev.perigee.core.history.spool.RecordedTimeline;
import dev.perigee.core.history.thinning.Thinning;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.outcome.SinkFailure;
import dev.perigee.core.packed.Unneeded;
import dev.perigee.core.progress.ProgressEvent;
import dev.perigee.core.removal.RemovalPlan.Line;
import dev.perigee.core.removal.RemovalPlan.SinkPlan;
import dev.perigee.core.removal.RemovalResult.SinkRemoval;
import dev.perigee.core.retention.HoldPlan;
import dev.perigee.core.retention.RetentionRules;
import dev.perigee.core.sinks.Destination;
import dev.perigee.core.spool.Spooled;
import dev.perigee.core.state.Environment;
import dev.perigee.core.words.FailureWords;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Plans and carries out removals in one sink. */
public record SinkRemover(String sinkName, Catalog catalog, Environment environment) {

    /** How many bodies are fetched in search of one that can be proven. */
    private static final int MOST_PROOFS = 3;

    /**
     * What retention and the sweep of old bodies would remove, and what the store is to hold for longer. Reads manifests only
     * if something would go.
     */
    public SinkPlan plan(
            Copies listed,
            Destination destination,
            Optional<BackupId> justMade,
            Spooled spooled,
            boolean mixed,
            Instant now)
            throws SinkException, OperationException {
        RetentionRules rules = destination.retention();
        HoldPlan holds = new HoldPlan(rules, destination.pace(catalog.cluster()), now);
        List<StoredCopy> copies = listed.glance();
        Collection<Map.Entry<BackupId, ObjectInfo>> strays = strays(listed, copies);
        List<Line> lines = removals(listed, strays, copies, spooled).plan(rules, justMade, now);
        if (lines.stream().noneMatch(Line::remove)) {
            lines = holding(lines, removals(listed, strays, copies, spooled), holds);
            return new SinkPlan(sinkName, lines, findings(listed, copies), List.of(), Optional.empty());
        }
        copies = listed.closely();
        EtcdClusters clusters = EtcdClusters.of(copies);
        if (!clusters.followOneAnother() && !mixed) {
            throw clusters.mixed(catalog.cluster());
        }
        lines = removals(listed, strays, copies, spooled).plan(rules, justMade, now);
        if (lines.stream().anyMatch(SinkRemover::isBackupToRemove)) {
            copies = withOneKnown(copies);
            lines = removals(listed, strays, copies, spooled).plan(rules, justMade, now);
        }
        lines = holding(withHistory(lines, copies), removals(listed, strays, copies, spooled), holds);
        lines = new FreedRows(catalog.cluster(), copies).with(lines);
        return new SinkPlan(sinkName, lines, findings(listed, copies), List.of(), replacement(clusters, mixed));
    }

    private List<Line> holding(List<Line> lines, PrunePlanner planner, HoldPlan holds) throws SinkException {
        return catalog.sink().capabilities().holdsAsRetained()
                ? new Holds(catalog, planner.needs(holds), holds.now()).over(lines)
                : lines;
    }

    /** A backup stays as long as packs lie here that are worth nothing without it. */
    private List<Line> withHistory(List<Line> lines, List<StoredCopy> copies) throws SinkException, OperationException {
        boolean recordable = lines.stream().anyMatch(line -> isBackupToRemove(line) && line.id() instanceof SnapshotId);
        if (!recordable) {
            return lines;
        }
        PackShelf shelf = new PackShelf(catalog.sink(), catalog.cluster(), environment.seals());
        Set<BackupId> needed = needed(copies, shelf.whole());
        return lines.stream()
                .map(line -> isBackupToRemove(line) && needed.contains(line.id())
                        ? new Line(line.id(), Optional.empty(), false, "the history behind it is kept")
                        : line)
                .toList();
    }

    /** What packs stand on that lie here, and what those will stand on that are still to come of a history that has just begun. */
    private Set<BackupId> needed(List<StoredCopy> copies, Collection<PackPlace> packs) throws OperationException {
        Set<BackupId> needed = new HashSet<>(Thinning.of(copies, packs).needed());
        Path history = environment.state().history();
        try {
            for (RecordedTimeline timeline : RecordedTimeline.all(history)) {
                if (packs.stream().noneMatch(pack -> pack.timeline().equals(timeline.base()))) {
                    needed.add(timeline.base());
                }
            }
        } catch (IOException e) {
            throw OperationException.ofDisk("can't tell which backups histories begin with in " + history, e);
        }
        return needed;
    }

    private static boolean isBackupToRemove(Line line) {
        return line.remove() && line.orphan().isEmpty();
    }

    private static PrunePlanner removals(
            Copies listed,
            Collection<Map.Entry<BackupId, ObjectInfo>> strays,
            List<StoredCopy> copies,
            Spooled spooled) {
        return new PrunePlanner(copies, strays, listed.passed(), spooled);
    }

    /** Bodies and companions without a manifest. */
    private Collection<Map.Entry<BackupId, ObjectInfo>> strays(Copies listed, List<StoredCopy> copies)
            throws SinkException, OperationException {
        SortedMap<BackupId, ObjectInfo> companions = new TreeMap<>(catalog.companions());
        copies.forEach(copy -> companions.remove(copy.id()));
        List<Map.Entry<BackupId, ObjectInfo>> strays =
                new ArrayList<>(listed.orphans().entrySet());
        strays.addAll(companions.entrySet());
        strays.addAll(rows(listed).entrySet());
        return strays;
    }

    /** Rows that no backup needs, as old as they have been that. */
    private SortedMap<BackupId, ObjectInfo> rows(Copies listed) throws SinkException, OperationException {
        Path file = environment.state().packs(sinkName, catalog.cluster()).resolve("unneeded");
        try {
            return new Unneeded(file).since(listed.unneeded(), listed.passed());
        } catch (SinkException e) {
            throw e;
        } catch (IOException e) {
            throw OperationException.ofDisk("can't write " + file, e);
        }
    }

    private Optional<SinkPlan.Replacement> replacement(EtcdClusters clusters, boolean mixed) {
        return mixed
                ? Optional.empty()
                : clusters.replacement(sinkName, catalog.cluster())
                        .map(text -> new SinkPlan.Replacement(clusters.change(), text));
    }

    private List<String> findings(Copies listed, List<StoredCopy> copies) {
        Stream<String> worthless = copies.stream()
                .filter(copy -> !copy.isWhole())
                .map(copy ->
                        copy.id() + " counts for nothing: " + copy.standing().finding());
        return Stream.concat(listed.findings().stream(), worthless)
                .map(finding -> "sink '" + sinkName + "': " + finding)
                .toList();
    }

    /**
     * On a machine that knows none of the backups here, as after a loss of its state, the newest that can be proven is fetched
     * and proven now: nobody else's word shall be what remains.
     */
    private List<StoredCopy> withOneKnown(List<StoredCopy> copies) throws SinkException, OperationException {
        List<StoredCopy> result = new ArrayList<>(copies);
        int proofs = 0;
        for (int i = 0; i < result.size(); i++) {
            StoredCopy copy = result.get(i);
            if (result.stream().anyMatch(StoredCopy::isKnown)) {
                return result;
            }
            if (copy.isWhole() && proofs++ < MOST_PROOFS) {
                result.set(i, proven(copy));
            }
        }
        if (result.stream().noneMatch(StoredCopy::isKnown)) {
            throw nothingProven();
        }
        return result;
    }

    /** A copy that can't be proven is that copy's fault; a sink that doesn't answer is not. */
    private StoredCopy proven(StoredCopy copy) throws SinkException, OperationException {
        try {
            VerifyResult.Copy proof =
                    new CopyVerifier(catalog, sinkName, environment).inspect(copy.id(), Verify.Depth.FULL);
            return proof.outcome() == Outcome.OK ? copy.proven() : copy.refuted(proof.finding());
        } catch (SinkException e) {
            return switch (e.kind()) {
                case DAMAGED, NOT_FOUND, DENIED -> copy.refuted(FailureWords.of(e));
                default -> throw e;
            };
        } catch (UnreadableManifest e) {
            return copy.refuted(FailureWords.of(e));
        }
    }

    private OperationException nothingProven() {
        return new OperationException(
                Outcome.REFUSED,
                "this installation made none of the backups of '" + catalog.cluster()
                        + "' that lie here, and the newest can't be proven, so nothing was pruned",
                Optional.of("'perigee snapshot verify ID --sink " + sinkName
                        + "' proves one that is good; from then on it is known here"),
                Optional.empty());
    }

    /** Carries the plan out, the oldest first. What stays is held before anything goes. Goes on after a failure of one object. */
    public SinkRemoval execute(SinkPlan plan) throws SinkException {
        List<BackupId> removed = new ArrayList<>();
        List<BackupId> held = new ArrayList<>();
        List<SinkFailure> failures = new ArrayList<>();
        int orphans = 0;
        extend(plan, failures);
        for (Line line : plan.lines().reversed()) {
            if (!line.remove()) {
                continue;
            }
            if (line.isHeld()) {
                held.add(line.id());
                continue;
            }
            try {
                remove(line);
                line.orphan().ifPresentOrElse(key -> {}, () -> removed.add(line.id()));
                orphans += line.orphan().isPresent() ? 1 : 0;
                environment
                        .progress()
                        .on(new ProgressEvent.Pruned(
                                sinkName,
                                line.orphan()
                                        .map(ObjectKey::value)
                                        .orElse(line.id().toString())));
            } catch (SinkException e) {
                failed(line, e, held, failures);
            }
        }
        return new SinkRemoval(sinkName, removed, held, orphans, failures);
    }

    private void extend(SinkPlan plan, List<SinkFailure> failures) throws SinkException {
        for (Line line : plan.lines()) {
            if (line.extendTo().isEmpty()) {
                continue;
            }
            try {
                catalog.hold(line.id(), line.extendTo().get());
            } catch (SinkException e) {
                switch (e.kind()) {
                    case NOT_FOUND -> {} // somebody has removed it meanwhile
                    case CANCELLED -> throw e;
                    default -> failures.add(SinkFailure.of(sinkName, e));
                }
            }
        }
    }

    private void failed(Line line, SinkException e, List<BackupId> held, List<SinkFailure> failures)
            throws SinkException {
        switch (e.kind()) {
            case HELD -> held.add(line.id());
            case CANCELLED -> throw e;
            default -> failures.add(SinkFailure.of(sinkName, e));
        }
    }

    private void remove(Line line) throws SinkException {
        if (line.orphan().isPresent()) {
            catalog.sink().delete(line.orphan().get());
            return;
        }
        catalog.remove(line.id());
    }
}
