package dev.perigee.etcd.format.snapshot;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.function.BooleanSupplier;

/** Compares the digest of a file with the 32 bytes at its end. */
final class TrailerCheck {

    private static final int DIGEST = 32;

    private static final int BUFFER = 64 << 10;

    /** Where the bytes come from: the file, or a copy of it. */
    @FunctionalInterface
    interface Bytes {
        /** Fills the buffer, or a part of it; -1 if there is nothing at the offset. */
        int read(ByteBuffer into, long offset) throws IOException;
    }

    private final SnapshotFile file;
    private final Bytes bytes;
    private final Meter meter;
    private final BooleanSupplier cancelled;

    TrailerCheck(SnapshotFile file, Bytes bytes, Meter meter, BooleanSupplier cancelled) {
        this.file = file;
        this.bytes = bytes;
        this.meter = meter;
        this.cancelled = cancelled;
    }

    /** Whether the file ends with a digest. */
    static boolean isThere(SnapshotFile file) {
        return Trailer.isIn(file.length());
    }

    /** The verdict; a file that is cut meanwhile doesn't match. */
    Trailer verdict() throws IOException {
        if (!isThere(file)) {
            return Trailer.MISSING;
        }
        MessageDigest digest = sha256();
        byte[] stored = new byte[DIGEST];
        boolean whole = digest(digest) && read(ByteBuffer.wrap(stored), file.length() - DIGEST) == DIGEST;
        return whole && Arrays.equals(digest.digest(), stored) ? Trailer.OK : Trailer.MISMATCH;
    }

    private boolean digest(MessageDigest digest) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
        long end = file.length() - DIGEST;
        long at = 0;
        while (at < end && !cancelled.getAsBoolean()) {
            buffer.clear().limit((int) Math.min(BUFFER, end - at));
            int read = read(buffer, at);
            if (read < 0) {
                return false;
            }
            digest.update(buffer.array(), 0, read);
            meter.add(read);
            at += read;
        }
        return at == end;
    }

    private int read(ByteBuffer buffer, long offset) throws IOException {
        return bytes.read(buffer, offset);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java runtime lacks SHA-256, which every runtime must have", e);
        }
    }
}
