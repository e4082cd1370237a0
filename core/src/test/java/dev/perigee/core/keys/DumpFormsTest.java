package dev.perigee.core.keys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.etcd.client.Bytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DumpFormsTest {

    private static final DumpHeader HEADER = new DumpHeader(
            OptionalLong.of(0xCDF818194E3A8C32L), 67, Instant.parse("2026-11-23T10:00:00Z"), DumpHeader.LeftOut.NONE);

    @TempDir
    Path folder;

    @Test
    void aFileOfOurFormReadsAsExactlyThis() throws IOException {
        Path file = write(List.of(
                new KeyEntry(Bytes.of("/a"), Optional.of(Bytes.of("1")), 2, 3, 2, 0x3ceea20407389108L),
                new KeyEntry(Bytes.of(new byte[] {(byte) 0xFF}), Optional.of(Bytes.EMPTY), 4, 4, 1, 0)));

        List<String> lines = Files.readAllLines(file);

        assertEquals(
                "{\"format\":\"perigee-keys\",\"version\":1,\"clusterId\":\"cdf818194e3a8c32\",\"revision\":67,"
                        + "\"time\":\"2026-11-23T10:00:00Z\",\"valuesLeftOut\":\"none\"}",
                lines.get(0));
        assertEquals(
                "{\"key\":\"/a\",\"value\":\"1\",\"createRevision\":2,\"modRevision\":3,\"version\":2,"
                        + "\"lease\":\"3ceea20407389108\"}",
                lines.get(1));
        assertEquals(
                "{\"keyBase64\":\"/w==\",\"value\":\"\",\"createRevision\":4,\"modRevision\":4,\"version\":1}",
                lines.get(2));
        assertEquals("{\"leaseId\":\"3ceea20407389108\",\"grantedTtl\":3600,\"remainingTtl\":1200}", lines.get(3));
        assertTrue(lines.get(4).startsWith("{\"count\":2,\"sha256\":\""), lines.get(4));
        assertEquals(5, lines.size());
    }

    @Test
    void anyKeysAndValuesComeBackAsTheyWere() throws IOException {
        List<KeyEntry> entries = randomEntries(new Random(7), 500);

        DumpFile dump = DumpFile.open(write(entries));

        assertEquals(entries, entriesOf(dump));
        assertEquals(500, dump.entries());
        assertEquals(OptionalLong.of(0xCDF818194E3A8C32L), dump.clusterId());
        assertEquals(List.of(new LeaseTime(0x3ceea20407389108L, 3600, 1200)), List.copyOf(dump.leases()));
    }

    @Test
    void everyChangedByteIsNoticedBeforeAnEntryIsShown() throws IOException {
        Path file = write(randomEntries(new Random(8), 5));
        byte[] good = Files.readAllBytes(file);

        for (int i = 0; i < good.length; i++) {
            byte[] changed = good.clone();
            changed[i] ^= 1;
            Files.write(file, changed);
            int at = i;
            assertThrows(IOException.class, () -> DumpFile.open(file), () -> "byte " + at + " of " + good.length);
        }
    }

    @Test
    void aFileCutAnywhereIsNoticed() throws IOException {
        Path file = write(randomEntries(new Random(9), 5));
        byte[] good = Files.readAllBytes(file);

        for (int length = 0; length < good.length - 1; length++) {
            Files.write(file, java.util.Arrays.copyOf(good, length));
            assertThrows(DamagedDumpException.class, () -> DumpFile.open(file));
        }
    }

    @Test
    void aNewerVersionOfTheFormIsRefusedByName() throws IOException {
        Path file = folder.resolve("newer.json");
        Files.writeString(file, "{\"format\":\"perigee-keys\",\"version\":2}\n");

        IOException refusal = assertThrows(IOException.class, () -> DumpFile.open(file));

        assertTrue(refusal.getMessage().contains("use a newer release"), refusal.getMessage());
    }

    @Test
    void gravitysFormGoesInAndOutByteForByte() throws IOException {
        String gravity = "{\"entries\":[{\"key\":\"/dns/example.com./A\",\"value\":\"eyJhIjoxfQ==\"},"
                + "{\"key\":\"/gravity/x\",\"value\":\"\"},{\"key\":\"/\\u003ca\\u003e/\\u0026\",\"value\":\"/w==\"}]}";
        Path file = Files.writeString(folder.resolve("gravity.json"), gravity);
        Path again = folder.resolve("again.json");

        DumpFile dump = DumpFile.open(file);
        try (GravityWriter writer = new GravityWriter(Files.newOutputStream(again), Bytes.of("/gravity"))) {
            writer.begin(HEADER);
            dump.forEach(
                    entry -> writer.entry(entry.withKey(Bytes.of("/gravity").concat(entry.key()))));
            writer.end(List.of());
        }

        assertTrue(dump.keysAreRelative());
        assertEquals(gravity, Files.readString(again));
    }

    @Test
    void gravitysFormCountsWhatItLoses() throws IOException {
        try (GravityWriter writer =
                new GravityWriter(Files.newOutputStream(folder.resolve("lossy.json")), Bytes.of("/gravity"))) {
            writer.begin(HEADER);
            writer.entry(KeyEntry.of(Bytes.of("/gravity").concat(Bytes.of(new byte[] {(byte) 0xFF})), Bytes.EMPTY));
            writer.entry(new KeyEntry(Bytes.of("/gravity/l"), Optional.of(Bytes.EMPTY), 1, 1, 1, 7));
            writer.entry(KeyEntry.of(Bytes.of("/elsewhere"), Bytes.EMPTY));

            assertEquals(new DumpSummary(1, 0, 2, 1), writer.end(List.of()));
        }
    }

    @Test
    void aGravityFileThatIsntWholeIsRefusedWithItsPlace() throws IOException {
        for (String bad : List.of(
                "{\"entries\":[{\"key\":\"/a\",\"value\":\"MQ==\"}",
                "{\"entries\":[{\"key\":\"/a\",\"value\":\"MQ==\"},]}",
                "{\"entries\":[{\"key\":\"/a\",\"value\":\"MQ==\"}]} x",
                "{\"entries\":[{\"key\":\"/a\",\"value\":\"!\"}]}",
                "{\"entries\":[{\"value\":\"MQ==\"}]}",
                "{\"entries\":[{\"key\":\"/a")) {
            Path file = Files.writeString(folder.resolve("bad.json"), bad);

            IOException refusal = assertThrows(DamagedDumpException.class, () -> DumpFile.open(file), bad);

            assertTrue(refusal.getMessage().contains("entry"), refusal.getMessage());
        }
    }

    @Test
    void thePrettyFormShowsJsonAsJsonAndIsNotForImport() throws IOException {
        Path file = folder.resolve("pretty.json");
        try (PrettyWriter writer = new PrettyWriter(Files.newOutputStream(file))) {
            writer.begin(HEADER);
            writer.entry(KeyEntry.of(Bytes.of("/a"), Bytes.of("{\"n\": 1}")));
            writer.entry(KeyEntry.of(Bytes.of("/b"), Bytes.of("{not json")));
            writer.entry(KeyEntry.of(Bytes.of("/c"), Bytes.of(new byte[] {(byte) 0xFF, 'x'})));
            writer.end(List.of());
        }

        assertEquals(
                "{\n  \"/a\": {\"n\":1},\n  \"/b\": \"{not json\",\n  \"/c\": \"\\\\xffx\"\n}\n",
                Files.readString(file));
        assertThrows(DamagedDumpException.class, () -> DumpFile.open(file));
    }

    private Path write(List<KeyEntry> entries) throws IOException {
        Path file = folder.resolve("keys.jsonl");
        try (JsonLinesWriter writer = new JsonLinesWriter(Files.newOutputStream(file))) {
            writer.begin(HEADER);
            for (KeyEntry entry : entries) {
                writer.entry(entry);
            }
            writer.end(List.of(new LeaseTime(0x3ceea20407389108L, 3600, 1200)));
        }
        return file;
    }

    private static List<KeyEntry> entriesOf(DumpFile dump) throws IOException {
        List<KeyEntry> entries = new ArrayList<>();
        dump.forEach(entries::add);
        return entries;
    }

    static List<KeyEntry> randomEntries(Random random, int count) {
        TreeMap<Bytes, KeyEntry> entries = new TreeMap<>();
        while (entries.size() < count) {
            Bytes key = randomBytes(random, 1 + random.nextInt(30));
            long revision = 2 + random.nextInt(1000);
            entries.put(
                    key,
                    new KeyEntry(
                            key,
                            Optional.of(randomBytes(random, random.nextInt(60))),
                            revision,
                            revision + random.nextInt(9),
                            1 + random.nextInt(9),
                            random.nextInt(5) == 0 ? 0x3ceea20407389108L : 0));
        }
        return List.copyOf(entries.values());
    }

    private static Bytes randomBytes(Random random, int length) {
        if (random.nextBoolean()) {
            byte[] any = new byte[length];
            random.nextBytes(any);
            return Bytes.of(any);
        }
        StringBuilder text = new StringBuilder();
        String letters = "/abc\"\\\n\u0000\u2028é€𝄞<>&";
        while (text.length() < length) {
            text.appendCodePoint(letters.codePointAt(
                    letters.offsetByCodePoints(0, random.nextInt(letters.codePointCount(0, letters.length())))));
        }
        return Bytes.of(text.toString().getBytes(StandardCharsets.UTF_8));
    }
}
