package dev.perigee.core.engine;

import dev.perigee.api.ObjectInfo;
import dev.perigee.api.ObjectKey;
import dev.perigee.core.catalog.Origin;
import dev.perigee.core.catalog.SnapshotId;
import dev.perigee.core.catalog.Standing;
import dev.perigee.core.catalog.StoredCopy;
import dev.perigee.core.copies.Listing;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.outcome.SinkFailure;
import dev.perigee.core.retention.Candidate;
import dev.perigee.core.retention.Retention;
import dev.perigee.core.retention.RetentionRules;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/** A sink that keeps backups by its rules, fails as chance has it, and is owed what it couldn't take. */
final class SimulatedSink {

    /** How it fails. */
    enum Fault {
        NONE,
        /** Nobody answers. */
        AWAY,
        /** It can be listed, and takes nothing: it is full, or its key may only read. */
        FULL
    }

    private final String name;
    private final RetentionRules rules;
    private final KeptPromise promise;
    private final TreeMap<Instant, SnapshotId> held = new TreeMap<>();
    private final SortedSet<Instant> readBack = new TreeSet<>();
    private final Deque<SnapshotId> owed = new ArrayDeque<>();
    private Fault fault = Fault.NONE;
    private Instant mended = Instant.MIN;
    private Optional<Listing> lastLook = Optional.empty();

    SimulatedSink(String name, RetentionRules rules) {
        this.name = name;
        this.rules = rules;
        this.promise = new KeptPromise(rules);
    }

    String name() {
        return name;
    }

    Fault fault() {
        return fault;
    }

    int owed() {
        return owed.size();
    }

    Optional<Instant> newest() {
        return held.isEmpty() ? Optional.empty() : Optional.of(held.lastKey());
    }

    /** From minutes to two days. */
    void live(Instant now, RandomGenerator chance) {
        if (fault != Fault.NONE && !now.isBefore(mended)) {
            fault = Fault.NONE;
        }
        if (fault == Fault.NONE && chance.nextInt(4000) == 0) {
            fault = chance.nextBoolean() ? Fault.AWAY : Fault.FULL;
            mended = now.plusSeconds(300L * (1 + chance.nextInt(chance.nextBoolean() ? 12 : 576)));
        }
    }

    void owe(SnapshotId backup) {
        owed.addFirst(backup);
    }

    /** The newest first; then retention. Says what is wrong with what stays then. */
    Optional<String> payAndPrune(Instant now) {
        if (fault != Fault.NONE || owed.isEmpty()) {
            return Optional.empty();
        }
        for (SnapshotId backup : owed) {
            held.put(backup.time(), backup);
            promise.stored(backup.time());
        }
        owed.clear();
        lastLook = Optional.empty();
        Retention.plan(candidates(), rules, Optional.empty(), now).removed().forEach(gone -> held.remove(gone.time()));
        return promise.brokenBy(held.navigableKeySet()).map(what -> name + " at " + now + ": " + what);
    }

    /** The newest copy is fetched and proven. */
    void prove() {
        if (fault != Fault.AWAY && !held.isEmpty()) {
            readBack.add(held.lastKey());
            promise.readBack(held.lastKey());
        }
    }

    private List<Candidate> candidates() {
        List<Candidate> candidates = new ArrayList<>();
        held.forEach((time, id) -> {
            Candidate plain = new Candidate(id.toString(), time, Origin.MADE);
            candidates.add(new Candidate(
                    plain.id(), time, plain.calendar(), Origin.MADE, readBack.contains(time), Optional.empty(), ""));
        });
        return candidates;
    }

    /** As the engine's look at it would find it. */
    Listing listing() {
        if (fault == Fault.AWAY) {
            return new Listing(
                    List.of(), List.of(SinkFailure.of(name, Outcome.CONNECTION, "nobody answers")), Map.of());
        }
        Listing listing = lastLook.orElseGet(this::look);
        lastLook = Optional.of(listing);
        return listing;
    }

    private Listing look() {
        List<Listing.Row> rows = held.descendingMap().values().stream()
                .map(id -> new Listing.Row(id, List.of(new Listing.Held(name, copy(id)))))
                .toList();
        return new Listing(
                rows,
                List.of(),
                rows.isEmpty() ? Map.of() : Map.of(name, rows.getFirst().id()));
    }

    private static StoredCopy copy(SnapshotId id) {
        ObjectInfo info = new ObjectInfo(new ObjectKey(id.toString()), 4128, id.time());
        return new StoredCopy(
                id, info, Optional.of(info), Optional.empty(), new Standing.Whole(Origin.MADE), Optional.empty());
    }
}
