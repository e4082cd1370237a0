package dev.perigee.core.packed;

import dev.perigee.api.Sha256;
import dev.perigee.etcd.format.bbolt.PageFormat;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * What stands behind the rows of a packed body: which rows of other packs are part of the store, and what it comes to. At the
 * very end 64 bits say where it begins.
 *
 * @param parts the other packs
 * @param pageSize of the file that etcd sent, in bytes
 * @param content the digest of what the store holds
 */
record PackedTail(List<Part> parts, int pageSize, Sha256 content) {

    private static final int DIGEST = 32;

    /** So much of it is held in memory. */
    private static final long LONGEST = 1 << 25;

    PackedTail {
        parts = List.copyOf(parts);
    }

    /**
     * What the store has of another pack.
     *
     * @param pack the SHA-256 of the pack as it is stored
     * @param rows how many rows it has
     * @param runs which of them
     */
    record Part(Sha256 pack, long rows, byte[] runs) {}

    void to(DataOutputStream out, long start) throws IOException {
        out.writeInt(parts.size());
        for (Part part : parts) {
            out.write(bytes(part.pack()));
            out.writeLong(part.rows());
            out.writeInt(part.runs().length);
            out.write(part.runs());
        }
        out.writeInt(pageSize);
        out.write(bytes(content));
        out.writeLong(start);
    }

    static PackedTail read(Path body) throws IOException {
        try (FileChannel channel = FileChannel.open(body)) {
            long start = start(channel);
            channel.position(start);
            InputStream in = Channels.newInputStream(channel);
            return read(new DataInputStream(new BufferedInputStream(in)));
        } catch (EOFException | IllegalArgumentException e) {
            throw new DamagedBodyException("ends in a way that no packed body does", e);
        }
    }

    private static long start(FileChannel channel) throws IOException {
        long last = channel.size() - Long.BYTES;
        if (last < 0) {
            throw new EOFException();
        }
        channel.position(last);
        long start = new DataInputStream(Channels.newInputStream(channel)).readLong();
        if (start < 0 || start > last || last - start > LONGEST) {
            throw new DamagedBodyException("says that its rows end at " + start);
        }
        return start;
    }

    private static PackedTail read(DataInputStream in) throws IOException {
        int count = in.readInt();
        if (count < 0 || count > PackChoice.MOST) {
            throw new DamagedBodyException("builds on " + count + " packs");
        }
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            parts.add(new Part(digest(in), in.readLong(), runs(in)));
        }
        int pageSize = in.readInt();
        boolean known = Integer.bitCount(pageSize) == 1
                && pageSize >= PageFormat.MIN_PAGE_SIZE
                && pageSize <= PageFormat.MAX_PAGE_SIZE;
        if (!known) {
            throw new DamagedBodyException("wants pages of " + pageSize + " bytes");
        }
        return new PackedTail(parts, pageSize, digest(in));
    }

    private static byte[] runs(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > LONGEST) {
            throw new DamagedBodyException("has runs of " + length + " bytes");
        }
        byte[] runs = in.readNBytes(length);
        if (runs.length < length) {
            throw new EOFException();
        }
        return runs;
    }

    private static Sha256 digest(DataInputStream in) throws IOException {
        byte[] bytes = new byte[DIGEST];
        in.readFully(bytes);
        return Sha256.of(bytes);
    }

    private static byte[] bytes(Sha256 digest) {
        return HexFormat.of().parseHex(digest.toString());
    }
}
