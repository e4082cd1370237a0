package dev.perigee.core.source;

import dev.perigee.api.Sha256;
import dev.perigee.core.disk.DurableFile;
import dev.perigee.core.progress.ProgressEvent;
import dev.perigee.core.progress.ProgressListener;
import dev.perigee.core.source.SnapshotRejected.Check;
import dev.perigee.etcd.client.EtcdException;
import dev.perigee.etcd.client.SnapshotBlob;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** Drains a snapshot stream to a file, and says whether all of it came. */
final class Reception {

    private static final int SECTOR = 512;

    private final String sender;
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

    Reception(String sender, InstantSource clock, ProgressListener progress) {
        this.sender = sender;
        this.clock = clock;
        this.progress = progress;
    }

    /** Writes the file, and leaves it to the caller to bring it to the disk. It is worthless if this throws. */
    Received drain(Blobs blobs, FileChannel channel) throws EtcdException, IOException, SnapshotRejected {
        for (Optional<SnapshotBlob> blob = blobs.next(); blob.isPresent(); blob = blobs.next()) {
            accept(blob.get(), channel);
        }
        return judge();
    }

    private void accept(SnapshotBlob blob, FileChannel channel) throws IOException {
        Start begun = start.orElseGet(() -> begin(blob));
        start = Optional.of(begun);
        digest.update(blob.bytes());
        DurableFile.write(channel, blob.bytes());
        progress.on(new ProgressEvent.Receiving(digest.length(), begun.announced()));
    }

    /** The first message tells the whole length: its own bytes, what remains, and the digest, which isn't counted. */
    private Start begin(SnapshotBlob first) {
        return new Start(clock.instant(), first.bytes().remaining() + first.remaining() + Sha256.BYTES);
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
        if (length > announced || length % SECTOR != Sha256.BYTES || !digest.matches()) {
            throw new SnapshotRejected(
                    Check.WRONG_DIGEST,
                    "the snapshot from " + sender + " has the wrong digest: the SHA-256 at the end of its " + length
                            + " bytes isn't that of the bytes before");
        }
        return new Received(start.get().time(), length, digest.whole());
    }
}
