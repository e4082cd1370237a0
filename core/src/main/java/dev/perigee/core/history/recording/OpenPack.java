package dev.perigee.core.history.recording;

import dev.perigee.core.disk.DurableFile;
import dev.perigee.core.history.pack.PackId;
import dev.perigee.core.history.pack.PackRecord.Moment;
import dev.perigee.core.history.pack.PackRows;
import dev.perigee.core.history.pack.RepeatedTimes;
import dev.perigee.core.history.spool.Tail;
import dev.perigee.etcd.format.mvcc.RowBytes;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The pack that is being recorded: its rows go to the disk as they come, and to nowhere else. Used by one thread. */
final class OpenPack implements AutoCloseable {

    private static final int BUFFER = 1 << 16;
    private static final Duration FINEST = Duration.ofSeconds(1);

    private final Path file;
    private final FileOutputStream disk;
    private final DataOutputStream out;
    private final List<Moment> moments = new ArrayList<>();
    private final Set<Long> leases = new LinkedHashSet<>();
    private final RevisionDigests digests = new RevisionDigests();
    private final Instant begun;
    private long first;
    private long rows;
    private long bytes;
    private boolean whole = true;

    private OpenPack(Path file, FileOutputStream disk, Instant begun) throws IOException {
        this.file = file;
        this.disk = disk;
        this.begun = begun;
        this.out = new DataOutputStream(new BufferedOutputStream(disk, BUFFER));
        PackRows.begin(out);
    }

    /** Begins a pack in the place of one that nobody closed: no interrupt closes the file, as it would a channel. */
    static OpenPack begin(Path file, Instant now) throws IOException {
        DurableFile.create(file).close();
        FileOutputStream disk = new FileOutputStream(file.toFile());
        try {
            return new OpenPack(file, disk, now);
        } catch (IOException e) {
            disk.close();
            throw e;
        }
    }

    /** Adds rows that had been seen by a time, which is no earlier than that of those before. */
    void add(RevisionLog.Step.Rows step, Instant seen) throws IOException {
        whole = false; // until all of it is written
        for (RowBytes row : step.rows()) {
            if (rows == 0) {
                first = row.revision().main();
            }
            PackRows.write(out, row);
            digests.add(row);
            rows++;
            bytes += row.key().length + row.value().length;
            if (row.lease() != 0) {
                leases.add(row.lease());
            }
        }
        if (rows > 0 && step.complete() >= first) {
            note(step.complete(), seen);
        }
        whole = true;
    }

    /** One moment a second. */
    private void note(long revision, Instant time) {
        if (!moments.isEmpty() && moments.getLast().revision() == revision) {
            return;
        }
        if (moments.size() > 1
                && Duration.between(moments.get(moments.size() - 2).time(), time)
                                .compareTo(FINEST)
                        < 0) {
            moments.removeLast();
        }
        moments.add(new Moment(revision, time));
    }

    boolean isEmpty() {
        return rows == 0;
    }

    long bytes() {
        return bytes;
    }

    Instant begun() {
        return begun;
    }

    /** What is in it. */
    record Content(
            Path file,
            PackId id,
            long rows,
            List<Moment> moments,
            RepeatedTimes repeated,
            Set<Long> leases,
            Tail tail) {}

    /** Brings it to the disk, with the times that came twice until now. Only between revisions. */
    Content finish(int nonce, RepeatedTimes repeated) throws IOException {
        whole = false; // on a full disk some of it is written, and would be twice
        out.flush();
        disk.getFD().sync();
        disk.close();
        return new Content(
                file,
                new PackId(first, moments.getLast().revision(), nonce),
                rows,
                List.copyOf(moments),
                repeated,
                Set.copyOf(leases),
                digests.tail());
    }

    /** Whether it can be finished: all that was added has come through, and nobody has tried yet. */
    boolean isWhole() {
        return whole;
    }

    /** Throws it away, unless it was finished. */
    @Override
    public void close() throws IOException {
        if (disk.getFD().valid()) {
            disk.close();
            Files.deleteIfExists(file);
        }
    }
}
