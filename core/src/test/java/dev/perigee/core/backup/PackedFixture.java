package dev.perigee.core.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.catalog.Manifest;
import dev.perigee.core.catalog.ManifestJson;
import dev.perigee.core.catalog.Selector;
import dev.perigee.core.catalog.StoredObject;
import dev.perigee.core.copies.Fetch;
import dev.perigee.core.copies.Sought;
import dev.perigee.core.copies.Verify;
import dev.perigee.core.copies.VerifyResult;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.retention.RetentionRules;
import dev.perigee.core.sinks.Format;
import dev.perigee.sink.local.LocalSink;
import dev.perigee.sink.local.LocalSinkConfig;
import dev.perigee.test.servers.RealEtcd;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A sink that keeps backups as packs of rows, and an etcd that fills it. */
abstract class PackedFixture {

    @TempDir
    Path folder;

    RealEtcd etcd;
    Path state;
    Bench bench;
    Instant now = Instant.now();

    @BeforeEach
    void start() {
        etcd = RealEtcd.start("3.6");
        etcd.load(400, 2_000);
        state = folder.resolve("state");
        bench = on(state, RetentionRules.KEEP_ALL);
    }

    @AfterEach
    void stop() {
        etcd.close();
    }

    Bench on(Path machine, RetentionRules rules) {
        Bench made = new Bench(machine)
                .with("local", new LocalSink(new LocalSinkConfig(folder.resolve("state/backup"))), rules)
                .formatted("local", Format.PACKS);
        made.clock = () -> now;
        return made;
    }

    /** The clock stands until it is moved, and two backups of one moment have no order. */
    Manifest backup(Bench by) throws Exception {
        now = now.plusSeconds(2);
        BackupResult result = by.backup(etcd.endpoint());
        assertEquals(Outcome.OK, result.outcome(), () -> result.toString());
        return stored(result.manifest().id());
    }

    Manifest stored(BackupId id) throws Exception {
        Path file = state.resolve("backup/prod/manifests/" + id + ".json");
        return ManifestJson.read("manifest", Files.readAllBytes(file));
    }

    Path object(StoredObject object) {
        return state.resolve("backup").resolve(object.key().value());
    }

    void change(int keys, String value) {
        for (int key = 0; key < keys; key++) {
            etcd.etcdctl("put", "changed/" + value.charAt(0) + key, value);
        }
    }

    void compactAndDefragment() {
        String status = etcd.etcdctl("endpoint", "status", "-w", "json").stdout();
        String revision = status.replaceAll("(?s).*\"revision\":([0-9]+).*", "$1");
        etcd.etcdctl("compact", "--physical", revision);
        etcd.etcdctl("defrag");
    }

    VerifyResult verify(Bench by, BackupId id, Verify.Depth depth) throws Exception {
        return new Verify(by.environment()).run("prod", by.destinations(), Selector.parse(id.toString()), depth, true);
    }

    Path fetched(Bench by, Manifest manifest) throws Exception {
        Path file = folder.resolve(manifest.id() + ".db");
        new Fetch(by.environment())
                .run(
                        Sought.anywhere("prod", by.destinations()),
                        Selector.parse(manifest.id().toString()),
                        file);
        return file;
    }
}
