package dev.perigee.core.history.pack;

import dev.perigee.etcd.format.mvcc.KeyValueReader;
import dev.perigee.etcd.format.mvcc.Revision;
import dev.perigee.etcd.format.mvcc.RowBytes;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/**
 * The plain rows of a pack: {@code PERIROWS}, then row after row: the lengths of key and value, 32 bits each, big-endian; the key; the
 * value. What is read is checked as if anybody had written it.
 */
public final class PackRows {

    private static final byte[] MAGIC = "PERIROWS".getBytes(StandardCharsets.US_ASCII);

    /** etcd refuses requests far below that, whatever its flags. */
    private static final int LARGEST_VALUE = 1 << 30;

    private static final int BUFFER = 1 << 16;

    private PackRows() {}

    /** Is shown rows, one by one. */
    @FunctionalInterface
    public interface Visitor {

        /**
         * One row.
         *
         * @param row the row
         * @throws IOException to end the reading; it reaches the caller
         */
        void row(RowBytes row) throws IOException;
    }

    /**
     * Begins a file of rows.
     *
     * @param out where to
     * @throws IOException if it can't be written
     */
    public static void begin(DataOutputStream out) throws IOException {
        out.write(MAGIC);
    }

    /**
     * Writes a row.
     *
     * @param out where to
     * @param row above the one before
     * @throws IOException if it can't be written
     */
    public static void write(DataOutputStream out, RowBytes row) throws IOException {
        out.writeInt(row.key().length);
        out.writeInt(row.value().length);
        out.write(row.key());
        out.write(row.value());
    }

    /**
     * Reads a pack's rows, and holds them against its name: each revision from the first to the last has rows, whose second numbers
     * count from 0; nothing else is there.
     *
     * @param file the plain rows
     * @param id what they are said to be
     * @param rows how many there are said to be
     * @param visitor is shown each
     * @throws DamagedPackException if they are something else
     * @throws IOException if the file can't be read, or from the visitor
     */
    public static void read(Path file, PackId id, long rows, Visitor visitor) throws IOException {
        KeyValueReader message = new KeyValueReader();
        readAgain(file, id, rows, row -> {
            requireSound(row, message);
            visitor.row(row);
        });
    }

    /**
     * The leases that rows name, each row of which is looked at as in {@link #read}.
     *
     * @param file the plain rows
     * @param id what they are said to be
     * @param rows how many there are said to be
     * @return ids, in no order
     * @throws DamagedPackException if they are something else
     * @throws IOException if the file can't be read
     */
    public static Set<Long> leases(Path file, PackId id, long rows) throws IOException {
        Set<Long> leases = new HashSet<>();
        KeyValueReader message = new KeyValueReader();
        readAgain(file, id, rows, row -> {
            requireSound(row, message);
            if (message.lease() != 0) {
                leases.add(message.lease());
            }
        });
        return leases;
    }

    /** Reads rows whose messages were looked at before, and that lie where nobody else writes. */
    public static void readAgain(Path file, PackId id, long rows, Visitor visitor) throws IOException {
        long main = id.first() - 1;
        long sub = Long.MAX_VALUE;
        long count = 0;
        try (InputStream bytes = Files.newInputStream(file);
                DataInputStream in = new DataInputStream(new BufferedInputStream(bytes, BUFFER))) {
            requireMagic(in);
            for (RowBytes row = next(in); row.key().length > 0; row = next(in)) {
                Revision revision = row.revision();
                requireNext(main, sub, revision);
                main = revision.main();
                sub = revision.sub();
                count++;
                visitor.row(row);
            }
        } catch (EOFException e) {
            throw new DamagedPackException("ends in the middle of a row", e);
        }
        if (main != id.last() || count != rows) {
            throw new DamagedPackException("holds " + count + " rows up to revision " + main
                    + " where its record, the .json beside it, says " + rows + " up to " + id.last());
        }
    }

    private static void requireSound(RowBytes row, KeyValueReader message) throws DamagedPackException {
        if (!row.isSound(message)) {
            throw noRow();
        }
    }

    private static DamagedPackException noRow() {
        return new DamagedPackException("holds a row that isn't one of etcd's");
    }

    private static void requireMagic(DataInputStream in) throws IOException {
        if (!Arrays.equals(in.readNBytes(MAGIC.length), MAGIC)) {
            throw new DamagedPackException("doesn't begin as rows do");
        }
    }

    /** A row without a key stands for the end. */
    private static RowBytes next(DataInputStream in) throws IOException {
        int first = in.read();
        if (first < 0) {
            return new RowBytes(new byte[0], new byte[0]);
        }
        int key = first << 24 | in.readUnsignedByte() << 16 | in.readUnsignedByte() << 8 | in.readUnsignedByte();
        int value = in.readInt();
        if (key < Revision.BYTES || key > Revision.BYTES + 1 || value < 0 || value > LARGEST_VALUE) {
            throw new DamagedPackException("holds a row of " + key + " and " + value + " bytes, which none has");
        }
        RowBytes row = new RowBytes(whole(in, key), whole(in, value));
        if (!row.hasRevision()) {
            throw noRow();
        }
        return row;
    }

    /** What is claimed to come is only made room for as it comes. */
    private static byte[] whole(DataInputStream in, int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException();
        }
        return bytes;
    }

    private static void requireNext(long main, long sub, Revision revision) throws DamagedPackException {
        boolean next = revision.main() == main
                ? revision.sub() == sub + 1
                : revision.main() == main + 1 && revision.sub() == 0;
        if (!next) {
            throw new DamagedPackException(
                    "holds row " + revision.sub() + " of revision " + revision.main() + " behind revision " + main);
        }
    }
}
