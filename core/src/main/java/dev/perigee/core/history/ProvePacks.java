package dev.perigee.core.history;

import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.copies.ProvedPacks;
import dev.perigee.core.copies.Verify.Depth;
import dev.perigee.core.copies.VerifyResult;
import dev.perigee.core.history.archive.Archive;
import dev.perigee.core.history.archive.Contradiction;
import dev.perigee.core.history.archive.Records;
import dev.perigee.core.history.archive.SameRows;
import dev.perigee.core.history.archive.SameTimes;
import dev.perigee.core.history.kinship.Contemporaries;
import dev.perigee.core.history.kinship.Kin;
import dev.perigee.core.history.kinship.Kinship;
import dev.perigee.core.history.kinship.SharedName;
import dev.perigee.core.history.kinship.StoredManifests;
import dev.perigee.core.history.pack.Coverage.Stretch;
import dev.perigee.core.history.pack.PackPlace;
import dev.perigee.core.history.pack.PackRecord;
import dev.perigee.core.history.plan.PointPlanner;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.outcome.SinkFailure;
import dev.perigee.core.progress.ProgressEvent;
import dev.perigee.core.sinks.Destination;
import dev.perigee.core.spool.SpoolEntry;
import dev.perigee.core.state.Environment;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.SortedSet;

/** Proves the packs behind a backup: each by itself, that none is missing between, and what a member said of all of it. */
public final class ProvePacks {

    /** Packs may be joined, or removed as too old, while they are looked at. */
    private static final int LOOKS = 3;

    private final Environment environment;
    private final String cluster;
    private final List<Destination> sinks;
    private String told = "";

    /**
     * A proof of any backup's packs.
     *
     * @param environment what it stands on
     * @param cluster the cluster's name
     * @param sinks where packs may be
     */
    public ProvePacks(Environment environment, String cluster, List<Destination> sinks) {
        this.environment = environment;
        this.cluster = cluster;
        this.sinks = List.copyOf(sinks);
    }

    /**
     * Looks at the packs from a backup to the newest of its history. Changes nothing in the sinks.
     *
     * @param base the backup
     * @param depth QUICK for records, signatures and lengths; FULL for every row; DEEP also for the newest HashKV that a member told
     * @param asked the names of the sinks to look into
     * @return a finding for each of these sinks that holds some; none if no history goes with the backup
     * @throws OperationException INTERRUPTED
     */
    public List<ProvedPacks> run(BackupId base, Depth depth, Set<String> asked) throws OperationException {
        List<ProvedPacks> proved = List.of();
        for (int look = 0; look < LOOKS; look++) {
            Archive archive = Archive.look(environment, cluster, sinks);
            warnOfStrangers(archive);
            Optional<BackupId> timeline = timeline(base, archive);
            if (timeline.isEmpty()) {
                return List.of();
            }
            proved = in(archive, new PacksBehind(base, timeline.get()), depth, asked);
            if (proved.stream().allMatch(each -> each.copy().outcome() == Outcome.OK)
                    || archive.places()
                            .equals(Archive.look(environment, cluster, sinks).places())) {
                return proved;
            }
        }
        return proved;
    }

    /** Each history is good by itself: it is none of the sinks' faults. */
    private void warnOfStrangers(Archive archive) throws OperationException {
        String said = new SharedName(archive, new Contemporaries(archive))
                .finding()
                .map(SinkFailure::text)
                .orElse("");
        if (!said.isEmpty() && !said.equals(told)) {
            environment.progress().on(new ProgressEvent.Warning(said));
        }
        told = said;
    }

    /** The history that a backup goes with: the newest of those that hold its revision, and have more. */
    private Optional<BackupId> timeline(BackupId base, Archive archive) throws OperationException {
        SortedSet<PackPlace> places = archive.places();
        Kinship kinship = new Kinship(archive, new StoredManifests(environment, cluster, sinks, List.of()));
        List<BackupId> timelines =
                places.stream().map(PackPlace::timeline).distinct().toList();
        List<BackupId> bases = new ArrayList<>(timelines);
        bases.add(base);
        PointPlanner planner = new PointPlanner(bases, places);
        for (BackupId timeline : timelines.reversed()) {
            if (planner.basesOf(timeline).contains(base) && kinship.of(timeline, base) == Kin.SAME) {
                return Optional.of(timeline);
            }
        }
        return Optional.empty();
    }

    private List<ProvedPacks> in(Archive archive, PacksBehind packs, Depth depth, Set<String> asked)
            throws OperationException {
        List<PackPlace> places = packs.of(archive.places());
        SameRows rows = new SameRows(new Stretch(packs.base().revision(), Long.MAX_VALUE - 1), places, archive::held);
        SequencedMap<String, Archive.Had<PackRecord>> told = told(archive, places, depth, asked, rows);
        List<ProvedPacks> proved = new ArrayList<>();
        for (Destination sink : archive.shelves()) {
            if (asked.contains(sink.name())) {
                new ShelfProof(environment, archive, packs, sink, Objects.requireNonNull(told.get(sink.name())))
                        .run(depth)
                        .ifPresent(proved::add);
            }
        }
        Records records = Records.of(places, told);
        List<Contradiction> contradictions =
                new ArrayList<>(records.contradicted().values());
        contradictions.addAll(new SameTimes(archive::held).of(records.had().values()));
        contradictions.addAll(rows.contradictions());
        return proved.stream().map(each -> doubted(each, contradictions)).toList();
    }

    /** What each sink tells: with the rows, one after the other, where these are looked at as well. */
    private SequencedMap<String, Archive.Had<PackRecord>> told(
            Archive archive, List<PackPlace> places, Depth depth, Set<String> asked, SameRows rows)
            throws OperationException {
        List<Destination> shown = archive.shelves().stream()
                .filter(sink -> depth != Depth.QUICK && asked.contains(sink.name()))
                .toList();
        List<Destination> others =
                archive.shelves().stream().filter(sink -> !shown.contains(sink)).toList();
        SequencedMap<String, Archive.Had<PackRecord>> told = archive.told(places, others);
        for (Destination sink : shown) {
            told.put(sink.name(), shown(archive, sink, places, rows));
        }
        return told;
    }

    private Archive.Had<PackRecord> shown(Archive archive, Destination sink, List<PackPlace> places, SameRows rows)
            throws OperationException {
        try (SpoolEntry scratch = environment.scratch()) {
            return archive.show(sink, archive.held(sink, places), scratch.file(), rows);
        } catch (IOException e) {
            throw OperationException.ofDisk(
                    "can't use the spool " + environment.state().spool(), e);
        }
    }

    /** Each sink may be good by itself: nobody knows which one is. */
    private static ProvedPacks doubted(ProvedPacks proved, List<Contradiction> contradictions) {
        VerifyResult.Copy copy = proved.copy();
        List<Contradiction> ofSink =
                contradictions.stream().filter(each -> each.isIn(copy.sink())).toList();
        boolean between = ofSink.stream().anyMatch(each -> each.sinks().size() > 1);
        Optional<String> finding = Contradiction.words(ofSink)
                .map(words -> "sink '" + copy.sink() + "': " + words
                        + (between ? "; one of these sinks is wrong, and which one can't be told here" : ""));
        return finding.map(words -> proved.with(new VerifyResult.Copy(
                        copy.sink(),
                        Outcome.DAMAGED,
                        copy.checks(),
                        copy.finding().isEmpty() ? words : words + "; " + copy.finding())))
                .orElse(proved);
    }
}
