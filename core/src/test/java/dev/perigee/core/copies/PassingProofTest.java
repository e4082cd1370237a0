package dev.perigee.core.copies;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.api.Sha256;
import dev.perigee.core.backup.Bench;
import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.catalog.Manifest;
import dev.perigee.core.catalog.ManifestJson;
import dev.perigee.core.catalog.StoredObject;
import dev.perigee.core.encoding.AgeRecipient;
import dev.perigee.core.encoding.EncodingSettings;
import dev.perigee.core.encoding.Identities;
import dev.perigee.core.encoding.Tools;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.progress.ProgressEvent.Downloading;
import dev.perigee.core.retention.RetentionRules;
import dev.perigee.sink.local.LocalSink;
import dev.perigee.sink.local.LocalSinkConfig;
import dev.perigee.test.servers.RealEtcd;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A copy that is verified is proven while it comes, and only what can't be is brought to a file. */
class PassingProofTest {

    private static final int PAGE = 4096;
    private static final int DIGEST = 32;

    @TempDir
    Path folder;

    private Bench bench;
    private BackupId id;

    @BeforeEach
    void backUp() throws Exception {
        Path identity = Tools.identity(folder, "identity.txt");
        AgeRecipient recipient = AgeRecipient.parse(Tools.recipient(identity));
        bench = new Bench(folder.resolve("maker"));
        for (String name : List.of("plain", "packed", "locked")) {
            bench.with(name, new LocalSink(new LocalSinkConfig(folder.resolve(name))), RetentionRules.KEEP_ALL);
        }
        bench.encoded("packed", new EncodingSettings(OptionalInt.of(3), List.of()))
                .encoded("locked", new EncodingSettings(OptionalInt.of(3), List.of(recipient)));
        bench.identities = new Identities(List.of(identity));
        try (RealEtcd etcd = RealEtcd.start("3.6")) {
            etcd.load(1000, 500);
            id = bench.backup(etcd.endpoint()).manifest().id();
        }
        bench.events.clear();
    }

    @Test
    void aSoundCopyIsFetchedOnceHoweverItIsStored() throws Exception {
        for (Verify.Depth depth : List.of(Verify.Depth.FULL, Verify.Depth.DEEP)) {
            bench.events.clear();

            VerifyResult result = bench.verify(depth);

            assertEquals(Outcome.OK, result.outcome(), result::toString);
            assertEquals(List.of("locked", "packed", "plain"), fetched());
            result.copies()
                    .forEach(copy -> assertTrue(
                            copy.checks().containsAll(List.of("digest", "structure", "rows", "trailer", "hash")),
                            copy::toString));
        }
    }

    /** The sinks that a body was wholly fetched from, once for each time. */
    private List<String> fetched() {
        return bench.events.stream()
                .filter(Downloading.class::isInstance)
                .map(Downloading.class::cast)
                .filter(event -> event.received() == event.total())
                .map(Downloading::sink)
                .sorted()
                .toList();
    }

    @Test
    void whatOnlyAFileCanTellIsFetchedOnceMore() throws Exception {
        Bench stranger = stranger();
        byte[] body = Files.readAllBytes(body());
        Arrays.fill(body, 0, PAGE, (byte) 0); // the other meta page leads to the same
        store(body);

        VerifyResult result = stranger.verify(Verify.Depth.DEEP);

        assertEquals(Outcome.OK, result.outcome(), result::toString);
        bench = stranger;
        assertEquals(List.of("plain", "plain"), fetched());
    }

    @Test
    void damageIsToldInTheFilesWords() throws Exception {
        Bench stranger = stranger();
        byte[] body = Files.readAllBytes(body());
        body[2 * PAGE + 8] ^= 0x40; // a page's type
        for (int page = 3 * PAGE; page < body.length - DIGEST; page += PAGE) {
            body[page + 8] ^= 0x40;
        }
        store(body);

        VerifyResult result = stranger.verify(Verify.Depth.FULL);

        assertEquals(Outcome.DAMAGED, result.outcome());
        assertTrue(result.toString().contains("has the type"), result::toString);
        bench = stranger;
        assertEquals(List.of("plain", "plain"), fetched());
    }

    private Bench stranger() {
        return new Bench(folder.resolve("stranger"))
                .with("plain", new LocalSink(new LocalSinkConfig(folder.resolve("plain"))), RetentionRules.KEEP_ALL);
    }

    private Path body() {
        return folder.resolve("plain/prod/snapshots/" + id + ".db");
    }

    /** With a digest and a manifest that fit. */
    private void store(byte[] body) throws Exception {
        byte[] database = Arrays.copyOf(body, body.length - DIGEST);
        System.arraycopy(Sha256.digest(database).bytes(), 0, body, database.length, DIGEST);
        Files.write(body(), body);
        Path record = folder.resolve("plain/prod/manifests/" + id + ".json");
        Manifest manifest = ManifestJson.read("the manifest", Files.readAllBytes(record));
        StoredObject was = manifest.body();
        Files.write(
                record,
                ManifestJson.write(manifest.with(new StoredObject(
                        was.role(),
                        was.key(),
                        body.length,
                        Sha256.digest(body),
                        was.encoding(),
                        Optional.empty(),
                        was.recipients(),
                        was.companions()))));
    }
}
