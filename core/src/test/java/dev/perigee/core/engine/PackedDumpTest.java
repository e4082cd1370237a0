package dev.perigee.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.core.encoding.AgeRecipient;
import dev.perigee.core.encoding.EncodingSettings;
import dev.perigee.core.encoding.Identities;
import dev.perigee.core.encoding.Tools;
import dev.perigee.core.keys.DumpFile;
import dev.perigee.core.keys.DumpHeader;
import dev.perigee.core.keys.JsonLinesWriter;
import dev.perigee.core.keys.KeyEntry;
import dev.perigee.core.keys.PackedDumpException;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.etcd.client.Bytes;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Dumps of keys that are compressed, encrypted, or both, by us and by the tools. */
class PackedDumpTest {

    @TempDir
    Path folder;

    private Path identity;
    private Path plain;

    @BeforeEach
    void write() throws Exception {
        identity = Tools.identity(folder, "identity.txt");
        plain = folder.resolve("keys.jsonl");
        try (OutputStream out = Files.newOutputStream(plain)) {
            dump(out);
        }
    }

    private static void dump(OutputStream out) throws Exception {
        JsonLinesWriter writer = new JsonLinesWriter(out);
        writer.begin(
                new DumpHeader(OptionalLong.of(1), 67, Instant.parse("2026-11-23T10:00:00Z"), DumpHeader.LeftOut.NONE));
        for (int i = 0; i < 100; i++) {
            writer.entry(new KeyEntry(Bytes.of("/secret/" + i), Optional.of(Bytes.of("value")), 2, 3, 2, 0));
        }
        writer.end(List.of());
    }

    private Path encoded(boolean zstd, boolean age) throws Exception {
        EncodingSettings settings = new EncodingSettings(
                zstd ? OptionalInt.of(3) : OptionalInt.empty(),
                age ? List.of(AgeRecipient.parse(Tools.recipient(identity))) : List.of());
        Path file = folder.resolve("keys" + (zstd ? ".zst" : "") + (age ? ".age" : ""));
        try (OutputStream out = settings.encode(Files.newOutputStream(file))) {
            dump(out);
        }
        return file;
    }

    private List<String> keys(Path file, Identities identities) throws Exception {
        try (DumpFiles dumps = DumpFiles.open(List.of(file), InputStream.nullInputStream(), identities)) {
            List<String> keys = new ArrayList<>();
            DumpFile dump = dumps.files().getFirst();
            dump.forEach(entry -> keys.add(entry.key().toString()));
            assertEquals(dump.entries(), keys.size());
            return keys;
        }
    }

    @Test
    void whateverWasDoneToItsBytesADumpIsRead() throws Exception {
        List<String> expected = keys(plain, Identities.NONE);
        Identities identities = new Identities(List.of(identity));

        assertEquals(100, expected.size());
        assertEquals(expected, keys(encoded(true, false), Identities.NONE));
        assertEquals(expected, keys(encoded(false, true), identities));
        assertEquals(expected, keys(encoded(true, true), identities));
    }

    @Test
    void theToolsOpenOursAndWeOpenTheirs() throws Exception {
        Path ours = Tools.opened(encoded(true, true), identity, folder);
        assertEquals(-1, Files.mismatch(plain, ours));

        Path packed = folder.resolve("theirs.zst");
        Path theirs = folder.resolve("theirs.age");
        Tools.run("zstd", "zstd", "-q", plain.toString(), "-o", packed.toString());
        Tools.run("age", "age", "-r", Tools.recipient(identity), "-o", theirs.toString(), packed.toString());
        assertEquals(100, keys(theirs, new Identities(List.of(identity))).size());
    }

    @Test
    void whoCannotOpenItIsToldHowItWouldBe() throws Exception {
        Path file = encoded(true, true);

        PackedDumpException none = assertThrows(PackedDumpException.class, () -> keys(file, Identities.NONE));
        assertTrue(none.hint().contains("age -d"), none::hint);
        Path other = Tools.identity(folder, "other.txt");
        OperationException wrong =
                assertThrows(OperationException.class, () -> keys(file, new Identities(List.of(other))));
        assertEquals(Outcome.REFUSED, wrong.outcome());
    }

    @Test
    void everyDamageIsFoundBeforeAKeyIsShown() throws Exception {
        for (Path file : List.of(encoded(true, false), encoded(true, true))) {
            byte[] good = Files.readAllBytes(file);
            for (int at = 0; at < good.length; at += 7) {
                byte[] bad = good.clone();
                bad[at] ^= 0x40;
                Files.write(file, bad);
                int where = at;
                assertFalse(isRead(file), () -> file + ", byte " + where);
            }
            Files.write(file, java.util.Arrays.copyOf(good, good.length - 5));
            assertFalse(isRead(file));
        }
    }

    private boolean isRead(Path file) {
        try {
            return keys(file, new Identities(List.of(identity))).isEmpty();
        } catch (Exception e) {
            return false;
        }
    }
}
