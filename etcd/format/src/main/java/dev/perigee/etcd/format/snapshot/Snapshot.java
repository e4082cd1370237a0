package dev.perigee.etcd.format.snapshot;

import dev.perigee.etcd.format.bbolt.BucketName;
import dev.perigee.etcd.format.bbolt.EntryVisitor;
import dev.perigee.etcd.format.bbolt.Findings;
import dev.perigee.etcd.format.bbolt.write.PageCopy;
import dev.perigee.etcd.format.mvcc.Row;
import dev.perigee.etcd.format.mvcc.RowReader;
import dev.perigee.etcd.format.mvcc.RowVisitor;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;

/**
 * An etcd database file on local disk: a snapshot as etcd sent it, or a copy of a member's {@code member/snap/db}.
 *
 * <p>Only ever read. Every byte is taken for hostile: damage is a {@link DamagedSnapshotException}, whatever the file
 * holds; so is a file cut while it is being read. Memory doesn't grow with the file, but for the bound documented at
 * {@link #check(Checks, Progress)}. Interrupting the thread that calls ends the call with an {@link java.io.InterruptedIOException}; the
 * snapshot is then closed. Not safe for many threads at once.
 */
public final class Snapshot implements Closeable {

    private final SnapshotFile file;

    private Snapshot(SnapshotFile file) {
        this.file = file;
    }

    /**
     * Opens a file: finds its page size and its newest valid meta page. Cheap; proves nothing yet.
     *
     * @param path the file
     * @return the snapshot; close it
     * @throws java.nio.file.NoSuchFileException if there is no such file
     * @throws java.nio.file.FileSystemException if it is a directory, a device or a pipe
     * @throws DamagedSnapshotException if it is no bbolt database, is empty, or is cut
     * @throws IOException if it can't be read
     */
    public static Snapshot open(Path path) throws IOException {
        return new Snapshot(SnapshotFile.open(path));
    }

    /**
     * Proves the snapshot: every page reached once or free, every key in order, every row readable; and what else was
     * asked for. Two threads work where the digest is asked for.
     *
     * <p>Memory: off the heap, 16 bytes a row (24 with HashKV) up to 64 MiB, beyond that a temporary file in {@code
     * java.io.tmpdir}; the longest single page, at most 512 MiB; on the heap, some 10 MiB, a bit for each page and row.
     *
     * @param checks what else to do
     * @param progress is told of it
     * @return the proof
     * @throws DamagedSnapshotException with all that was found
     * @throws RevisionNotHeldException if HashKV was asked for at a revision that isn't there
     * @throws IOException if the file can't be read
     */
    public SnapshotProof check(Checks checks, Progress progress) throws IOException {
        return check(checks, progress, facts -> {});
    }

    /**
     * Proves the snapshot as {@link #check(Checks, Progress)} does, and does something as soon as it is known to be sound.
     *
     * @param checks what else to do
     * @param progress is told of it
     * @param whenSound is done on this thread while the digest is still being taken
     * @return the proof
     * @throws DamagedSnapshotException with all that was found
     * @throws RevisionNotHeldException if HashKV was asked for at a revision that isn't there
     * @throws IOException if the file can't be read, or from {@code whenSound}
     */
    public SnapshotProof check(Checks checks, Progress progress, WhenSound whenSound) throws IOException {
        return new ProofRun(file, checks, progress, new SecureRandom(), whenSound).run();
    }

    /**
     * Proves the snapshot as {@link #check(Checks, Progress)} does, and copies its pages meanwhile. The digest is taken over what was
     * copied, read again; where there is none, every copied page is compared with the snapshot's. So what is proven of the
     * snapshot holds for the copy. It is on the disk when this returns, but nobody can open it: {@link
     * dev.perigee.etcd.format.bbolt.write.EditedCopy#complete} gives it its meta pages.
     *
     * @param copy must not exist yet; worthless if this throws, or the proof says that the digest is wrong
     * @param checks what else to do
     * @param progress is told of it
     * @return the proof
     * @throws DamagedSnapshotException with all that was found
     * @throws RevisionNotHeldException if HashKV was asked for at a revision that isn't there
     * @throws IOException if the file can't be read, or the copy not written, or reads back wrong
     */
    public SnapshotProof checkWhileCopying(Path copy, Checks checks, Progress progress) throws IOException {
        try (PageCopy pages = PageCopy.create(file.channel(), file.meta(), copy)) {
            return new ProofRun(file, checks, progress, new SecureRandom(), facts -> {}).runWhileCopying(pages);
        }
    }

    /**
     * Compares the file's SHA-256 with its trailer. Looks at nothing else.
     *
     * @param progress is told of it
     * @return the verdict
     * @throws IOException if the file can't be read
     */
    public Trailer trailer(Progress progress) throws IOException {
        Meter meter = new Meter(progress, file.length());
        try {
            Trailer verdict = new TrailerCheck(file, file.channel()::read, meter, () -> false).verdict();
            meter.finish();
            return verdict;
        } catch (ClosedByInterruptException e) {
            throw file.interrupted(e);
        }
    }

    /**
     * Computes HashKV, checking the key bucket on the way and nothing else.
     *
     * @param revision the revision, 0 for the current one
     * @param progress is told of it
     * @return the hash
     * @throws DamagedSnapshotException with all that was found
     * @throws RevisionNotHeldException if the revision isn't there
     * @throws IOException if the file can't be read
     */
    public HashKv hashKv(long revision, Progress progress) throws IOException {
        return HashKvRun.alone(file, revision, OptionalLong.empty(), progress, new SecureRandom());
    }

    /**
     * Computes HashKV as it would be had the store been compacted since the snapshot was taken: a compaction leaves out rows,
     * and which ones the snapshot tells. So it can be compared with a member that went on.
     *
     * @param revision the revision, 0 for the current one
     * @param compactRevision up to where the store is taken to be compacted; what the snapshot's own is, where that is more
     * @param progress is told of it
     * @return the hash
     * @throws DamagedSnapshotException with all that was found
     * @throws RevisionNotHeldException if the revision isn't there, or is below the compact revision
     * @throws IOException if the file can't be read
     */
    public HashKv hashKvCompactedAt(long revision, long compactRevision, Progress progress) throws IOException {
        return HashKvRun.alone(file, revision, OptionalLong.of(compactRevision), progress, new SecureRandom());
    }

    /**
     * Shows every row of the key bucket in ascending order of revision, checking the bucket on the way.
     *
     * @param visitor is shown the rows
     * @param progress is told of it
     * @throws DamagedSnapshotException at the end, if anything was found: rows may then have been left out
     * @throws IOException if the file can't be read, or from the visitor
     */
    public void rows(RowVisitor visitor, Progress progress) throws IOException {
        Findings findings = new Findings();
        Meter meter = new Meter(progress, file.length());
        HashKvRun.rows(file, visitor, findings, meter);
        file.requireSound(findings, Optional.empty());
        meter.finish();
    }

    /**
     * The revision that the store stands at. Cheap, and proves nothing: of the key bucket only the last leaf is read, and
     * what leads to it.
     *
     * @return the newest row's, or the compact revision where that is more; 1 or more
     * @throws DamagedSnapshotException if what was read is damaged
     * @throws IOException if the file can't be read
     */
    public long currentRevision() throws IOException {
        Findings findings = new Findings();
        SmallBuckets small = new SmallBuckets(findings);
        AtomicLong newest = new AtomicLong();
        RowReader rows = new RowReader(findings, row -> newest.set(row.main()));
        file.walkOnly(BucketName.of("meta")::equals, name -> small.reader("meta"), findings);
        file.walk(walk -> walk.lastLeaf(BucketName.of("key"), rows), findings);
        file.requireSound(findings, Optional.empty());
        return small.currentRevision(newest.get());
    }

    /**
     * Where a row's value lies, to be read again later.
     *
     * @param row while it is shown
     * @return what {@link #bytes} takes; empty for a row of an inline bucket
     */
    public OptionalLong valuePosition(Row row) {
        return row.valuePosition(file.meta().pageSize());
    }

    /**
     * Reads some bytes of the file.
     *
     * @param position of the first one
     * @param length how many, all of them within the file
     * @return the bytes
     * @throws IOException if it can't be read, or was cut or changed since it was opened
     */
    public byte[] bytes(long position, int length) throws IOException {
        return file.bytes(position, length);
    }

    /**
     * Holds that the file is as it was when it was opened, as far as its length and time tell.
     *
     * @throws IOException if it isn't
     */
    public void requireUnchanged() throws IOException {
        file.requireUnchanged();
    }

    /**
     * The cluster's members. Reads only their bucket.
     *
     * @return in the order of the file
     * @throws DamagedSnapshotException if the bucket is damaged
     * @throws IOException if the file can't be read
     */
    public List<Member> members() throws IOException {
        Findings findings = new Findings();
        SmallBuckets small = new SmallBuckets(findings);
        file.walkOnly(BucketName.of("members")::equals, name -> small.reader("members"), findings);
        file.requireSound(findings, Optional.empty());
        return List.copyOf(small.members);
    }

    /**
     * The leases. Reads only their bucket.
     *
     * @return in the order of the file: ascending by id
     * @throws DamagedSnapshotException if the bucket is damaged
     * @throws IOException if the file can't be read
     */
    public List<Lease> leases() throws IOException {
        Findings findings = new Findings();
        SmallBuckets small = new SmallBuckets(findings);
        List<Lease> leases = new ArrayList<>();
        file.walkOnly(
                BucketName.of("lease")::equals,
                name -> entry -> small.readLease(entry).ifPresent(leases::add),
                findings);
        file.requireSound(findings, Optional.empty());
        return List.copyOf(leases);
    }

    /**
     * The names of the buckets. Reads only the root.
     *
     * @return in the order of the file
     * @throws DamagedSnapshotException if the root is damaged
     * @throws IOException if the file can't be read
     */
    public List<String> buckets() throws IOException {
        Findings findings = new Findings();
        List<String> names = new ArrayList<>();
        file.walkOnly(
                name -> {
                    names.add(name.toString());
                    return false;
                },
                name -> EntryVisitor.none(),
                findings);
        file.requireSound(findings, Optional.empty());
        return names;
    }

    /**
     * The file.
     *
     * @return as it was given
     */
    public Path path() {
        return file.path();
    }

    /**
     * The size of its pages.
     *
     * @return in bytes, a power of two
     */
    public int pageSize() {
        return file.meta().pageSize();
    }

    /**
     * The length of the database in the file: without digest and slack.
     *
     * @return in bytes
     */
    public long totalSize() {
        return file.totalSize();
    }

    @Override
    public void close() throws IOException {
        file.channel().close();
    }
}
