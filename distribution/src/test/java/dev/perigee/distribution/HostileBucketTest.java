package dev.perigee.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.distribution.AttackedBuckets.Attack;
import dev.perigee.test.servers.CommandResult;
import dev.perigee.test.servers.Eventually;
import dev.perigee.test.servers.FaultProxy;
import dev.perigee.test.servers.Ports;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The commands in this process, with the plugins of the installed product; the daemon is that itself. Somebody may write to one of two buckets of a real MinIO, and does what update systems are judged by. A machine that knows
 * nothing but the configuration finds and names it, takes the other bucket's copy, and removes nothing that is good.
 */
class HostileBucketTest {

    private static final Duration LONG = Duration.ofMinutes(5);

    @TempDir
    static Path folder;

    private static AttackedBuckets buckets;

    @BeforeAll
    static void backUpTwice() throws Exception {
        buckets = AttackedBuckets.make(folder);
    }

    @AfterAll
    static void stop() {
        buckets.close();
    }

    /** Each verb on a machine of its own: what one has found another must find by itself. */
    private CommandResult fresh(String verb, String settings, String... arguments) throws IOException {
        return InProcess.run(
                buckets.product(),
                buckets.environment("fresh-" + verb + "-" + System.nanoTime(), settings, ""),
                arguments);
    }

    private static void requireSaid(String words, String all) {
        assertTrue(Stream.of(words.split("\\|")).anyMatch(all::contains), () -> words + " isn't said: " + all);
        assertTrue(all.contains("exposed"), () -> "no sink is named: " + all);
    }

    @ParameterizedTest
    @EnumSource
    void eachIsFoundAndNamedWhereManifestsAreSigned(Attack attack) throws Exception {
        buckets.commit(attack);
        try {
            requireSaid(attack.signed, requireHarmless(buckets.trusting()));
        } finally {
            buckets.undo();
        }
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"OLD_ONE_UNDER_A_FRESH_ID", "CHANGED_MANIFEST"}) // what signatures are for
    void whatCanBeFoundWithoutSignaturesStillIs(Attack attack) throws Exception {
        buckets.commit(attack);
        try {
            String said = requireHarmless("");

            if (!attack.unsigned.isEmpty()) {
                requireSaid(attack.unsigned, said);
            }
        } finally {
            buckets.undo();
        }
    }

    @Test
    void ofTwoManifestsThatDifferNeitherIsTakenWhereNobodySigned() throws IOException {
        buckets.commit(Attack.CHANGED_MANIFEST);
        try {
            CommandResult verify = fresh("verify", "", "snapshot", "verify", "latest", "--all-sinks");

            assertEquals(10, verify.exitCode(), verify.stderr());
            assertTrue(verify.stderr().contains("the manifests in exposed, safe differ"), verify.stderr());
        } finally {
            buckets.undo();
        }
    }

    /** It proves what is stored, makes a backup, lets retention look at the rest, and says how it stands. */
    @ParameterizedTest
    @EnumSource
    void theDaemonNamesEachAndRemovesNothingGood(Attack attack) throws Exception {
        buckets.commit(attack);
        try {
            boolean left = buckets.holds("exposed", buckets.older());
            String said = requireHarmlessToDaemon();

            requireSaid(attack.signed, said);
            assertEquals(left, buckets.holds("exposed", buckets.older()), said);
        } finally {
            buckets.undo();
        }
    }

    /** The store answers, until so many bytes have passed; then a byte comes now and then. */
    @ParameterizedTest
    @ValueSource(longs = {0, 20_000})
    void dropByDropIsBrokenOffAndTheOtherBucketTaken(long bytes) throws Exception {
        slowly(new FaultProxy.Fault.Drip(bytes, 300));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 20_000})
    void aStandstillIsBrokenOffAndTheOtherBucketTaken(long bytes) throws Exception {
        slowly(new FaultProxy.Fault.Stall(bytes));
    }

    private void slowly(FaultProxy.Fault fault) throws Exception {
        URI where = URI.create(buckets.minio().url());
        try (FaultProxy proxy = FaultProxy.before(where.getHost(), where.getPort())) {
            proxy.inject(fault);
            buckets.exposedAt("http://127.0.0.1:" + proxy.port(), ", stall-timeout = 2s, retry.attempts = 1");

            requireSaid("s and was cancelled", requireHarmless(buckets.trusting()));
            requireSaid("s and was cancelled", requireHarmlessToDaemon());
        } finally {
            buckets.exposedAt(buckets.minio().url(), "");
            buckets.undo();
        }
    }

    /** All verbs: the newest good backup is what they take, and both good ones stay where they are. */
    private String requireHarmless(String settings) throws Exception {
        Path data = folder.resolve("data-" + System.nanoTime());
        List<CommandResult> all = new ArrayList<>(atOnce(
                () -> fresh("list", settings, "snapshot", "list"),
                () -> fresh("verify", settings, "snapshot", "verify", "latest", "--all-sinks"),
                () -> fresh(
                        "restore", settings, "snapshot", "restore", "latest", "--data-dir", "" + data, "-w", "json"),
                () -> fresh("export", settings, "export", "--from", "latest", "--keys-only")));
        all.add(fresh("prune", settings, "snapshot", "prune")); // last: it changes what the others see
        CommandResult list = all.getFirst();
        CommandResult restore = all.get(2);
        CommandResult export = all.get(3);

        String revision = "\"revision\":" + buckets.newest().split("-")[1];
        assertTrue(list.stdout().contains(buckets.newest()), list.stdout() + list.stderr());
        assertEquals(0, restore.exitCode(), restore.stderr());
        assertTrue(restore.stdout().contains(revision), restore.stdout());
        assertEquals(0, export.exitCode(), export.stderr());
        assertTrue(export.stdout().contains(revision), export.stdout());
        requireBothAreSafe(all.getLast().stdout());
        all.forEach(each -> assertNotEquals(1, each.exitCode(), each.stderr()));
        return String.join(
                "\n", all.stream().map(each -> each.stdout() + each.stderr()).toList());
    }

    /** Each waits for the same store that doesn't answer: one after the other they would wait four times. */
    @SafeVarargs
    private static List<CommandResult> atOnce(Callable<CommandResult>... verbs) throws Exception {
        try (ExecutorService machines = Executors.newVirtualThreadPerTaskExecutor()) {
            List<CommandResult> all = new ArrayList<>();
            for (Future<CommandResult> each : machines.invokeAll(List.of(verbs))) {
                all.add(each.get());
            }
            return all;
        }
    }

    private static void requireBothAreSafe(String said) {
        assertTrue(buckets.holds("safe", buckets.newest()), said);
        assertTrue(buckets.holds("safe", buckets.older()), said);
    }

    /** What a daemon on a machine of its own says while it proves all and makes one backup, and how it stands afterwards. */
    private String requireHarmlessToDaemon() throws Exception {
        String state = "daemon-" + System.nanoTime();
        int port = Ports.free();
        Path token = Files.writeString(folder.resolve("token"), "a-token-of-this-test\n");
        Map<String, String> environment = buckets.environment(
                state,
                buckets.signing() + ", instance = daemon, http { listen = \"127.0.0.1:" + port
                        + "\", operate-tokens = [\"" + token + "\"] }, jobs.default { schedule = none,"
                        + " verify { schedule = \"@every 1s\", newest = 1, sample = 3, all-sinks = true } }",
                ", retention.keep-last = 3");
        try (RunningDaemon daemon =
                RunningDaemon.start(buckets.product(), environment, folder.resolve(state + ".log"))) {
            Eventually.eventually(
                    LONG,
                    "it proves what is in the safe bucket",
                    () -> daemon.said().contains(buckets.newest() + " in sink safe was read back and is good"));
            backUp(port);
            Eventually.eventually(LONG, "it makes a backup", () -> daemon.said().contains(", stored in "));
            CommandResult status = InProcess.run(buckets.product(), environment, "status");
            assertEquals(0, daemon.terminate(), daemon.said());
            requireBothAreSafe(daemon.said());
            assertNotEquals(1, status.exitCode(), status.stderr());
            return daemon.said() + status.stdout() + status.stderr();
        }
    }

    private static void backUp(int port) throws Exception {
        URI start = URI.create("http://127.0.0.1:" + port + "/api/v1/backup/start?wait=true");
        HttpRequest request = HttpRequest.newBuilder(start)
                .header("Authorization", "Bearer a-token-of-this-test")
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            client.send(request, HttpResponse.BodyHandlers.ofString());
        }
    }
}
