package dev.perigee.core.keys;

import static dev.perigee.core.keys.LiveRoundTripTest.all;
import static dev.perigee.core.keys.LiveRoundTripTest.assertSameContent;
import static dev.perigee.core.keys.LiveRoundTripTest.bring;
import static dev.perigee.core.keys.LiveRoundTripTest.dump;
import static dev.perigee.core.keys.LiveRoundTripTest.export;
import static dev.perigee.core.keys.LiveRoundTripTest.numbered;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.api.Secret;
import dev.perigee.core.time.Timing;
import dev.perigee.etcd.client.Bytes;
import dev.perigee.etcd.client.Credentials;
import dev.perigee.etcd.client.EtcdCluster;
import dev.perigee.etcd.client.EtcdConnection;
import dev.perigee.etcd.client.EtcdException;
import dev.perigee.etcd.client.EtcdSettings;
import dev.perigee.etcd.client.MemberStatus;
import dev.perigee.test.servers.EtcdRecipe;
import dev.perigee.test.servers.Eventually;
import dev.perigee.test.servers.RealEtcd;
import dev.perigee.test.servers.RealEtcdCluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What befalls a cluster in the middle of an import and of an export: each fault comes at a known key. */
class LiveFaultTest {

    private static final ImportRules OVERWRITE =
            new ImportRules(KeyFilter.ALL, List.of(), Bytes.EMPTY, OnConflict.OVERWRITE, LeasePolicy.KEEP, false);

    /** So long that an export needs a third page, which isn't asked for before the first is shown. */
    private static final List<KeyEntry> ENTRIES = numbered(300, "x".repeat(50_000));

    private static final String PASSWORD = "root-password";

    @TempDir
    Path folder;

    @Test
    void importAndExportOutliveTheLossOfTheLeader() throws Exception {
        try (RealEtcdCluster cluster = RealEtcdCluster.start(EtcdRecipe.of("3.6"));
                EtcdKeyStore store = EtcdKeyStore.open(EtcdSettings.of(cluster.endpoints()))) {
            DumpFile dump = dump(folder.resolve("keys.jsonl"), ENTRIES);
            Once leaderLost = new Once(() -> leader(cluster).kill());

            ImportReport report = bring(store, OVERWRITE, dump, step -> leaderLost.happen());

            assertEquals(Optional.empty(), report.failure());
            assertTrue(leaderLost.happened.get());
            cluster.members().stream().filter(member -> !isUp(member)).forEach(RealEtcd::restart);
            assertSameContent(ENTRIES, all(patient(store)));
            assertTrue(all(patient(store)).stream().allMatch(entry -> entry.version() == 1), "each written once");

            Once lostAgain = new Once(() -> leader(cluster).kill());
            DumpFile exported = export(patient(store), folder.resolve("export.jsonl"), entry -> lostAgain.happen());

            assertTrue(lostAgain.happened.get());
            assertSameContent(ENTRIES, entriesOf(exported));
        }
    }

    @Test
    void importAndExportOutliveTheExpiryOfTheirToken() throws Exception {
        Path secret = Files.writeString(folder.resolve("jwt.key"), "a secret for tokens, long enough for HMAC");
        try (RealEtcd etcd = RealEtcd.start(
                        "3.6", "--bcrypt-cost=4", "--auth-token=jwt,priv-key=" + secret + ",sign-method=HS256,ttl=3s");
                EtcdKeyStore store = EtcdKeyStore.open(asRoot(etcd))) {
            etcd.etcdctl("user", "add", "root:" + PASSWORD).orFail();
            etcd.etcdctl("user", "grant-role", "root", "root").orFail();
            etcd.etcdctl("auth", "enable").orFail();
            DumpFile dump = dump(folder.resolve("keys.jsonl"), ENTRIES);
            Once expired = new Once(() -> awaitExpiryOfAllTokens(etcd));

            ImportReport report = bring(store, OVERWRITE, dump, step -> expired.happen());

            assertEquals(Optional.empty(), report.failure());
            assertTrue(expired.happened.get());

            Once expiredAgain = new Once(() -> awaitExpiryOfAllTokens(etcd));
            DumpFile exported = export(patient(store), folder.resolve("export.jsonl"), entry -> expiredAgain.happen());

            assertTrue(expiredAgain.happened.get());
            assertSameContent(ENTRIES, entriesOf(exported));
        }
    }

    private static EtcdSettings asRoot(RealEtcd etcd) {
        EtcdSettings plain = EtcdSettings.of(List.of(etcd.endpoint()));
        return new EtcdSettings(
                plain.endpoints(),
                plain.tls(),
                Optional.of(new Credentials("root", Secret.of(PASSWORD))),
                plain.dialTimeout(),
                plain.commandTimeout(),
                plain.idleTimeout());
    }

    private static KeyStore patient(KeyStore store) {
        return new PatientKeyStore(store, EtcdKeyStore::mayPass, Timing.system().sleeper());
    }

    private static List<KeyEntry> entriesOf(DumpFile dump) throws IOException {
        List<KeyEntry> entries = new ArrayList<>();
        dump.forEach(entries::add);
        return entries;
    }

    private static RealEtcd leader(RealEtcdCluster cluster) {
        return cluster.members().stream()
                .filter(LiveFaultTest::isLeader)
                .findFirst()
                .orElseThrow(() -> new AssertionError("nobody leads"));
    }

    private static boolean isLeader(RealEtcd member) {
        return status(member).filter(MemberStatus::isLeader).isPresent();
    }

    private static boolean isUp(RealEtcd member) {
        return status(member).isPresent();
    }

    private static Optional<MemberStatus> status(RealEtcd member) {
        EtcdSettings settings = EtcdSettings.of(List.of(member.endpoint()));
        try (EtcdCluster one = EtcdCluster.open(settings)) {
            EtcdConnection connection = one.connections().getFirst();
            return Optional.of(connection.status());
        } catch (EtcdException e) {
            return Optional.empty();
        }
    }

    /** A token younger than all others is taken until it is refused. */
    private static void awaitExpiryOfAllTokens(RealEtcd etcd) {
        Matcher token = Pattern.compile("\"token\":\"([^\"]+)\"")
                .matcher(post(
                                etcd,
                                "/v3/auth/authenticate",
                                "{\"name\":\"root\",\"password\":\"" + PASSWORD + "\"}",
                                Optional.empty())
                        .body());
        assertTrue(token.find(), "a token");
        Eventually.eventually(
                Duration.ofSeconds(60),
                "the token has expired",
                () -> post(etcd, "/v3/kv/range", "{\"key\":\"YQ==\"}", Optional.of(token.group(1)))
                                .statusCode()
                        != 200);
    }

    private static HttpResponse<String> post(RealEtcd etcd, String path, String body, Optional<String> token) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(etcd.endpoint() + path))
                .POST(HttpRequest.BodyPublishers.ofString(body));
        token.ifPresent(text -> request.header("Authorization", text));
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** A fault that comes at the first key and never again. */
    private static final class Once {

        private final Runnable fault;
        private final AtomicBoolean happened = new AtomicBoolean();

        Once(Runnable fault) {
            this.fault = fault;
        }

        void happen() {
            if (happened.compareAndSet(false, true)) {
                fault.run();
            }
        }
    }
}
