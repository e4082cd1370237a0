package dev.perigee.core.history.pack;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.perigee.etcd.format.mvcc.Revision;
import dev.perigee.etcd.format.mvcc.RowBytes;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackRowsTest {

    private static final PackId ID = new PackId(2, 4, 7);

    @TempDir
    Path dir;

    private static RowBytes put(long main, long sub, String key, String value) {
        return RowBytes.put(
                new Revision(main, sub),
                key.getBytes(StandardCharsets.UTF_8),
                main,
                1,
                value.getBytes(StandardCharsets.UTF_8),
                0);
    }

    private static List<RowBytes> rows() {
        return List.of(
                put(2, 0, "a", "1"),
                put(3, 0, "a", "2"),
                put(3, 1, "b", ""),
                RowBytes.tombstone(new Revision(4, 0), "a".getBytes(StandardCharsets.UTF_8)));
    }

    private Path file(List<RowBytes> rows) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        PackRows.begin(out);
        for (RowBytes row : rows) {
            PackRows.write(out, row);
        }
        return Files.write(dir.resolve("rows"), bytes.toByteArray());
    }

    private static List<RowBytes> read(Path file, PackId id, long count) throws IOException {
        List<RowBytes> rows = new ArrayList<>();
        PackRows.read(file, id, count, rows::add);
        return rows;
    }

    @Test
    void rowsAreTheBytesThatEtcdWrites() {
        RowBytes put = RowBytes.put(
                new Revision(2, 0), new byte[] {'a'}, 2, 1, new byte[] {'1'}, 0); // the spec's golden store
        RowBytes deleted = RowBytes.tombstone(new Revision(4, 0), new byte[] {'a'});

        assertEquals("00000000000000025f0000000000000000", HexFormat.of().formatHex(put.key()));
        assertEquals("0a01611002180220012a0131", HexFormat.of().formatHex(put.value()));
        assertEquals("00000000000000045f000000000000000074", HexFormat.of().formatHex(deleted.key()));
        assertEquals("0a0161", HexFormat.of().formatHex(deleted.value()));
    }

    @Test
    void whatIsWrittenIsRead() throws IOException {
        List<RowBytes> read = read(file(rows()), ID, 4);

        assertEquals(4, read.size());
        for (int i = 0; i < 4; i++) {
            assertArrayEquals(rows().get(i).key(), read.get(i).key());
            assertArrayEquals(rows().get(i).value(), read.get(i).value());
        }
    }

    @Test
    void aRevisionThatIsMissingIsDamage() throws IOException {
        Path file = file(List.of(put(2, 0, "a", "1"), put(4, 0, "a", "2")));

        IOException failure = assertThrows(DamagedPackException.class, () -> read(file, ID, 2));

        assertEquals("holds row 0 of revision 4 behind revision 2", failure.getMessage());
    }

    @Test
    void aRowOfARevisionThatIsMissingIsDamage() throws IOException {
        Path file = file(List.of(put(2, 0, "a", "1"), put(3, 1, "a", "2"), put(4, 0, "a", "3")));

        assertThrows(DamagedPackException.class, () -> read(file, ID, 3));
    }

    @Test
    void moreThanWasPromisedIsDamage() throws IOException {
        Path file = file(rows());

        assertThrows(DamagedPackException.class, () -> read(file, new PackId(2, 3, 7), 3));
        assertThrows(DamagedPackException.class, () -> read(file, new PackId(3, 4, 7), 3));
        assertThrows(DamagedPackException.class, () -> read(file, ID, 5));
        assertThrows(DamagedPackException.class, () -> read(file, new PackId(2, 5, 7), 4));
    }

    @Test
    void aCutAtAnyByteIsDamage() throws IOException {
        byte[] whole = Files.readAllBytes(file(rows()));

        for (int length = 0; length < whole.length; length++) {
            Path cut = Files.write(dir.resolve("cut"), java.util.Arrays.copyOf(whole, length));
            assertThrows(DamagedPackException.class, () -> read(cut, ID, 4), "cut at " + length);
        }
    }

    @Test
    void noBitFlippedInARowsPlaceOrLengthGoesUnseen() throws IOException {
        byte[] whole = Files.readAllBytes(file(rows()));

        for (int bit = 0; bit < (8 + 8 + 17) * 8; bit++) { // the beginning, the first lengths, the first revision
            byte[] flipped = whole.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            Path file = Files.write(dir.resolve("flipped"), flipped);
            assertThrows(IOException.class, () -> read(file, ID, 4), "bit " + bit);
        }
    }
}
