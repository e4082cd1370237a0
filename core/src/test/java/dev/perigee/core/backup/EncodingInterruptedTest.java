package dev.perigee.core.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.api.SinkException;
import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.encoding.AgeRecipient;
import dev.perigee.core.encoding.EncodingSettings;
import dev.perigee.core.encoding.Identities;
import dev.perigee.core.encoding.Tools;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.retention.RetentionRules;
import dev.perigee.sink.local.LocalSink;
import dev.perigee.sink.local.LocalSinkConfig;
import dev.perigee.test.servers.RealEtcd;
import dev.perigee.testkit.FaultySink;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A backup that is encrypted for its only sink, and ends before its time. */
class EncodingInterruptedTest {

    private static final String SECRET = "a value that nobody may find on this disk";
    private static final int KILLS = 6;

    private static RealEtcd etcd;

    @TempDir
    Path state;

    @TempDir
    Path folder;

    private Path identity;
    private String recipient;

    @BeforeAll
    static void start() {
        etcd = RealEtcd.start("3.6");
        etcd.load(500, 1_000);
        etcd.etcdctl("put", "secret", SECRET).orFail();
    }

    @AfterAll
    static void stop() {
        etcd.close();
    }

    @BeforeEach
    void prepare() throws Exception {
        identity = Tools.identity(folder, "identity.txt");
        recipient = Tools.recipient(identity);
    }

    private Bench bench() throws Exception {
        Bench bench = new Bench(state).withLocal(RetentionRules.keepLast(1));
        bench.encoded("local", encoding());
        bench.identities = new Identities(List.of(identity));
        return bench;
    }

    private EncodingSettings encoding() throws Exception {
        return new EncodingSettings(OptionalInt.of(3), List.of(AgeRecipient.parse(recipient)));
    }

    private List<Path> readable() throws Exception {
        try (Stream<Path> files = Files.walk(state)) {
            return files.filter(Files::isRegularFile)
                    .filter(EncodingInterruptedTest::holdsTheSecret)
                    .toList();
        }
    }

    private static boolean holdsTheSecret(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(SECRET);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void requireAllGood(Bench bench) throws Exception {
        for (BackupId id : bench.listed()) {
            Path body = state.resolve("backup/prod/snapshots/" + id + ".db");
            assertTrue(holdsTheSecret(Tools.opened(body, identity, folder)), id::toString);
        }
    }

    @Test
    void whereverItIsKilledNothingHalfIsListedAndTheNextRunLeavesNothingReadable() throws Exception {
        Bench bench = bench();
        bench.backup(etcd.endpoint());
        assertEquals(List.of(), readable());
        int lines = bench.events.size();
        Random random = new Random(20261129);
        int killed = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            Process child = BackupProcess.start(state, etcd.endpoint(), 1, recipient);
            killed += BackupProcess.killAfterLines(child, lines - random.nextInt(10)) ? 1 : 0;

            assertFalse(bench.listed().isEmpty());
            requireAllGood(bench);
        }
        assertTrue(killed > 0, "at least one child was still at work");

        bench.clock = InstantSource.offset(InstantSource.system(), Duration.ofSeconds(10));
        assertEquals(Outcome.OK, bench.backup(etcd.endpoint()).outcome());
        assertEquals(List.of(), bench.spooled());
        assertEquals(List.of(), readable());
    }

    @Test
    void anUploadThatBreaksLeavesItEncryptedAndNothingIsListed() throws Exception {
        FaultySink broken = new FaultySink(new LocalSink(new LocalSinkConfig(state.resolve("backup"))))
                .failEveryCall(FaultySink.Verb.PUT, SinkException.Kind.UNREACHABLE);
        Bench bench =
                new Bench(state).with("far", broken, RetentionRules.keepLast(1)).encoded("far", encoding());

        BackupResult result = bench.backup(etcd.endpoint());

        assertFalse(result.isStored(), result::toString);
        assertEquals(List.of(), bench.listed());
        assertFalse(bench.spooled().isEmpty());
        assertEquals(List.of(), readable());
    }
}
