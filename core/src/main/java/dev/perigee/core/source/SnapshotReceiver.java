package dev.perigee.core.source;

import dev.perigee.api.Sha256;
import dev.perigee.core.disk.DurableFile;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.progress.ProgressEvent;
import dev.perigee.core.progress.ProgressListener;
import dev.perigee.core.source.SnapshotRejected.Check;
import dev.perigee.etcd.client.EtcdException;
import dev.perigee.etcd.client.SnapshotBlob;
import dev.perigee.etcd.format.snapshot.Trailer;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** Drains a snapshot stream to a file, and says whether all of it came. */
final class SnapshotReceiver {

    private final String sender;
    private final Space space;
    private final InstantSource clock;
    private final ProgressListener progress;
    private final StreamDigest digest = new StreamDigest();
    private Optional<Start> start = Optional.empty();

    /** What the first blob says. */
    private record Start(Instant time, long announced) {}

    /** What came. */
    record Received(Instant firstBlob, long length, Sha256 sha256) {}

    /** Gives blob by blob; empty at the end. */
    @FunctionalInterface
    interface Blobs {
        Optional<SnapshotBlob> next() throws EtcdException;
    }

    /** Refuses what the disk can't take. */
    interface Space {
        void require(long bytes) throws OperationException;

        /** So many more are on the disk. */
        void taken(long bytes);
    }

    SnapshotReceiver(String sender, Space space, InstantSource clock, ProgressListener progress) {
        this.sender = sender;
        this.space = space;
        this.clock = clock;
        this.progress = progress;
    }

    /** Writes the file, and leaves it to the caller to bring it to the disk. It is worthless if this throws. */
    Received drain(Blobs blobs, FileChannel channel) throws EtcdException, IOException, OperationException {
        for (Optional<SnapshotBlob> blob = blobs.next(); blob.isPresent(); blob = blobs.next()) {
            accept(blob.get(), channel);
        }
        return judge();
    }

    private void accept(SnapshotBlob blob, FileChannel channel)
            throws IOException, SnapshotRejected, OperationException {
        Start begun = start.isPresent() ? start.get() : begin(blob);
        start = Optional.of(begun);
        int length = blob.bytes().remaining();
        requireAnnounced(begun.announced(), digest.length() + length);
        digest.update(blob.bytes());
        DurableFile.write(channel, blob.bytes());
        space.taken(length);
        progress.on(new ProgressEvent.Receiving(digest.length(), begun.announced()));
    }

    /** The first message tells the whole length: its own bytes, what remains, and the digest, which isn't counted. */
    private Start begin(SnapshotBlob first) throws SnapshotRejected, OperationException {
        long remaining = Announced.require(sender, first.remaining());
        long announced = first.bytes().remaining() + remaining + Sha256.BYTES;
        space.require(announced);
        return new Start(clock.instant(), announced);
    }

    /** Before it is written: a stream without an end would fill the disk. */
    private void requireAnnounced(long announced, long length) throws SnapshotRejected {
        if (length > announced) {
            throw new SnapshotRejected(
                    Check.TOO_LONG,
                    "the snapshot from " + sender + " doesn't end: more came than the " + announced
                            + " bytes that were announced");
        }
    }

    private Received judge() throws SnapshotRejected {
        if (start.isEmpty()) {
            throw new SnapshotRejected(
                    Check.ENDED_EARLY, "the snapshot from " + sender + " ended before its first byte");
        }
        long announced = start.get().announced();
        long length = digest.length();
        if (length < announced) {
            throw new SnapshotRejected(
                    Check.ENDED_EARLY,
                    "the snapshot from " + sender + " ended early: " + length + " of " + announced + " bytes came");
        }
        if (digest.trailer() != Trailer.OK) {
            throw new SnapshotRejected(
                    Check.WRONG_DIGEST,
                    "the snapshot from " + sender + " has the wrong digest: the SHA-256 at the end of its " + length
                            + " bytes isn't that of the bytes before");
        }
        return new Received(start.get().time(), length, digest.whole());
    }
}
