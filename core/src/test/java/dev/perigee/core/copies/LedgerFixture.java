package dev.perigee.core.copies;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.core.backup.Bench;
import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.outcome.SinkFailure;
import dev.perigee.core.retention.RetentionRules;
import dev.perigee.core.signing.NewKey;
import dev.perigee.core.signing.Seals;
import dev.perigee.core.signing.SshKey;
import dev.perigee.sink.local.LocalSink;
import dev.perigee.sink.local.LocalSinkConfig;
import dev.perigee.test.servers.RealEtcd;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A sink with two signed backups in it, and those who look at it. */
abstract class LedgerFixture {

    static RealEtcd etcd;

    @TempDir
    Path folder;

    Path bucket;
    Path key;
    Path signers;
    final List<BackupId> made = new ArrayList<>();

    @BeforeAll
    static void start() {
        etcd = RealEtcd.start("3.6");
        etcd.load(20, 100);
    }

    @AfterAll
    static void stop() {
        etcd.close();
    }

    @BeforeEach
    void backUpTwice() throws Exception {
        bucket = folder.resolve("bucket");
        key = folder.resolve("key");
        SshKey open = NewKey.write(key, "bench", new SecureRandom());
        signers = Files.writeString(folder.resolve("signers"), "bench " + open.text() + "\n");
        backUp(0);
        backUp(10);
    }

    void backUp(int seconds) throws Exception {
        Bench maker = bench("state", RetentionRules.KEEP_ALL);
        maker.clock = InstantSource.offset(InstantSource.system(), Duration.ofSeconds(seconds));
        made.add(maker.backup(etcd.endpoint()).manifest().id());
    }

    Bench bench(String state, RetentionRules rules) {
        Bench bench =
                new Bench(folder.resolve(state)).with("bucket", new LocalSink(new LocalSinkConfig(bucket)), rules);
        bench.seals = new Seals(Optional.of(key), Optional.of(signers));
        return bench;
    }

    Bench reader() {
        Bench reader = bench("reader", RetentionRules.KEEP_ALL);
        reader.seals = new Seals(Optional.empty(), Optional.of(signers));
        return reader;
    }

    static List<String> told(Bench bench) throws Exception {
        return new ListBackups(bench.environment())
                .run("prod", bench.destinations()).warnings().stream()
                        .map(SinkFailure::text)
                        .toList();
    }

    Path ledger() throws Exception {
        try (Stream<Path> files = Files.list(bucket.resolve("prod/ledgers"))) {
            return files.findFirst().orElseThrow();
        }
    }

    void remove(BackupId id) throws Exception {
        Files.delete(bucket.resolve("prod/manifests/" + id + ".json"));
        Files.delete(bucket.resolve("prod/manifests/" + id + ".json.sig"));
        Files.delete(bucket.resolve("prod/snapshots/" + id + ".db"));
    }

    void requireTold(Bench bench, String words) throws Exception {
        List<String> told = told(bench);
        assertTrue(told.toString().contains(words), told::toString);
        assertTrue(told.getFirst().startsWith("sink 'bucket': "), told::toString);
    }
}
