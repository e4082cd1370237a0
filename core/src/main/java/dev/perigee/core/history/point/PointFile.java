package dev.perigee.core.history.point;

import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.history.archive.Archive;
import dev.perigee.core.history.kinship.OtherStore;
import dev.perigee.core.history.pack.DamagedPackException;
import dev.perigee.core.history.pack.PackId;
import dev.perigee.core.history.pack.PackRecord.LeaseTime;
import dev.perigee.core.history.pack.PackRecord.Seal;
import dev.perigee.core.history.pack.PackRows;
import dev.perigee.core.history.plan.PointPlan;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.words.FailureWords;
import dev.perigee.etcd.format.bbolt.write.BboltWriter;
import dev.perigee.etcd.format.bbolt.write.BucketChange;
import dev.perigee.etcd.format.bbolt.write.BucketContent;
import dev.perigee.etcd.format.bbolt.write.EditedCopy;
import dev.perigee.etcd.format.bbolt.write.ProvenFile;
import dev.perigee.etcd.format.bbolt.write.Rebuild;
import dev.perigee.etcd.format.mvcc.Revision;
import dev.perigee.etcd.format.mvcc.RowBytes;
import dev.perigee.etcd.format.snapshot.Checks;
import dev.perigee.etcd.format.snapshot.DamagedSnapshotException;
import dev.perigee.etcd.format.snapshot.HashKv;
import dev.perigee.etcd.format.snapshot.Progress;
import dev.perigee.etcd.format.snapshot.Snapshot;
import dev.perigee.etcd.format.snapshot.SnapshotFacts;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Writes the database of a store at one revision: a backup's, with rows behind its last one, or without its last ones. No server is
 * needed. It is a database without a digest at its end, as the one in a data directory: what a digest taken here and asked for a moment
 * later tells of these bytes is told by the copies of whoever takes them.
 */
public final class PointFile {

    private static final String KEY = "key";
    private static final String LEASE = "lease";

    private final Path base;
    private final BackupId named;
    private final Asked asked;

    /**
     * A file to be.
     *
     * @param base the backup's body, plain, in a scratch file of ours
     * @param named the backup's id
     * @param asked in what terms another point is advised
     */
    public PointFile(Path base, BackupId named, Asked asked) {
        this.base = base;
        this.named = named;
        this.asked = asked;
    }

    /**
     * What was written.
     *
     * @param leasesUnknown how many leases its keys hang on of which nobody knows how long they live: those keys stay for good
     * @param unrecorded what the backup holds that packs before its end lack; empty if nothing
     */
    public record Written(int leasesUnknown, Optional<String> unrecorded) {}

    /**
     * Puts the rows of packs behind the backup's own, in its file. Rows that it has are passed over; a hole, or a row that contradicts
     * it, ends the work. If a member said what it held at a revision in between, the file is held against that.
     *
     * @param plan which revision
     * @param packs the plan's packs, in order, each of whose rows was looked at
     * @param evidence what the backup is held against besides
     * @return what was written
     * @throws OperationException DAMAGED if it isn't what was recorded, as a {@link DamagedBase} if the backup isn't what it must be, or
     *     an {@link OtherStore} if it isn't of this history; the file is worthless then
     * @throws IOException if it can't be written
     */
    public Written extend(PointPlan.FromPacks plan, List<Archive.Fetched> packs, SameStore.Evidence evidence)
            throws OperationException, IOException {
        try {
            BaseEnd end = end(plan.base().revision());
            Optional<String> unrecorded =
                    plan.isToBeCompared() ? compare(end, plan, packs, evidence).unrecorded() : Optional.empty();
            Set<Long> leases = leases(packs, end.revision(), plan.revision());
            Written written = new Written(extend(end, plan, packs, leases), unrecorded);
            requireSealed(packs, plan.revision(), end.compacted());
            return written;
        } catch (DamagedPackException e) {
            throw damaged("a pack behind " + named + " " + FailureWords.of(e));
        } catch (DamagedSnapshotException e) {
            throw DamagedBase.of(named, e);
        }
    }

    /**
     * Holds a backup that is taken as it is against the history that it was taken during.
     *
     * @param plan which revision
     * @param packs one that holds it; none if none can be had
     * @param evidence what it is held against besides
     * @return what came of that
     * @throws OperationException as {@link #extend}
     * @throws IOException if it can't be read
     */
    SameStore compare(PointPlan.FromPacks plan, List<Archive.Fetched> packs, SameStore.Evidence evidence)
            throws OperationException, IOException {
        try {
            return compare(end(plan.base().revision()), plan, packs, evidence);
        } catch (DamagedPackException e) {
            throw damaged("a pack behind " + named + " " + FailureWords.of(e));
        } catch (DamagedSnapshotException e) {
            throw DamagedBase.of(named, e);
        }
    }

    private SameStore compare(
            BaseEnd end, PointPlan.FromPacks plan, List<Archive.Fetched> packs, SameStore.Evidence evidence)
            throws OperationException, IOException {
        SameStore same = new SameStore(plan.timeline(), named, end);
        if (!packs.isEmpty()) {
            same.requireRows(packs);
        }
        same.requireRecords(evidence.earlier(end.compacted(), end.revision()), evidence);
        if (evidence.isDoubted()) {
            same.requireEnough();
        }
        return same;
    }

    /** What can't be read, or is of another revision, is looked at as a whole, which tells why. */
    private BaseEnd end(long revision) throws OperationException, IOException {
        try {
            BaseEnd end = BaseEnd.read(base, revision);
            if (end.revision() != revision) {
                proven(revision);
            }
            return end;
        } catch (IOException e) {
            proven(revision);
            throw e;
        }
    }

    /**
     * The backup without its rows of later revisions.
     *
     * @param plan which revision
     * @param before the last revision before it that can be restored otherwise; empty if none can
     * @param target must not exist yet
     * @throws OperationException a {@link GoneRevision} if the backup was compacted beyond it; {@link DamagedBase}
     * @throws IOException if it can't be written
     */
    public void limit(PointPlan.FromLater plan, Optional<Long> before, Path target)
            throws OperationException, IOException {
        try {
            SnapshotFacts facts = proven(plan.base().revision());
            long compacted = compacted(facts);
            if (plan.revision() < compacted) {
                throw new GoneRevision(
                        named,
                        "revision " + plan.revision() + " is gone: " + named + ", the first backup after it, was"
                                + " compacted at revision " + compacted + ", and no history goes there",
                        before.map(last -> "'--rev " + last + "' is the nearest before it, ")
                                        .orElse("")
                                + "'--rev " + compacted + "' is the oldest that it holds");
            }
            byte[] end = new Revision(plan.revision() + 1, 0).toBytes();
            try (ProvenFile source = ProvenFile.open(base, facts.pageSize())) {
                Rebuild.write(
                        source,
                        target,
                        List.of(new BucketChange.Limit(KEY, end)),
                        facts.pageSize(),
                        BboltWriter.DEFAULT_FILL);
            }
        } catch (DamagedSnapshotException e) {
            throw DamagedBase.of(named, e);
        }
    }

    private static long compacted(SnapshotFacts facts) {
        return Math.max(facts.compactRevision(), facts.scheduledCompactRevision());
    }

    private OperationException damaged(String what) {
        return new OperationException(
                Outcome.DAMAGED,
                what,
                Optional.of("'perigee snapshot verify' says which stored copies are good"),
                Optional.empty());
    }

    private SnapshotFacts proven(long revision) throws OperationException, IOException {
        try (Snapshot snapshot = Snapshot.open(base)) {
            SnapshotFacts facts = snapshot.check(Checks.STATUS, Progress.NONE).facts();
            if (facts.currentRevision() != revision) {
                throw new DamagedBase(
                        named,
                        named + " holds revision " + facts.currentRevision() + ": it isn't the backup of that id");
            }
            return facts;
        }
    }

    private int extend(BaseEnd end, PointPlan.FromPacks plan, List<Archive.Fetched> packs, Set<Long> leases)
            throws IOException {
        try (ProvenFile source = ProvenFile.open(base, end.pageSize())) {
            BucketContent records = source.content(LEASE);
            int unknown = addLeases(records, leases, packs);
            BboltWriter.Filling more = entries -> each(
                    packs,
                    end.revision(),
                    plan.revision(),
                    row -> entries.put(MemorySegment.ofArray(row.key()), MemorySegment.ofArray(row.value())));
            EditedCopy.inPlace(
                    source, List.of(new BucketChange.Extend(KEY, more), new BucketChange.Replace(LEASE, records)));
            return unknown;
        }
    }

    /** A pack that is only used in part is read for it. */
    private static Set<Long> leases(List<Archive.Fetched> packs, long after, long last) throws IOException {
        Set<Long> leases = new HashSet<>();
        for (Archive.Fetched pack : packs) {
            PackId id = pack.record().place().pack();
            if (id.first() > after && id.last() <= last) {
                leases.addAll(pack.leases());
            } else {
                each(
                        List.of(pack),
                        Math.max(after, id.first() - 1),
                        Math.min(last, id.last()),
                        row -> leases.add(row.lease()));
            }
        }
        leases.remove(0L);
        return leases;
    }

    /** Gives each lease that rows name a record, with the time that was learnt last; says of how many none is known. */
    private static int addLeases(BucketContent records, Set<Long> leases, List<Archive.Fetched> packs) {
        Map<Long, Long> seconds = new HashMap<>();
        packs.forEach(pack -> {
            for (LeaseTime lease : pack.record().leases()) {
                seconds.put(lease.id(), lease.seconds());
            }
        });
        int unknown = 0;
        for (long lease : leases) {
            byte[] key = ByteBuffer.allocate(Long.BYTES).putLong(lease).array();
            if (records.holds(key)) {
                continue;
            }
            if (seconds.containsKey(lease)) {
                records.put(key, RowBytes.lease(lease, seconds.get(lease)));
            } else {
                unknown++;
            }
        }
        return unknown;
    }

    /** Rows above one revision, up to another, each revision once, without a hole. */
    static void each(List<Archive.Fetched> packs, long after, long last, PackRows.Visitor visitor) throws IOException {
        long done = after;
        for (Archive.Fetched pack : packs) {
            PackId id = pack.record().place().pack();
            if (done >= last) {
                break;
            }
            if (id.last() <= done) {
                continue;
            }
            if (id.first() > done + 1) {
                throw new DamagedPackException("begins at revision " + id.first() + ", behind revision " + done);
            }
            long above = done;
            PackRows.readAgain(pack.file(), id, pack.record().rows(), row -> {
                long main = row.revision().main();
                if (main > above && main <= last) {
                    visitor.row(row);
                }
            });
            done = id.last();
        }
        if (done < last) {
            throw new DamagedPackException("ends at revision " + done + ", before " + last);
        }
    }

    /** What a member said of the newest revision that both have must be what the file gives. */
    private void requireSealed(List<Archive.Fetched> packs, long revision, long compacted)
            throws OperationException, IOException {
        Optional<Seal> seal = packs.reversed().stream()
                .flatMap(pack -> pack.record().seal().stream())
                .filter(Seal::isComparable)
                .filter(said -> said.revision() <= revision && said.compacted() >= compacted)
                .findFirst();
        if (seal.isEmpty()) {
            return;
        }
        try (Snapshot snapshot = Snapshot.open(base)) {
            HashKv own =
                    snapshot.hashKvCompactedAt(seal.get().revision(), seal.get().compacted(), Progress.NONE);
            if (own.hash() != seal.get().hashKv()) {
                throw new OtherThanSealedException(
                        "the history behind " + named + " isn't what the cluster held: at revision "
                                + seal.get().revision() + " its HashKV is " + own.hash() + " where a member said "
                                + seal.get().hashKv(),
                        before(packs, seal.get()));
            }
        }
    }

    /** Where a member was asked before: at the last revision of a pack. */
    private Optional<String> before(List<Archive.Fetched> packs, Seal seal) {
        return packs.reversed().stream()
                .map(Archive.Fetched::record)
                .filter(record -> record.seal().filter(Seal::isComparable).isPresent()
                        && record.place().pack().last() < seal.revision())
                .findFirst()
                .map(record -> asked.option(record.place().pack().last(), record.until())
                        + " is held against what a member said before that");
    }
}
