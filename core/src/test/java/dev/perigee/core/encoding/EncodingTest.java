package dev.perigee.core.encoding;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against the real age and zstd. */
class EncodingTest {

    @TempDir
    Path folder;

    private Path key;
    private byte[] plain;

    @BeforeEach
    void prepare() throws Exception {
        key = Tools.identity(folder, "key.txt");
        plain = new byte[3 << 20];
        new Random(7).nextBytes(plain);
        System.arraycopy(new byte[2 << 20], 0, plain, 0, 2 << 20); // most of it is easy to compress
    }

    private static EncodingSettings settings(int level, String... recipients) {
        return new EncodingSettings(
                level == 0 ? OptionalInt.empty() : OptionalInt.of(level),
                List.of(recipients).stream().map(AgeRecipient::parse).toList());
    }

    private static byte[] encoded(EncodingSettings settings, byte[] plain) throws IOException {
        ByteArrayOutputStream stored = new ByteArrayOutputStream();
        try (OutputStream out = settings.encode(stored)) {
            out.write(plain);
        }
        return stored.toByteArray();
    }

    private byte[] decoded(List<String> names, byte[] stored) throws IOException {
        try (InputStream in = Decoding.of(names, new ByteArrayInputStream(stored), new Identities(List.of(key)))) {
            return in.readAllBytes();
        }
    }

    @Test
    void ageAndZstdOpenWhatWeStore() throws Exception {
        EncodingSettings both = settings(3, Tools.recipient(key));

        byte[] stored = encoded(both, plain);

        assertEquals(List.of("zstd", "age"), both.names());
        assertTrue(stored.length < plain.length / 2, stored.length + " bytes");
        Path object = Files.write(folder.resolve("object"), stored);
        assertArrayEquals(plain, Files.readAllBytes(Tools.opened(object, key, folder)));
    }

    /** 64 MiB of nothing: nearly all blocks are as short as one can be. */
    @Test
    void nothingIsCompressedFurtherThanALengthMayClaim() throws Exception {
        byte[] nothing = new byte[64 << 20];

        byte[] stored = encoded(settings(19), nothing);

        assertTrue(nothing.length <= Decoding.most(List.of("zstd"), stored.length), stored.length + " bytes");
        assertTrue(nothing.length * 2L > Decoding.most(List.of("zstd"), stored.length), stored.length + " bytes");
        assertEquals(100, Decoding.most(List.of("age"), 100));
        assertEquals(Long.MAX_VALUE, Decoding.most(List.of("zstd"), Long.MAX_VALUE / 2));
        assertEquals(Long.MAX_VALUE, Decoding.most(List.of("newer"), 1));
    }

    @Test
    void weOpenWhatZstdAndAgeMade() throws Exception {
        Path file = Files.write(folder.resolve("plain"), plain);
        Tools.run("zstd", "zstd", "-q", "-19", file.toString(), "-o", file + ".zst");
        Tools.run("age", "age", "-r", Tools.recipient(key), "-o", file + ".zst.age", file + ".zst");

        byte[] stored = Files.readAllBytes(Path.of(file + ".zst.age"));

        assertArrayEquals(plain, decoded(List.of("zstd", "age"), stored));
    }

    @Test
    void eachOfSeveralRecipientsReadsItAlone() throws Exception {
        Path other = Tools.identity(folder, "other.txt");
        byte[] stored = encoded(settings(0, Tools.recipient(other), Tools.recipient(key)), plain);

        assertArrayEquals(plain, decoded(List.of("age"), stored));
        key = other;
        assertArrayEquals(plain, decoded(List.of("age"), stored));
    }

    @Test
    void anotherIdentityIsNoDamage() throws Exception {
        byte[] stored = encoded(settings(0, Tools.recipient(Tools.identity(folder, "other.txt"))), plain);

        assertThrows(NoIdentityException.class, () -> decoded(List.of("age"), stored));
        assertFalse(new Identities(List.of(key))
                .open(settings(0, recipientOf("other.txt")).recipients()));
        assertTrue(new Identities(List.of(key))
                .open(settings(0, recipientOf("key.txt")).recipients()));
    }

    private String recipientOf(String name) throws Exception {
        return Tools.recipient(folder.resolve(name));
    }

    /** A window of 128 MiB would be taken from memory before the first byte is out. */
    @Test
    void aFrameThatWantsALargeWindowIsRefused() throws Exception {
        Path file = folder.resolve("long");
        byte[] large = new byte[140 << 20];
        new Random(3).nextBytes(large);
        Files.write(file, large);
        Tools.run("zstd", "zstd", "-q", "-1", "--long=27", file.toString(), "-o", file + ".zst");

        UndecodableException refused = assertThrows(
                UndecodableException.class, () -> decoded(List.of("zstd"), Files.readAllBytes(Path.of(file + ".zst"))));

        assertTrue(refused.getMessage().contains("memory"), refused.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"zstd", "age"})
    void whatIsCutShortIsNeverTakenForTheWhole(String name) throws Exception {
        byte[] stored = encoded(name.equals("zstd") ? settings(3) : settings(0, Tools.recipient(key)), plain);

        for (int left : new int[] {1, 20, 300, 70_000, stored.length - 1}) {
            byte[] cut = Arrays.copyOf(stored, left);
            assertThrows(UndecodableException.class, () -> decoded(List.of(name), cut), left + " bytes");
        }
    }

    @Test
    void whatWasChangedBehindItsEncryptionIsSaidInWords() throws Exception {
        byte[] stored = encoded(settings(0, Tools.recipient(key)), plain);
        stored[stored.length - 1] ^= 1;

        UndecodableException refused = assertThrows(UndecodableException.class, () -> decoded(List.of("age"), stored));

        assertEquals("can't be decrypted: it was changed, or its end is missing", refused.getMessage());
    }

    @Test
    void anAgeHeaderWithoutAnEndIsRefusedAfterItsFirstKibibytes() throws Exception {
        StringBuilder header = new StringBuilder("age-encryption.org/v1\n");
        while (header.length() < 5 << 20) {
            header.append("-> X25519 AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\nAAAAAAAAAAAAAAAAAAAAAA\n");
        }
        ByteArrayInputStream endless =
                new ByteArrayInputStream(header.toString().getBytes(StandardCharsets.US_ASCII));

        assertThrows(
                UndecodableException.class, () -> Decoding.of(List.of("age"), endless, new Identities(List.of(key))));
        assertTrue(endless.available() > 4 << 20);
    }

    @Test
    void sixtyFourRecipientsFitIntoAHeader() throws Exception {
        String[] recipients = new String[64];
        Arrays.fill(recipients, Tools.recipient(key));

        assertArrayEquals(plain, decoded(List.of("age"), encoded(settings(0, recipients), plain)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "age1pq1aaaaaaa | post-quantum",
                "age1yubikey1qwt50d05nh5vutpdzmlg5wn80xq5negm4uj9ghv0snvdd3yysf5yw3rhl3t | plugin yubikey",
                "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5 | SSH key",
                "AGE-SECRET-KEY-1QQQQ | secret",
                "age1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq | wrong or missing",
                "somebody | starts with age1"
            })
    void whatWeCantEncryptForIsRefusedByName(String example) {
        String[] parts = example.split(" \\| ");

        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> AgeRecipient.parse(parts[0]));

        assertTrue(refused.getMessage().contains(parts[1]), refused.getMessage());
        assertFalse(refused.getMessage().contains("SECRET-KEY-1QQQQ"), refused.getMessage());
    }

    @Test
    void aBadIdentityIsToldByItsPlaceAndNeverByItsText() throws Exception {
        String secret = Files.readAllLines(key).getLast();
        Path bad = Files.writeString(folder.resolve("bad.txt"), "# one\n" + secret.substring(0, 60) + "Q\n");

        NoIdentityException refused =
                assertThrows(NoIdentityException.class, () -> new Identities(List.of(bad)).readers());

        assertEquals(bad + ":2 is no identity: a letter is wrong or missing", refused.getMessage());
        assertFalse(new Identities(List.of(bad)).toString().contains(secret.substring(0, 30)));
    }

    @Test
    void aFlippedBitIsNeverDecodedUnnoticed() throws Exception {
        byte[] small = Arrays.copyOfRange(plain, (2 << 20) - 2_000, (2 << 20) + 2_000);
        byte[] stored = encoded(settings(3, Tools.recipient(key)), small);
        byte[] packed = encoded(settings(3), small);
        Random random = new Random(11);
        for (int i = 0; i < 3_000; i++) {
            requireNoticed(List.of("zstd", "age"), flipped(stored, random), small);
            requireNoticed(List.of("zstd"), flipped(packed, random), small);
        }
    }

    /** Either it is refused, or nothing was changed that matters. */
    private void requireNoticed(List<String> names, byte[] stored, byte[] plain) throws IOException {
        try {
            assertArrayEquals(plain, decoded(names, stored));
        } catch (UndecodableException | NoIdentityException e) {
            assertFalse(e.getMessage().isBlank());
        }
    }

    private static byte[] flipped(byte[] stored, Random random) {
        byte[] copy = stored.clone();
        copy[random.nextInt(copy.length)] ^= (byte) (1 << random.nextInt(8));
        return copy;
    }
}
