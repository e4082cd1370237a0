package dev.perigee.etcd.format.snapshot;

import dev.perigee.etcd.format.bbolt.DeclinedException;
import dev.perigee.etcd.format.bbolt.Findings;
import dev.perigee.etcd.format.bbolt.PageStream;
import dev.perigee.etcd.format.hash.SipHash128;
import dev.perigee.etcd.format.mvcc.PassedPages;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Proves a snapshot while its bytes pass, without a file: either as {@link Snapshot#check} would prove the same bytes in a file, or
 * not at all. It never says that a snapshot is damaged: what it can't prove, a file has to tell. That is so with all damage, and with
 * what no etcd writes, such as pages of more than 16 MiB.
 *
 * <p>The digest isn't taken here. Memory: off the heap, that of a check, 64 MiB more, beyond that a temporary file of at most
 * half the length; where that can't be had, only a file can tell. On the heap, four bytes for each page more, and up to 32 MiB for the longest page. For one thread.
 */
public final class StreamProof implements AutoCloseable {

    private final Arena arena = Arena.ofConfined();
    private final long length;
    private final OptionalLong hashKvAt;
    private final Path temporary;
    private final SipHash128 fingerprint = ProofRun.fingerprint(new SecureRandom());
    private final PassedPages pages;
    private final PageStream stream;
    private long passed;
    private boolean declined;
    private Optional<IOException> failure = Optional.empty();

    /**
     * A proof to be made.
     *
     * @param length how many bytes will pass: the database, and its digest if it has one
     * @param hashKv whether HashKV is computed at the current revision
     * @param temporary a directory for what doesn't fit into memory; used only then
     */
    public StreamProof(long length, boolean hashKv, Path temporary) {
        this.length = length;
        this.hashKvAt = hashKv ? OptionalLong.of(0) : OptionalLong.empty();
        this.temporary = temporary;
        this.pages = new PassedPages(length, fingerprint, arena, temporary);
        this.stream = new PageStream(length, pages);
    }

    /**
     * The next bytes.
     *
     * @param bytes any number of them; their buffer's position stays
     * @throws ClosedByInterruptException if it was interrupted over its temporary file
     */
    public void update(ByteBuffer bytes) throws ClosedByInterruptException {
        passed += bytes.remaining();
        if (declined) {
            return;
        }
        try {
            stream.update(bytes.duplicate());
        } catch (DeclinedException e) {
            declined = true; // what it is, a file tells better
        } catch (IOException e) {
            decline(e); // the bytes are whole all the same, and who takes their digest goes on
        }
    }

    /**
     * What came of it, after the last byte.
     *
     * @return the proof, without a word on the digest; empty if only a file can tell
     * @throws ClosedByInterruptException if it was interrupted over its temporary file
     */
    public Optional<SnapshotProof> end() throws ClosedByInterruptException {
        if (declined || passed != length || !stream.isWhole()) {
            return Optional.empty();
        }
        Database database = new PassedDatabase(pages, pages.meta().orElseThrow(), length);
        Meter meter = new Meter(Progress.NONE, length);
        try {
            return Optional.of(new WalkedProof(database, hashKvAt, meter, fingerprint, temporary, new Findings())
                    .run(Optional::empty, _ -> {}));
        } catch (DeclinedException e) {
            return Optional.empty();
        } catch (IOException e) {
            decline(e);
            return Optional.empty();
        }
    }

    private void decline(IOException e) throws ClosedByInterruptException {
        if (e instanceof ClosedByInterruptException interrupted) {
            throw interrupted;
        }
        declined = true;
        failure = Optional.of(e);
    }

    /**
     * Why nothing comes of it although nothing may be wrong with the snapshot.
     *
     * @return what its temporary file came to grief with; empty if it needed none, or had it
     */
    public Optional<IOException> failure() {
        return failure;
    }

    @Override
    public void close() throws IOException {
        pages.close();
        arena.close();
    }
}
