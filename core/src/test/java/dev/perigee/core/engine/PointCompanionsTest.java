package dev.perigee.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.core.catalog.Selector;
import dev.perigee.core.config.ConfigRequest;
import dev.perigee.core.outcome.Approval;
import dev.perigee.core.report.RestoreRow;
import dev.perigee.core.restore.RestorePlan;
import dev.perigee.core.restore.RestoreRequest.Cluster;
import dev.perigee.core.restore.RestoreRequest.Data;
import dev.perigee.core.restore.RestoreRequest.Target;
import dev.perigee.core.time.Timing;
import dev.perigee.test.servers.RealEtcd;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PointCompanionsTest {

    @TempDir
    Path folder;

    @Test
    void aRevisionThatIsMadeOfABackupBringsThatBackupsCompanions() throws Exception {
        LocalPlugin.install(folder.resolve("plugins"));
        Path key = Files.writeString(folder.resolve("ca.key"), "private");
        try (RealEtcd etcd = RealEtcd.start("3.6");
                Engine engine = engine(etcd, key)) {
            etcd.load(20, 100);
            etcd.load(20, 100);
            engine.run(new SaveRequest(Optional.empty(), false), _ -> {});
            Files.writeString(key, "changed since");

            engine.run(restore(2), _ -> {});
        }

        Path laidOut = folder.resolve("laid-out").resolve(Path.of("/").relativize(key));
        assertEquals("private", Files.readString(laidOut));
    }

    @Test
    void aPlanTellsTheCompanionsAndTheKeysThatAreNeeded() throws Exception {
        LocalPlugin.install(folder.resolve("plugins"));
        Path key = Files.writeString(folder.resolve("encryption.yaml"), """
                kind: EncryptionConfiguration
                resources: [ { providers: [ { aescbc: { keys: [ { name: one, secret: c2VjcmV0 } ] } } ] } ]
                """);
        try (RealEtcd etcd = RealEtcd.start("3.6");
                Engine engine = engine(etcd, key)) {
            etcd.etcdctl("put", "/registry/secrets/default/a", "k8s:enc:aescbc:v1:one:x")
                    .orFail();
            etcd.etcdctl("put", "/registry/secrets/default/b", "k8s:enc:aescbc:v1:two:x")
                    .orFail();
            engine.run(new SaveRequest(Optional.empty(), false), _ -> {});

            RestoreFrom.Restored planned =
                    engine.run(restore(new Source.Stored(new Selector.Latest()), Approval.withheld()), _ -> {});

            String json = RestoreRow.of(planned).json();
            assertTrue(
                    json.contains(
                            "\"companions\":{\"files\":1,\"sinks\":[\"near\"],\"lacks\":[],\"places\":[{\"path\":\""
                                    + folder.resolve("laid-out")
                                            .resolve(Path.of("/").relativize(key))
                                    + "\",\"fate\":\"write\"}]}"),
                    json);
            assertTrue(
                    json.contains("\"encryptionKeys\":{\"needed\":[{\"name\":\"aescbc:one\",\"values\":1},"
                            + "{\"name\":\"aescbc:two\",\"values\":1}],\"held\":[\"aescbc:one\"],"
                            + "\"missing\":[\"aescbc:two\"]}"),
                    json);
        }
    }

    @Test
    void whatWasWrittenAndWhatWasThereAreCountedWithoutTheirDirectories() throws Exception {
        LocalPlugin.install(folder.resolve("plugins"));
        Path pki = Files.createDirectories(folder.resolve("pki"));
        Files.writeString(pki.resolve("ca.key"), "private");
        Files.writeString(pki.resolve("ca.crt"), "open");
        Path laidOut = folder.resolve("laid-out").resolve(Path.of("/").relativize(pki));
        try (RealEtcd etcd = RealEtcd.start("3.6");
                Engine engine = engine(etcd, pki.resolve("**"))) {
            engine.run(new SaveRequest(Optional.empty(), false), _ -> {});

            assertEquals("2 companions written below " + folder.resolve("laid-out"), told(engine, "first"));
            Files.delete(laidOut.resolve("ca.key"));
            assertEquals(
                    "1 companion written below " + folder.resolve("laid-out") + "; 1 was there already, the same",
                    told(engine, "second"));
            assertEquals(
                    "no companion written below " + folder.resolve("laid-out") + "; 2 were there already, the same",
                    told(engine, "third"));
        }
    }

    private String told(Engine engine, String data) throws Exception {
        return engine.run(restore(new Source.Stored(new Selector.Latest()), Approval.granted(), data), _ -> {})
                .companions()
                .lines()
                .getFirst();
    }

    private RestoreFrom restore(long revision) {
        return restore(new Source.Revision(revision), Approval.granted());
    }

    private RestoreFrom restore(Source source, Approval<RestorePlan> approval) {
        return restore(source, approval, "restored");
    }

    private RestoreFrom restore(Source source, Approval<RestorePlan> approval, String data) {
        return new RestoreFrom(
                source,
                Scope.ALL,
                Cluster.DEFAULT,
                Target.of(folder.resolve(data)),
                Data.AS_IT_IS,
                Optional.of(folder.resolve("laid-out")),
                approval);
    }

    private Engine engine(RealEtcd etcd, Path companion) throws Exception {
        Path config = Files.writeString(
                folder.resolve("perigee.conf"), """
                perigee {
                  state-dir = "%s"
                  clusters { prod { endpoints = ["%s"] } }
                  sinks { near { type = local } }
                  jobs.default { companions { files = ["%s"], unencrypted = yes } }
                }
                """.formatted(folder.resolve("state"), etcd.endpoint(), companion));
        return Engine.open(new EngineRequest(
                Map.of("PERIGEE_CONFIG", config.toString()),
                Optional.of(folder),
                () -> ConfigRequest.NOTHING,
                "0.1.0",
                Timing.system()));
    }
}
