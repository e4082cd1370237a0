package dev.perigee.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.core.backup.Bench;
import dev.perigee.core.catalog.Selector;
import dev.perigee.core.config.ConfigRequest;
import dev.perigee.core.copies.Sought;
import dev.perigee.core.disk.EndDigest;
import dev.perigee.core.encoding.EncodingSettings;
import dev.perigee.core.history.point.Points;
import dev.perigee.core.outcome.Approval;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.progress.ProgressEvent;
import dev.perigee.core.progress.ProgressListener;
import dev.perigee.core.restore.RestorePlan;
import dev.perigee.core.restore.RestoreRequest.Cluster;
import dev.perigee.core.restore.RestoreRequest.Data;
import dev.perigee.core.restore.RestoreRequest.Target;
import dev.perigee.core.retention.RetentionRules;
import dev.perigee.core.spool.SpoolEntry;
import dev.perigee.core.time.Timing;
import dev.perigee.etcd.format.snapshot.Checks;
import dev.perigee.etcd.format.snapshot.Progress;
import dev.perigee.etcd.format.snapshot.Snapshot;
import dev.perigee.etcd.format.snapshot.SnapshotProof;
import dev.perigee.sink.local.LocalSink;
import dev.perigee.sink.local.LocalSinkConfig;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is restored is held against what is stated of it: of a revision by a member, of a backup by its manifest. */
class RestoreAsStatedTest {

    private static final Path GOLDEN = Path.of("src", "test", "golden", "history-1", "sink");
    private static final String BASE = "20261129T113619Z-9-db7df259";
    private static final String LATER = "20261129T113621Z-17-db7df259";

    @TempDir
    Path folder;

    private final List<String> told = new ArrayList<>();

    @BeforeEach
    void copyTheGoldenHistory() throws Exception {
        try (Stream<Path> files = Files.walk(GOLDEN)) {
            for (Path file : files.toList()) {
                Files.copy(
                        file,
                        folder.resolve("sink").resolve(GOLDEN.relativize(file).toString()));
            }
        }
        LocalPlugin.install(folder.resolve("plugins"));
    }

    private Path record() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("sink/prod/history"))) {
            return files.filter(file -> file.getFileName().toString().matches("20-24-.*json"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private long said() throws IOException {
        String json = Files.readString(record());
        return Long.parseLong(json.replaceFirst("(?s).*\"hashKv\":(\\d+).*", "$1"));
    }

    private RestoreFrom.Restored restore(long revision, Data data, Approval<RestorePlan> approval) throws Exception {
        try (Engine engine = engine()) {
            RestoreFrom request = new RestoreFrom(
                    new Source.Revision(revision),
                    Scope.ALL,
                    Cluster.DEFAULT,
                    Target.of(folder.resolve("data")),
                    data,
                    Optional.empty(),
                    approval);
            return engine.run(request, event -> {
                if (event instanceof ProgressEvent.Note(String text)) {
                    told.add(text);
                }
                if (event instanceof ProgressEvent.Warning(String text)) {
                    told.add(text);
                }
            });
        }
    }

    private long restoredHash() throws IOException {
        try (Snapshot snapshot = Snapshot.open(folder.resolve("data/member/snap/db"))) {
            return snapshot.hashKv(24, Progress.NONE).hash();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatAMemberSaidIsWhatIsRestored(boolean compact) throws Exception {
        Data data = new Data(false, compact, Optional.empty(), false, Optional.empty());

        restore(24, data, Approval.granted());

        assertEquals(said(), restoredHash());
    }

    @Test
    void theSameIsSoWhereSomebodyApprovesOfThePlan() throws Exception {
        restore(24, Data.AS_IT_IS, _ -> true);

        assertEquals(said(), restoredHash());
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "4294967295"})
    void whatAMemberSaidOtherwiseIsRefusedBeforeAnythingIsThere(String hash) throws Exception {
        Files.writeString(record(), Files.readString(record()).replaceFirst("\"hashKv\":\\d+", "\"hashKv\":" + hash));

        OperationException refused =
                assertThrows(OperationException.class, () -> restore(24, Data.AS_IT_IS, Approval.granted()));

        assertEquals(Outcome.DAMAGED, refused.outcome());
        assertTrue(
                refused.getMessage()
                        .startsWith("the history behind " + BASE + " isn't what the cluster held: at revision 24"),
                refused.getMessage());
        assertTrue(refused.getMessage().endsWith("where a member said " + hash), refused.getMessage());
        assertFalse(Files.exists(folder.resolve("data")));
    }

    /** What a later backup says of its rows is right, and one of them isn't a row: the digest is of just these bytes. */
    @Test
    void aBackupWithADamagedRowIsStoodInForByAnOlderOne() throws Exception {
        store(LATER, bent(made(17)));

        restore(24, Data.AS_IT_IS, Approval.granted());

        assertEquals(said(), restoredHash());
        assertTrue(
                told.stream()
                        .anyMatch(
                                text -> text.contains(LATER) && text.endsWith("; it is made of " + BASE + " instead")),
                told.toString());
    }

    /** Whoever changed a copy and its manifest forgot what the manifest tells of the content. */
    @ParameterizedTest
    @CsvSource({
        "statusHash, its status hash is",
        "compacted, its compacted revision is",
        "liveKeys, its count of keys is",
        "entries, its count of entries is"
    })
    void aBackupOfOtherContentThanItsManifestTellsOfIsntRestored(String fact, String words) throws Exception {
        storeAsItIs(made(17));
        tell(fact, 7);

        OperationException refused =
                assertThrows(OperationException.class, () -> restore(17, Data.AS_IT_IS, Approval.granted()));

        assertEquals(Outcome.DAMAGED, refused.outcome());
        assertTrue(refused.getMessage().contains(words), refused.getMessage());
        assertTrue(
                refused.getMessage().matches(".* where its manifest says 0*7: it isn't the backup of that id"),
                refused.getMessage());
        assertFalse(Files.exists(folder.resolve("data")));
    }

    @Test
    void aBackupThatIsWhatItsManifestTellsOfIsRestored() throws Exception {
        storeAsItIs(made(17));

        assertTrue(restore(17, Data.AS_IT_IS, Approval.granted()).done().isPresent());
    }

    @Test
    void theHashOfABackupOfOtherContentIsntGivenForItsOwn() throws Exception {
        storeAsItIs(made(17));
        tell("hashKv", 7);
        HashKvRequest newest = new HashKvRequest(new Source.Stored(new Selector.Prefix(LATER)), Scope.ALL, 0);

        try (Engine engine = engine()) {
            OperationException refused =
                    assertThrows(OperationException.class, () -> engine.run(newest, ProgressListener.NONE));

            assertEquals(Outcome.DAMAGED, refused.outcome());
            assertTrue(
                    refused.getMessage().contains("its HashKV at revision 17 is")
                            && refused.getMessage().endsWith("says 7: it isn't the backup of that id"),
                    refused.getMessage());
        }
    }

    /** With a manifest that tells the truth. */
    private void storeAsItIs(byte[] body) throws Exception {
        store(LATER, body);
        try (Snapshot snapshot = Snapshot.open(folder.resolve("sink/prod/snapshots/" + LATER + ".db"))) {
            SnapshotProof proof = snapshot.check(new Checks(false, OptionalLong.of(0)), Progress.NONE);
            tell("statusHash", proof.facts().hash());
            tell("hashKv", proof.hashKv().orElseThrow().hash());
            tell("liveKeys", proof.facts().liveKeys());
            tell("entries", proof.facts().totalEntries());
        }
    }

    private void tell(String fact, long value) throws IOException {
        String json = Files.readString(manifest(LATER));
        Files.writeString(manifest(LATER), json.replaceFirst("\"" + fact + "\":-?\\d+", "\"" + fact + "\":" + value));
    }

    private byte[] made(long revision) throws Exception {
        Bench bench = new Bench(folder.resolve("bench"))
                .with("golden", new LocalSink(new LocalSinkConfig(folder.resolve("sink"))), RetentionRules.KEEP_ALL)
                .encoded("golden", new EncodingSettings(OptionalInt.of(9), List.of()));
        Points points = Points.look(bench.environment(), Sought.anywhere("prod", bench.destinations()));
        try (SpoolEntry scratch = bench.environment().scratch()) {
            Path file = points.make(points.at(revision), scratch).file();
            EndDigest.append(file);
            return Files.readAllBytes(file);
        }
    }

    /** The value of the row of revision 3 begins otherwise than any message; the digest behind it all is that of what is there. */
    private static byte[] bent(byte[] snapshot) throws Exception {
        byte[] row =
                ByteBuffer.allocate(17).putLong(3).put((byte) '_').putLong(0).array();
        byte[] bent = snapshot.clone();
        int found = 0;
        for (int i = 0; i + row.length < bent.length - 32; i++) {
            if (Arrays.equals(bent, i, i + row.length, row, 0, row.length) && bent[i + row.length] == 0x0a) {
                bent[i + row.length] = 0x0b;
                found++;
            }
        }
        assertTrue(found > 0);
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(Arrays.copyOf(bent, bent.length - 32));
        System.arraycopy(digest, 0, bent, bent.length - 32, 32);
        return bent;
    }

    private Path manifest(String id) {
        return folder.resolve("sink/prod/manifests/" + id + ".json");
    }

    private void store(String id, byte[] body) throws Exception {
        Path prod = folder.resolve("sink/prod");
        Files.write(prod.resolve("snapshots/" + id + ".db"), body);
        String digest =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
        String manifest = Files.readString(prod.resolve("manifests/" + BASE + ".json"))
                .replace(BASE, id)
                .replace("\"revision\":9", "\"revision\":17")
                .replace("T11:36:19", "T11:36:22")
                .replace("\"databaseBytes\":20480", "\"databaseBytes\":" + (body.length - 32))
                .replaceFirst("\"length\":777,.*", "\"length\":" + body.length + ",\"sha256\":\"" + digest + "\"}]}");
        Files.writeString(prod.resolve("manifests/" + id + ".json"), manifest);
    }

    private Engine engine() throws Exception {
        Path config = Files.writeString(
                folder.resolve("perigee.conf"), """
                perigee {
                  state-dir = "%s"
                  clusters { prod { endpoints = ["http://127.0.0.1:9"] } }
                  sinks { golden { type = local, directory = "%s" } }
                }
                """.formatted(folder.resolve("state"), folder.resolve("sink")));
        return Engine.open(new EngineRequest(
                Map.of("PERIGEE_CONFIG", config.toString()),
                Optional.of(folder),
                () -> ConfigRequest.NOTHING,
                "0.1.0",
                Timing.system()));
    }
}
