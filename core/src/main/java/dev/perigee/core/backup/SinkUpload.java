package dev.perigee.core.backup;

import dev.perigee.api.ObjectInfo;
import dev.perigee.api.ObjectKey;
import dev.perigee.api.PutOptions;
import dev.perigee.api.SinkException;
import dev.perigee.api.StorageSink;
import dev.perigee.core.admission.Gate;
import dev.perigee.core.admission.Turn;
import dev.perigee.core.backup.BackupResult.SinkResult;
import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.catalog.Catalog;
import dev.perigee.core.catalog.Manifest;
import dev.perigee.core.catalog.Origin;
import dev.perigee.core.catalog.StoredCopy;
import dev.perigee.core.catalog.StoredObject;
import dev.perigee.core.delivery.HoldingSink;
import dev.perigee.core.encoding.NoIdentityException;
import dev.perigee.core.fleet.Fence;
import dev.perigee.core.fleet.FenceLost;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.outcome.SinkFailure;
import dev.perigee.core.progress.ProgressEvent;
import dev.perigee.core.removal.PrunePlanner;
import dev.perigee.core.removal.RemovalPlan.SinkPlan;
import dev.perigee.core.removal.RemovalResult;
import dev.perigee.core.removal.RemovalTurn;
import dev.perigee.core.removal.SinkRemover;
import dev.perigee.core.retention.Candidate;
import dev.perigee.core.retention.HoldPlan;
import dev.perigee.core.sinks.Destination;
import dev.perigee.core.sinks.Format;
import dev.perigee.core.sinks.Sinks;
import dev.perigee.core.spool.SpoiledBodyException;
import dev.perigee.core.spool.Spool;
import dev.perigee.core.spool.SpoolEntry;
import dev.perigee.core.state.Environment;
import dev.perigee.core.words.FailureWords;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Brings bodies to one sink, and lets its retention remove older ones. Used once, by one thread. */
final class SinkUpload {

    private static final int MOST_FINDINGS = 5;

    private final Environment environment;
    private final Spool spool;
    private final Destination destination;
    private final String cluster;
    private final Fence fence;
    private final Sinks sinks;
    private final List<BackupId> caughtUp = new ArrayList<>();
    private final List<BackupId> pruned = new ArrayList<>();
    private Optional<SinkFailure> afterwards = Optional.empty();
    private boolean stored;
    private boolean unpruned;

    SinkUpload(Environment environment, Spool spool, Destination destination, String cluster, Fence fence) {
        this.fence = fence;
        this.environment = environment;
        this.spool = spool;
        this.destination = destination;
        this.cluster = cluster;
        this.sinks = new Sinks(environment);
    }

    /** The fresh one first: should the sink fail again, it has the newest. */
    SinkResult run(Optional<SpoolEntry> fresh, List<SpoolEntry> older) {
        Optional<SinkFailure> failure = inTurn(fresh, older);
        failure.ifPresent(one -> report(one, fresh, older));
        return new SinkResult(
                destination.name(),
                stored,
                failure.or(() -> afterwards),
                caughtUp,
                pruned,
                failure.isEmpty() && unpruned);
    }

    /** What has waited may wait on where there is a crowd: it comes with the next run, or the next look into the spool. */
    private Optional<SinkFailure> inTurn(Optional<SpoolEntry> fresh, List<SpoolEntry> older) {
        Gate gate = environment.admission().uploads(destination.name());
        try {
            Optional<Turn> turn = fresh.isPresent() ? Optional.of(gate.enter(environment.progress())) : gate.tryEnter();
            if (turn.isEmpty()) {
                return Optional.empty();
            }
            try (Turn _ = turn.get()) {
                return sinks.ask(destination, sink -> deliver(sink, fresh, older))
                        .failure();
            }
        } catch (OperationException e) {
            return Optional.of(SinkFailure.of(destination.name(), e));
        }
    }

    private void report(SinkFailure failure, Optional<SpoolEntry> fresh, List<SpoolEntry> older) {
        SpoolEntry entry = fresh.filter(unsent -> !stored)
                .orElseGet(() -> older.isEmpty() ? fresh.orElseThrow() : older.getFirst());
        String id = entry.owed().orElseThrow().manifest().id().toString();
        environment.progress().on(new ProgressEvent.SinkFailed(destination.name(), id, failure.text()));
    }

    private boolean deliver(StorageSink sink, Optional<SpoolEntry> fresh, List<SpoolEntry> older)
            throws SinkException, OperationException {
        Catalog catalog = sinks.catalog(destination, sink, cluster);
        Set<BackupId> taken = new HashSet<>();
        boolean listed = true;
        if (fresh.isPresent()) {
            listed = store(catalog, fresh.get());
            stored = true;
            taken.add(catalog.idOf(manifest(fresh.get())));
        }
        for (SpoolEntry entry : older) {
            if (taken.add(catalog.idOf(manifest(entry)))) {
                listed &= isSound(entry) && storeOlder(catalog, entry);
            } else {
                Debts.giveUp(environment, entry, destination.name(), "a newer backup has taken its place there");
            }
        }
        if (listed && afterwards.isEmpty() && readable()) {
            prune(catalog, fresh.map(entry -> catalog.idOf(manifest(entry))).filter(id -> !isNotedAsMade(catalog, id)));
            unpruned = afterwards.isPresent();
        }
        return true;
    }

    /** What has spoiled in the spool is never sent; the others are. */
    private boolean isSound(SpoolEntry entry) throws OperationException {
        try {
            entry.prove(destination.encoding(), environment.identities());
            return true;
        } catch (SpoiledBodyException e) {
            String id = manifest(entry).id().toString();
            String text = "sink '" + destination.name() + "' never gets " + id + ": " + FailureWords.of(e);
            environment.progress().on(new ProgressEvent.SpoolDropped(id, destination.name(), text));
            afterwards = Optional.of(new SinkFailure(destination.name(), Outcome.DAMAGED, text, Optional.empty()));
            return false;
        } catch (IOException e) {
            throw OperationException.ofDisk("can't read " + entry.file(), e);
        }
    }

    private boolean storeOlder(Catalog catalog, SpoolEntry entry) throws SinkException, OperationException {
        try {
            boolean listed = store(catalog, entry);
            caughtUp.add(manifest(entry).id());
            return listed;
        } catch (FenceLost e) {
            return true; // another daemon made that one, and it was said when the debt was given up
        }
    }

    /** Body first, manifest last. Says whether the listing shows both. */
    private boolean store(Catalog listing, SpoolEntry entry) throws SinkException, OperationException {
        requireFence(entry);
        Optional<Instant> held = heldUntil(listing, manifest(entry).id());
        Catalog catalog = held.map(until -> holding(listing, until)).orElse(listing);
        SpoolEntry.Outgoing outgoing = outgoing(catalog, entry);
        Manifest manifest = outgoing.manifest();
        ObjectKey key = catalog.body(manifest);
        ObjectInfo info = catalog.sink().put(key, outgoing.body(), PutOptions.NONE);
        requireLength(key, info.length(), manifest.body().length());
        if (readable() && catalog.sink().capabilities().listIsImmediate()) {
            requireStored(catalog, key, manifest);
        }
        storeCompanions(catalog, entry);
        if (held.isPresent()) {
            holdRows(catalog, manifest, held.get());
        }
        requireFence(entry);
        catalog.publish(manifest);
        held.ifPresent(until -> listing.held(listing.idOf(manifest), until));
        boolean listed = !readable() || isListed(catalog, manifest);
        Debts.settle(entry, destination.name());
        environment
                .progress()
                .on(new ProgressEvent.SinkDone(destination.name(), manifest.id().toString()));
        return listed;
    }

    /** Where the store is to hold each backup for as long as retention keeps it: until when that is. */
    private Optional<Instant> heldUntil(Catalog catalog, BackupId id) {
        if (!catalog.sink().capabilities().holdsAsRetained()) {
            return Optional.empty();
        }
        HoldPlan plan = new HoldPlan(
                destination.retention(),
                destination.pace(cluster),
                environment.timing().clock().instant());
        Candidate fresh = new Candidate(id.toString(), id.time(), id.calendar(), Origin.MADE);
        return Optional.of(plan.ofNew(fresh).until());
    }

    /** All objects of a backup are put so. */
    private Catalog holding(Catalog catalog, Instant until) {
        return sinks.catalog(destination, new HoldingSink(until, catalog.sink()), cluster);
    }

    /** What earlier backups brought is held as long as this one is, before there is a manifest that needs it. */
    private static void holdRows(Catalog catalog, Manifest manifest, Instant until) throws SinkException {
        for (StoredObject pack : manifest.packs()) {
            if (!pack.key().equals(manifest.body().key())) {
                catalog.sink().hold(pack.key(), until);
            }
        }
    }

    /** Beside the body, before the manifest that names them. */
    private void storeCompanions(Catalog catalog, SpoolEntry entry) throws SinkException {
        Optional<StoredObject> object = manifest(entry)
                .companions()
                .filter(one -> one.companions()
                        .filter(said -> said.sinks().contains(destination.name()))
                        .isPresent());
        if (object.isPresent()) {
            ObjectKey key = object.get().key();
            ObjectInfo info = catalog.sink().put(key, entry.companions().orElseThrow(), PutOptions.NONE);
            requireLength(key, info.length(), object.get().length());
        }
    }

    /**
     * Before the body, so that none is sent in vain, and because there are layouts in which it is the backup; and before the
     * manifest. What must never be published waits no longer; a body without a manifest is swept.
     */
    private void requireFence(SpoolEntry entry) throws OperationException {
        try {
            fence.requireHeld(manifest(entry));
        } catch (FenceLost e) {
            Debts.giveUp(environment, entry, destination.name(), FailureWords.of(e));
            throw e;
        }
    }

    private SpoolEntry.Outgoing outgoing(Catalog catalog, SpoolEntry entry) throws SinkException, OperationException {
        try {
            if (destination.format() == Format.PACKS) {
                Optional<SpoolEntry.Outgoing> packed =
                        new PackedUpload(environment, destination).outgoing(catalog, entry);
                if (packed.isPresent()) {
                    return packed.get();
                }
            }
            return entry.outgoing(destination.encoding(), environment.identities());
        } catch (NoIdentityException e) {
            throw new OperationException(
                    Outcome.REFUSED,
                    "what was encrypted can't be read with the identities of this machine, so it isn't sent: "
                            + FailureWords.of(e),
                    Optional.of("'perigee config check' says which recipients no identity fits"),
                    Optional.empty());
        } catch (SinkException e) {
            throw e;
        } catch (IOException e) {
            throw OperationException.ofDisk("can't encode " + entry.file(), e);
        }
    }

    /** Before the manifest makes it a backup. A listing that fails says nothing against the body. */
    private void requireStored(Catalog catalog, ObjectKey key, Manifest manifest) throws SinkException {
        Optional<ObjectInfo> stored;
        try {
            stored = catalog.find(key);
        } catch (SinkException e) {
            return; // told afterwards, by the look at both
        }
        if (stored.isEmpty()) {
            throw damaged(key, "the put of " + manifest.id() + " succeeded, but the listing doesn't show it");
        }
        requireLength(key, stored.get().length(), manifest.body().length());
    }

    /** A put that isn't believed: the listing must show it. A listing that fails is a failure after the fact. */
    private boolean isListed(Catalog catalog, Manifest manifest) throws SinkException {
        ObjectKey key = catalog.body(manifest);
        Optional<ObjectInfo> body;
        Optional<ObjectInfo> record;
        try {
            body = catalog.find(key);
            record = catalog.find(catalog.record(catalog.idOf(manifest)));
        } catch (SinkException e) {
            afterwards = Optional.of(SinkFailure.of(destination.name(), e));
            return false;
        }
        if (record.isEmpty() && isSuperseded(catalog, manifest)) {
            return true;
        }
        if (body.isPresent() && record.isPresent()) {
            requireLength(key, body.get().length(), manifest.body().length());
            requirePacks(catalog, manifest);
            catalog.listed(manifest, record.get());
            return true;
        }
        if (catalog.sink().capabilities().listIsImmediate()) {
            throw damaged(key, "the put of " + manifest.id() + " succeeded, but the listing doesn't show it");
        }
        return false;
    }

    /** What this backup builds on may have been removed by hand meanwhile: then nobody must think that it is one. */
    private void requirePacks(Catalog catalog, Manifest manifest) throws SinkException {
        Optional<String> lack = PackedUpload.lack(catalog, manifest);
        if (lack.isPresent()) {
            throw damaged(
                    catalog.body(manifest),
                    manifest.id() + " builds on " + lack.get() + ", which isn't there as it was");
        }
    }

    /** Gone by another's retention, which knew of enough newer ones: it was stored, and isn't missing. */
    private boolean isSuperseded(Catalog catalog, Manifest manifest) throws SinkException {
        Instant now = environment.timing().clock().instant();
        List<BackupId> listed =
                catalog.copies(now).glance().stream().map(StoredCopy::id).toList();
        return PrunePlanner.supersede(listed, catalog.idOf(manifest), destination.retention());
    }

    private void requireLength(ObjectKey key, long found, long expected) throws SinkException {
        if (found != expected) {
            throw damaged(key, key + " has " + found + " bytes after the put of " + expected);
        }
    }

    private SinkException damaged(ObjectKey key, String what) {
        return new SinkException(SinkException.Kind.DAMAGED, key, "sink '" + destination.name() + "': " + what);
    }

    /**
     * The newest that was made here is kept anyway. To keep an older one of several that end together, too, would leave one
     * more than the rule says.
     */
    private static boolean isNotedAsMade(Catalog catalog, BackupId id) {
        return catalog.known(id).origin() == Origin.MADE;
    }

    private void prune(Catalog catalog, Optional<BackupId> justMade) throws SinkException {
        SinkRemover removing = new SinkRemover(destination.name(), catalog, environment);
        try (RemovalTurn _ = RemovalTurn.of(environment, cluster, List.of(destination))) {
            Instant now = environment.timing().clock().instant();
            SinkPlan plan = removing.plan(catalog.copies(now), destination, justMade, spool.spooled(), false, now);
            tell(plan);
            RemovalResult.SinkRemoval removal = removing.execute(plan);
            pruned.addAll(removal.removed());
            afterwards = removal.failures().stream().findFirst();
        } catch (SinkException e) {
            afterwards = Optional.of(SinkFailure.of(destination.name(), e));
        } catch (OperationException e) {
            afterwards = Optional.of(SinkFailure.of(destination.name(), e));
        } catch (IOException e) {
            OperationException failure = OperationException.ofDisk("can't read the spool", e);
            afterwards = Optional.of(SinkFailure.of(destination.name(), failure));
        }
    }

    /** What isn't whole is said at every run; that one etcd cluster took another's place, once. */
    private void tell(SinkPlan plan) {
        plan.findings().stream().limit(MOST_FINDINGS).forEach(this::warn);
        if (plan.findings().size() > MOST_FINDINGS) {
            warn("sink '" + destination.name() + "': " + (plan.findings().size() - MOST_FINDINGS)
                    + " more count for nothing; 'perigee snapshot list' names them");
        }
        plan.replacement()
                .filter(one -> environment.state().known().isFirst(cluster, destination.name() + "-" + one.change()))
                .ifPresent(one -> warn(one.text()));
    }

    private void warn(String text) {
        environment.progress().on(new ProgressEvent.Warning(text));
    }

    private boolean readable() {
        return destination.access() == Destination.Access.FULL;
    }

    private static Manifest manifest(SpoolEntry entry) {
        return entry.owed().orElseThrow().manifest();
    }
}
