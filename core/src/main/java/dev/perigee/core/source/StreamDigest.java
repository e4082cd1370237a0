package dev.perigee.core.source;

import dev.perigee.api.Sha256;
import dev.perigee.etcd.format.snapshot.Trailer;
import java.nio.ByteBuffer;
import java.security.MessageDigest;

/**
 * Digests a snapshot stream while it passes. The stream ends in the SHA-256 of all that came before, so the newest 32
 * bytes are always held back. Message boundaries mean nothing. Not safe for many threads.
 */
public final class StreamDigest {

    private final MessageDigest before = Sha256.digester();
    private final byte[] tail = new byte[Sha256.BYTES];
    private int held;
    private long length;

    /** Of nothing yet. */
    public StreamDigest() {}

    /**
     * The next bytes.
     *
     * @param bytes their buffer's position stays
     */
    public void update(ByteBuffer bytes) {
        ByteBuffer source = bytes.duplicate();
        length += source.remaining();
        int surplus = Math.max(0, held + source.remaining() - tail.length);
        int fromTail = Math.min(surplus, held);
        before.update(tail, 0, fromTail);
        System.arraycopy(tail, fromTail, tail, 0, held - fromTail);
        held -= fromTail;
        int fromSource = surplus - fromTail;
        before.update(source.slice(source.position(), fromSource));
        source.position(source.position() + fromSource);
        int rest = source.remaining();
        source.get(tail, held, rest);
        held += rest;
    }

    /**
     * How much has passed.
     *
     * @return in bytes
     */
    public long length() {
        return length;
    }

    /**
     * What the end of a snapshot that has passed tells, as it would of a file.
     *
     * @return MISSING if the length isn't one of pages and a digest
     */
    public Trailer trailer() {
        if (!Trailer.isIn(length)) {
            return Trailer.MISSING;
        }
        return matches() ? Trailer.OK : Trailer.MISMATCH;
    }

    private boolean matches() {
        return held == tail.length && MessageDigest.isEqual(copy().digest(), tail);
    }

    /**
     * The digest of the whole stream.
     *
     * @return its own digest included
     */
    public Sha256 whole() {
        MessageDigest all = copy();
        all.update(tail, 0, held);
        return Sha256.of(all.digest());
    }

    private MessageDigest copy() {
        try {
            return (MessageDigest) before.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("this Java runtime's SHA-256 can't be cloned, which the JDK's own can", e);
        }
    }
}
