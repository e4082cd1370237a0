package dev.perigee.core.copies;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.api.Sha256;
import dev.perigee.core.backup.Bench;
import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.catalog.Manifest;
import dev.perigee.core.catalog.ManifestJson;
import dev.perigee.core.catalog.Selector;
import dev.perigee.core.catalog.StoredObject;
import dev.perigee.core.disk.DurableFile;
import dev.perigee.core.encoding.AgeRecipient;
import dev.perigee.core.encoding.EncodingSettings;
import dev.perigee.core.encoding.Identities;
import dev.perigee.core.encoding.Tools;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.retention.RetentionRules;
import dev.perigee.core.signing.NewKey;
import dev.perigee.core.signing.Seals;
import dev.perigee.core.signing.SshKey;
import dev.perigee.sink.local.LocalSink;
import dev.perigee.sink.local.LocalSinkConfig;
import dev.perigee.test.servers.RealEtcd;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * One bit is flipped, somewhere in what a bucket holds, and a machine that knows nothing but the signers and an identity verifies
 * it. In the build a sample; {@code -Dmutations=10000} flips so many in all.
 */
class MutationTest {

    private static final int MUTATIONS = Integer.getInteger("mutations", 110);
    private static final String VALUE = "a value that is looked for in the file ".repeat(4);
    private static final int PAGE = 4096;

    /** Where a bit is flipped, and what is said of it. */
    enum Region {
        AGE_HEADER("locked", "has SHA-256"),
        AGE_CHUNK("locked", "has SHA-256"),
        ZSTD_FRAME("packed", "has SHA-256"),
        MANIFEST("plain", "isn't believed|is damaged|has format version|no backup is believed"),
        SIGNATURE("plain", "isn't believed"),
        LEDGER("plain", "the ledger"),
        TRAILER("plain", "has SHA-256"),
        META("plain", "has SHA-256"),
        BRANCH("plain", "has SHA-256"),
        LEAF("plain", "has SHA-256"),
        VALUE("plain", "has SHA-256");

        private final String sink;
        private final String words;

        Region(String sink, String words) {
            this.sink = sink;
            this.words = words;
        }
    }

    @TempDir
    static Path folder;

    private static Path identity;
    private static Path signers;
    private static BackupId id;

    @BeforeAll
    static void backUp() throws Exception {
        identity = Tools.identity(folder, "identity.txt");
        Path key = folder.resolve("key");
        SshKey open = NewKey.write(key, "bench", new SecureRandom());
        signers = Files.writeString(folder.resolve("signers"), "bench " + open.text() + "\n");
        try (RealEtcd etcd = RealEtcd.start("3.6")) {
            etcd.load(1000, 100);
            etcd.etcdctl("put", "sought", VALUE).orFail();
            Bench bench = bench("maker");
            bench.seals = new Seals(Optional.of(key), Optional.of(signers));
            id = bench.backup(etcd.endpoint()).manifest().id();
        }
    }

    private static Bench bench(String state, String... names) throws Exception {
        Bench bench = new Bench(folder.resolve(state));
        for (String name : names.length == 0 ? new String[] {"plain", "packed", "locked"} : names) {
            bench.with(name, new LocalSink(new LocalSinkConfig(folder.resolve(name))), RetentionRules.KEEP_ALL);
        }
        AgeRecipient recipient = AgeRecipient.parse(Tools.recipient(identity));
        return bench.encoded("packed", new EncodingSettings(OptionalInt.of(3), List.of()))
                .encoded("locked", new EncodingSettings(OptionalInt.of(3), List.of(recipient)));
    }

    private static Path body(Region region) {
        return folder.resolve(region.sink).resolve("prod/snapshots/" + id + ".db");
    }

    private static Path manifest(Region region) {
        return folder.resolve(region.sink).resolve("prod/manifests/" + id + ".json");
    }

    private static Path file(Region region) throws Exception {
        return switch (region) {
            case MANIFEST -> manifest(region);
            case SIGNATURE -> manifest(region).resolveSibling(id + ".json.sig");
            case LEDGER -> {
                try (Stream<Path> files = Files.list(folder.resolve(region.sink).resolve("prod/ledgers"))) {
                    yield files.findFirst().orElseThrow();
                }
            }
            default -> body(region);
        };
    }

    /** The bytes that belong to a region. */
    private static List<Integer> places(Region region, byte[] bytes) {
        List<Integer> places = new ArrayList<>();
        int headerEnd = region.sink.equals("locked") ? headerEnd(bytes) : 0;
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        for (int at = 0; at < bytes.length; at++) {
            int in = at;
            boolean within = switch (region) {
                case AGE_HEADER -> at < headerEnd;
                case AGE_CHUNK -> at >= headerEnd;
                case ZSTD_FRAME, MANIFEST -> true;
                case SIGNATURE, LEDGER -> bytes[at] != '\n'; // a line's end says nothing in an armour
                case TRAILER -> at >= bytes.length - 32;
                case META -> at < bytes.length - 32 && kind(bytes, in) == 4;
                case BRANCH -> at < bytes.length - 32 && kind(bytes, in) == 1;
                case LEAF -> at < bytes.length - 32 && kind(bytes, in) == 2;
                case VALUE -> false;
            };
            if (within) {
                places.add(at);
            }
        }
        if (region == Region.VALUE) {
            int start = text.indexOf(VALUE);
            for (int at = start; at < start + VALUE.length(); at++) {
                places.add(at);
            }
        }
        return places;
    }

    private static int kind(byte[] bytes, int at) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getShort(at / PAGE * PAGE + 8);
    }

    private static int headerEnd(byte[] bytes) {
        int mac = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("\n--- ");
        return new String(bytes, StandardCharsets.ISO_8859_1).indexOf('\n', mac + 1) + 1;
    }

    /** What a machine that knows nothing says; it forgets it again. */
    private static String said(Region region, boolean signed) throws Exception {
        Path state = folder.resolve("stranger");
        Bench stranger = bench("stranger", region.sink);
        stranger.identities = new Identities(List.of(identity));
        stranger.seals = signed ? new Seals(Optional.empty(), Optional.of(signers)) : Seals.NONE;
        try {
            VerifyResult result = stranger.verify(Verify.Depth.FULL);
            return result.outcome() == Outcome.OK ? "" : result.toString();
        } catch (OperationException e) {
            assertTrue(e.outcome() == Outcome.DAMAGED || e.outcome() == Outcome.REFUSED, e::toString);
            return String.valueOf(e.getMessage());
        } finally {
            DurableFile.deleteTree(state);
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyFlippedBitIsFoundAndSaidInItsOwnWords(Region region) throws Exception {
        Path file = file(region);
        byte[] good = Files.readAllBytes(file);
        List<Integer> places = places(region, good);
        assertFalse(places.isEmpty());
        Random random = new Random(region.ordinal());
        try {
            for (int i = 0; i < MUTATIONS / Region.values().length; i++) {
                byte[] bad = good.clone();
                int at = places.get(random.nextInt(places.size()));
                int bit = random.nextInt(8);
                bad[at] ^= (byte) (1 << bit);
                Files.write(file, bad);

                String said = said(region, true);

                String where = "byte " + at + ", bit " + bit + ": " + said;
                assertTrue(Stream.of(region.words.split("\\|")).anyMatch(said::contains), where);
            }
        } finally {
            Files.write(file, good);
        }
        assertEquals("", said(region, true));
    }

    /** Whoever may write a manifest that nobody signs makes it fit. What decodes to other bytes is found all the same. */
    @ParameterizedTest
    @EnumSource(names = {"AGE_HEADER", "AGE_CHUNK", "ZSTD_FRAME", "TRAILER", "META", "BRANCH", "LEAF", "VALUE"})
    void aBodyWhoseUnsignedManifestWasMadeToFitIsFoundByWhatItHolds(Region region) throws Exception {
        Path file = file(region);
        byte[] good = Files.readAllBytes(file);
        byte[] record = Files.readAllBytes(manifest(region));
        Manifest manifest = ManifestJson.read("the manifest", record);
        List<Integer> places = places(region, good);
        Random random = new Random(100 + region.ordinal());
        try {
            for (int i = 0; i < MUTATIONS / Region.values().length; i++) {
                byte[] bad = good.clone();
                int at = places.get(random.nextInt(places.size()));
                bad[at] ^= (byte) (1 << random.nextInt(8));
                Files.write(file, bad);
                Files.write(manifest(region), ManifestJson.write(fitting(manifest, bad)));

                String said = said(region, false);

                assertTrue(!said.isEmpty() || isTheSame(region), "byte " + at);
            }
        } finally {
            Files.write(file, good);
            Files.write(manifest(region), record);
        }
    }

    private static Manifest fitting(Manifest manifest, byte[] body) {
        StoredObject was = manifest.body();
        return manifest.with(new StoredObject(
                was.role(),
                was.key(),
                body.length,
                Sha256.digest(body),
                was.encoding(),
                was.plain(),
                was.recipients(),
                was.companions()));
    }

    /** A bit that a format leaves unused changes nothing. */
    private static boolean isTheSame(Region region) throws Exception {
        Bench stranger = bench("stranger", region.sink);
        stranger.identities = new Identities(List.of(identity));
        Path fetched = folder.resolve("fetched");
        try {
            new Fetch(stranger.environment())
                    .run(Sought.anywhere("prod", stranger.destinations()), new Selector.Latest(), fetched);
            return Files.mismatch(fetched, folder.resolve("plain/prod/snapshots/" + id + ".db")) == -1;
        } finally {
            DurableFile.deleteTree(folder.resolve("stranger"));
        }
    }

    @Test
    void nothingIsFoundWhereNothingWasFlipped() throws Exception {
        for (Region region : Region.values()) {
            assertEquals("", said(region, true));
        }
    }
}
