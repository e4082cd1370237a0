package dev.perigee.core.copies;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.api.ObjectKey;
import dev.perigee.api.Sha256;
import dev.perigee.core.catalog.Manifest;
import dev.perigee.core.catalog.StoredObject;
import dev.perigee.core.encoding.Identities;
import dev.perigee.core.encoding.Tools;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Somebody puts bytes behind a stored body, and edits the unsigned manifest to fit: its length and its digest as stored are
 * theirs to choose. What etcd sent is not, and nothing else may come out.
 */
class AddedBytesTest {

    @TempDir
    Path folder;

    private Path identity;

    @BeforeEach
    void makeKeys() throws Exception {
        identity = Tools.identity(folder, "identity.txt");
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(7).nextBytes(bytes);
        return bytes;
    }

    private byte[] packed(byte[] plain) throws Exception {
        Path file = Files.write(folder.resolve("plain"), plain);
        Tools.run("zstd", "zstd", "-q", "-f", file.toString(), "-o", file + ".zst");
        return Files.readAllBytes(folder.resolve("plain.zst"));
    }

    private byte[] locked(byte[] plain) throws Exception {
        Path file = Files.write(folder.resolve("open"), plain);
        Tools.run("age", "age", "-r", Tools.recipient(identity), "-o", file + ".age", file.toString());
        return Files.readAllBytes(folder.resolve("open.age"));
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        Arrays.stream(parts).forEach(all::writeBytes);
        return all.toByteArray();
    }

    /** What is said against the stored bytes; the manifest fits them, and says what was plain once. */
    private Optional<String> difference(byte[] stored, byte[] plain, String... encoding) throws Exception {
        StoredObject object = new StoredObject(
                Manifest.SNAPSHOT,
                ObjectKey.of("prod/snapshots/a.db"),
                stored.length,
                Sha256.digest(stored),
                List.of(encoding),
                Optional.of(new StoredObject.Plain(plain.length, Sha256.digest(plain))),
                List.of(),
                Optional.empty());
        Path out = folder.resolve("out");
        try (FileChannel channel = FileChannel.open(
                out, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            return new DecodedCopy(object, new Identities(List.of(identity)))
                    .to(channel, new ByteArrayInputStream(stored), length -> {});
        }
    }

    private static void found(Optional<String> difference) {
        found(difference, "");
    }

    private static void found(Optional<String> difference, String what) {
        assertTrue(difference.isPresent(), "taken for what was backed up: " + what);
    }

    /** The lengths at which a decoder's reads end where the first frame does, among others. */
    @ParameterizedTest
    @ValueSource(ints = {1, 65_536, 131_071, 131_072, 131_073, 262_144, 1_000_000})
    void aFurtherFrameOfZstd(int length) throws Exception {
        byte[] plain = random(length);

        found(difference(joined(packed(plain), packed(random(99))), plain, "zstd"));
        found(difference(joined(packed(plain), packed(random(131_072))), plain, "zstd"));
        found(difference(locked(joined(packed(plain), packed(random(99)))), plain, "zstd", "age"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 65_535, 65_536, 131_072, 200_000})
    void aFurtherChunkOfAgeAndBytesBehindTheLast(int length) throws Exception {
        byte[] plain = random(length);
        byte[] stored = locked(plain);

        assertEquals(Optional.empty(), difference(stored, plain, "age"));
        found(difference(joined(stored, Arrays.copyOfRange(stored, stored.length - 17, stored.length)), plain, "age"));
        found(difference(joined(stored, random(65_552)), plain, "age"));
        found(difference(joined(stored, new byte[1]), plain, "age"));
        found(difference(joined(stored, locked(random(9))), plain, "age"));
    }

    @Test
    void bytesBehindTheLastFrame() throws Exception {
        byte[] plain = random(300_000);
        for (byte[] more : List.of(
                new byte[1],
                new byte[4],
                new byte[70_000],
                "more".getBytes(StandardCharsets.US_ASCII),
                HexFormat.of().parseHex("28b5"),
                HexFormat.of().parseHex("28b52ffd"),
                Arrays.copyOf(packed(random(99)), 40))) {
            String what = HexFormat.of().formatHex(Arrays.copyOf(more, Math.min(more.length, 9)));
            found(difference(joined(packed(plain), more), plain, "zstd"), what);
        }
    }

    /** Nothing comes out but what etcd sent: there is no telling, and no harm. */
    @Test
    void aFrameThatHoldsNothingChangesNothing() throws Exception {
        byte[] plain = random(131_072);
        byte[] skipped = HexFormat.of().parseHex("502a4d1803000000616263");

        for (byte[] more : List.of(packed(new byte[0]), skipped)) {
            assertEquals(Optional.empty(), difference(joined(packed(plain), more), plain, "zstd"));
            assertArrayEquals(plain, Files.readAllBytes(folder.resolve("out")));
        }
    }

    @Test
    void whatIsCutOff() throws Exception {
        byte[] plain = random(200_000);
        byte[] stored = locked(packed(plain));
        for (int less : new int[] {1, 16, 17, 40_000, 65_552, 150_000}) {
            found(difference(Arrays.copyOf(stored, stored.length - less), plain, "zstd", "age"));
        }
        byte[] frame = packed(plain);
        for (int less : new int[] {1, 4, 100, 131_072}) {
            found(difference(Arrays.copyOf(frame, frame.length - less), plain, "zstd"));
        }
    }
}
