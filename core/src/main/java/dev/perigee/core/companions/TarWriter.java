package dev.perigee.core.companions;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * Writes a tar as POSIX.1-2001 has it: ustar headers, and before an entry whose names or numbers don't fit into one, a pax
 * header. Times are 0. Every tar reads it.
 */
final class TarWriter {

    static final int BLOCK = 512;
    static final char PAX = 'x';
    static final int NAME = 100;
    static final int LINK = 157;
    private static final int MODE_AT = 100;
    private static final int UID_AT = 108;
    private static final int GID_AT = 116;
    private static final int SIZE_AT = 124;
    private static final int TIME_AT = 136;
    private static final int SUM_AT = 148;
    private static final int FLAG_AT = 156;
    private static final int MAGIC_AT = 257;
    private static final long LARGEST_ID = 07777777;

    private final OutputStream out;

    TarWriter(OutputStream out) {
        this.out = out;
    }

    void write(TarEntry entry) throws IOException {
        head(entry);
        out.write(entry.content());
        out.write(new byte[padding(entry.content().length)]);
    }

    /** What stands before an entry's content. */
    void head(TarEntry entry) throws IOException {
        String name = entry.name() + (entry.kind() == TarEntry.Kind.DIRECTORY ? "/" : "");
        byte[] records = records(entry, name);
        if (records.length > 0) {
            header("pax", PAX, 0600, 0, 0, records.length, "");
            out.write(records);
            out.write(new byte[padding(records.length)]);
        }
        header(
                name,
                entry.kind().flag(),
                entry.mode(),
                fitting(entry.uid()),
                fitting(entry.gid()),
                entry.content().length,
                entry.target());
    }

    /** Two empty blocks; leaves the stream open. */
    void end() throws IOException {
        out.write(new byte[2 * BLOCK]);
    }

    private static long fitting(long id) {
        return id > LARGEST_ID ? 0 : id;
    }

    private static byte[] records(TarEntry entry, String name) {
        ByteArrayOutputStream records = new ByteArrayOutputStream();
        if (isLong(name)) {
            records.writeBytes(record("path", name));
        }
        if (isLong(entry.target())) {
            records.writeBytes(record("linkpath", entry.target()));
        }
        if (entry.uid() > LARGEST_ID) {
            records.writeBytes(record("uid", Long.toString(entry.uid())));
        }
        if (entry.gid() > LARGEST_ID) {
            records.writeBytes(record("gid", Long.toString(entry.gid())));
        }
        return records.toByteArray();
    }

    private static boolean isLong(String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        return bytes.length > NAME || bytes.length != name.length();
    }

    /** {@code LENGTH KEY=VALUE\n}, where the length counts itself. */
    private static byte[] record(String key, String value) {
        byte[] rest = (" " + key + "=" + value + "\n").getBytes(StandardCharsets.UTF_8);
        int length = rest.length;
        while (Integer.toString(length).length() + rest.length != length) {
            length = Integer.toString(length).length() + rest.length;
        }
        ByteArrayOutputStream record = new ByteArrayOutputStream();
        record.writeBytes(Integer.toString(length).getBytes(StandardCharsets.US_ASCII));
        record.writeBytes(rest);
        return record.toByteArray();
    }

    private void header(String name, char flag, int mode, long uid, long gid, long size, String target)
            throws IOException {
        byte[] block = new byte[BLOCK];
        text(block, 0, NAME, name);
        octal(block, MODE_AT, 7, mode);
        octal(block, UID_AT, 7, uid);
        octal(block, GID_AT, 7, gid);
        octal(block, SIZE_AT, 11, size);
        octal(block, TIME_AT, 11, 0);
        block[FLAG_AT] = (byte) flag;
        text(block, LINK, NAME, target);
        text(block, MAGIC_AT, 8, "ustar\00000");
        Arrays.fill(block, SUM_AT, SUM_AT + 8, (byte) ' ');
        octal(block, SUM_AT, 6, sum(block));
        block[SUM_AT + 6] = 0;
        out.write(block);
    }

    static int sum(byte[] block) {
        int sum = 0;
        for (byte one : block) {
            sum += Byte.toUnsignedInt(one);
        }
        return sum;
    }

    private static void text(byte[] block, int at, int most, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(bytes, 0, block, at, Math.min(most, bytes.length));
    }

    private static void octal(byte[] block, int at, int digits, long value) {
        String text = String.format(Locale.ROOT, "%0" + digits + "o", value);
        text(block, at, digits, text);
    }

    /** How many bytes fill the last block. */
    static int padding(long length) {
        return Math.toIntExact(-length & (BLOCK - 1));
    }
}
