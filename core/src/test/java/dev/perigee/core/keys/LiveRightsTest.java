package dev.perigee.core.keys;

import static dev.perigee.core.keys.LiveRoundTripTest.dump;
import static dev.perigee.core.keys.LiveRoundTripTest.export;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.api.Secret;
import dev.perigee.etcd.client.Bytes;
import dev.perigee.etcd.client.Credentials;
import dev.perigee.etcd.client.EtcdException;
import dev.perigee.etcd.client.EtcdSettings;
import dev.perigee.test.servers.RealEtcd;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys of a live cluster for a user who may not see all of them, and of endpoints that aren't one cluster. */
class LiveRightsTest {

    private static final KeyFilter APP = new KeyFilter(List.of(Bytes.of("app/")), List.of());

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"3.4", "3.7"})
    void whoMayReadAPrefixMayExportAndPruneIt(String version) throws Exception {
        try (RealEtcd etcd = RealEtcd.start(version, "--bcrypt-cost=4");
                EtcdKeyStore store = EtcdKeyStore.open(asGuest(etcd.endpoint()))) {
            for (String line : List.of(
                    "put app/a 1",
                    "put app/b 2",
                    "put other 3",
                    "user add root:top",
                    "user grant-role root root",
                    "role add app",
                    "role grant-permission app readwrite app/ app0",
                    "user add guest:low",
                    "user grant-role guest app",
                    "auth enable")) {
                etcd.etcdctl(line.split(" ")).orFail();
            }

            assertEquals(List.of("app/a", "app/b"), keys(store));
            assertEquals(
                    EtcdException.Kind.DENIED,
                    assertThrows(
                                    EtcdException.class,
                                    () -> LiveKeySource.at(
                                            store, KeyFilter.ALL, OptionalLong.empty(), false, Instant.EPOCH))
                            .kind());

            ImportReport report = new ImportRun(
                            store,
                            EtcdKeyStore::mayPass,
                            new ImportRules(APP, List.of(), Bytes.EMPTY, OnConflict.OVERWRITE, LeasePolicy.KEEP, true),
                            true,
                            step -> {})
                    .run(List.of(dump(folder.resolve("none.jsonl"), List.of())));

            assertEquals(Optional.empty(), report.failure());
            assertEquals(2, report.count(ImportStep.Action.DELETE));
            assertEquals(List.of(), keys(store));
        }
    }

    @Test
    void endpointsOfTwoClustersAreRefusedBeforeAKeyIsReadOrWritten() throws Exception {
        try (RealEtcd one = RealEtcd.start("3.6", "--initial-cluster-token=one");
                RealEtcd other = RealEtcd.start("3.6", "--initial-cluster-token=other");
                EtcdKeyStore store = EtcdKeyStore.open(EtcdSettings.of(List.of(one.endpoint(), other.endpoint())))) {
            List<KeyStore.Write> write = List.of(new KeyStore.Write(Bytes.of("a"), 0, Optional.of(Bytes.of("1")), 0));

            EtcdException reading =
                    assertThrows(EtcdException.class, () -> export(store, folder.resolve("all.jsonl"), entry -> {}));
            EtcdException writing = assertThrows(EtcdException.class, () -> store.write(write));

            for (EtcdException refused : List.of(reading, writing)) {
                assertEquals(EtcdException.Kind.INVALID, refused.kind());
                assertTrue(refused.getMessage().contains("all endpoints must belong to one"), refused.getMessage());
            }
            assertEquals("", one.etcdctl("get", "a").orFail().stdout());
        }
    }

    private static List<String> keys(EtcdKeyStore store) throws Exception {
        List<String> keys = new ArrayList<>();
        LiveKeySource.at(store, APP, OptionalLong.empty(), false, Instant.EPOCH)
                .forEach(APP, entry -> keys.add(entry.key().toString()));
        return keys;
    }

    private static EtcdSettings asGuest(URI endpoint) {
        EtcdSettings plain = EtcdSettings.of(List.of(endpoint));
        return new EtcdSettings(
                plain.endpoints(),
                plain.tls(),
                Optional.of(new Credentials("guest", Secret.of("low"))),
                plain.dialTimeout(),
                plain.commandTimeout(),
                plain.idleTimeout());
    }
}
