package dev.perigee.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.test.servers.CommandResult;
import dev.perigee.test.servers.Eventually;
import dev.perigee.test.servers.RealEtcd;
import dev.perigee.test.servers.RealS3;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Somebody may write to one of two buckets of a real MinIO, and does what update systems are judged by. A machine that knows
 * nothing but the configuration finds and names it, takes the other bucket's copy, and removes nothing that is good.
 */
class HostileBucketTest {

    private static final String SIGNED = "trust.signers = \"%s\"";

    /** What is done, and what is said of it where manifests are signed and where they aren't; nothing if nobody can tell. */
    enum Attack {
        ARBITRARY_CONTENT("SHA-256", "SHA-256"),
        LONGER_CONTENT("bytes where its manifest says", "bytes where its manifest says"),
        CHANGED_MANIFEST("isn't believed", "damaged"),
        NO_SIGNATURE("it isn't signed", ""),
        MIXED_BODIES("SHA-256|bytes where", "SHA-256|bytes where"),
        MIXED_MANIFESTS("isn't believed|of another backup", "of another backup"),
        TAKEN_AWAY("is missing", ""),
        ROLLED_BACK("somebody put an old state back", ""),
        OLD_ONE_UNDER_A_FRESH_ID("counts for nothing", "neither made nor proven|differ|damaged"),
        LEDGER_OF_THE_OTHER_BUCKET("it was written for sink 'safe'", "");

        private final String signed;
        private final String unsigned;

        Attack(String signed, String unsigned) {
            this.signed = signed;
            this.unsigned = unsigned;
        }
    }

    @TempDir
    static Path folder;

    private static Product product;
    private static RealEtcd etcd;
    private static RealS3 minio;
    private static String older;
    private static String newest;
    private static Instant saved = Instant.MAX;

    @BeforeAll
    static void backUpTwice() throws Exception {
        product = Product.unpack();
        etcd = RealEtcd.start("3.6");
        minio = RealS3.minio();
        minio.mc("mb", "m/exposed", "m/safe").orFail();
        run("maker", "", "key", "new", folder.resolve("key").toString()).orFail();
        CommandResult shown =
                run("maker", "", "key", "show", folder.resolve("key").toString(), "-w", "json");
        String open = shown.stdout().replaceAll("(?s).*(ssh-ed25519 [A-Za-z0-9+/=]+).*", "$1");
        Files.writeString(folder.resolve("signers"), "host " + open + "\n");
        String signing = "sign.key-file = \"" + folder.resolve("key") + "\", " + signed();
        etcd.load(50, 100);
        older = save(signing);
        minio.mc("mirror", "m/exposed", folder.resolve("before").toString()).orFail();
        etcd.load(50, 200);
        newest = save(signing);
        saved = Instant.now();
        minio.mc("mirror", "m/exposed", folder.resolve("good").toString()).orFail();
    }

    @AfterAll
    static void stop() {
        minio.close();
        etcd.close();
        product.close();
    }

    private static String signed() {
        return SIGNED.formatted(folder.resolve("signers"));
    }

    private static String save(String signing) throws IOException {
        run("maker", signing, "snapshot", "save").orFail();
        try (Stream<Path> manifests = Files.walk(minio.directory().resolve("safe/prod/manifests"), 1)) {
            return manifests
                    .map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".json"))
                    .max(Comparator.naturalOrder())
                    .orElseThrow()
                    .replace(".json", "");
        }
    }

    private static CommandResult run(String state, String seals, String... arguments) throws IOException {
        Path configuration = folder.resolve("perigee.conf");
        String sink = "type = minio, endpoint = \"" + minio.url() + "\", access-key = " + RealS3.ACCESS_KEY
                + ", secret-key = " + RealS3.SECRET_KEY + ", retention.keep-last = 2";
        Files.writeString(
                configuration,
                "perigee { clusters.prod.endpoints = [\"" + etcd.endpoint() + "\"], " + seals
                        + (seals.isEmpty() ? "" : ", ") + "sinks { exposed { bucket = exposed, " + sink
                        + " }, safe { bucket = safe, " + sink + " } } }");
        return product.run(
                Map.of(
                        "PERIGEE_STATE_DIR", folder.resolve(state).toString(),
                        "PERIGEE_CONFIG", configuration.toString()),
                arguments);
    }

    private static void put(Path from, String to) {
        minio.mc("cp", from.toString(), "m/exposed/prod/" + to).orFail();
    }

    private static void take(String key) {
        minio.mc("rm", "m/exposed/prod/" + key).orFail();
    }

    private static Path good(String key) {
        return folder.resolve("good/prod/" + key);
    }

    private static Path changed(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("changed"), bytes);
    }

    private static String ledger() throws IOException {
        try (Stream<Path> ledgers = Files.list(folder.resolve("good/prod/ledgers"))) {
            return "ledgers/" + ledgers.findFirst().orElseThrow().getFileName();
        }
    }

    private static void commit(Attack attack) throws IOException {
        String body = "snapshots/" + newest + ".db";
        String manifest = "manifests/" + newest + ".json";
        switch (attack) {
            case ARBITRARY_CONTENT -> {
                byte[] bytes = Files.readAllBytes(good(body));
                bytes[bytes.length / 2] ^= 1;
                put(changed(bytes), body);
            }
            case LONGER_CONTENT -> put(changed(Arrays.copyOf(Files.readAllBytes(good(body)), 64 << 20)), body);
            case CHANGED_MANIFEST ->
                put(
                        changed(Files.readString(good(manifest))
                                .replace("\"liveKeys\":", "\"liveKeys\":1")
                                .getBytes(java.nio.charset.StandardCharsets.UTF_8)),
                        manifest);
            case NO_SIGNATURE -> take(manifest + ".sig");
            case MIXED_BODIES -> put(good("snapshots/" + older + ".db"), body);
            case MIXED_MANIFESTS -> {
                put(good("manifests/" + older + ".json"), manifest);
                put(good("manifests/" + older + ".json.sig"), manifest + ".sig");
            }
            case TAKEN_AWAY -> {
                take(manifest);
                take(manifest + ".sig");
                take(body);
            }
            case ROLLED_BACK -> {
                Eventually.eventually(
                        Duration.ofMinutes(2),
                        "the minute is over in which ledgers may still be on their way to other sinks",
                        () -> Instant.now().isAfter(saved.plusSeconds(62)));
                minio.mc("rm", "--recursive", "--force", "m/exposed/prod").orFail();
                minio.mc("mirror", folder.resolve("before").toString(), "m/exposed")
                        .orFail();
            }
            case OLD_ONE_UNDER_A_FRESH_ID -> {
                String fresh = "2026" + newest.substring(4, 9) + "235959Z" + older.substring(16);
                put(good("snapshots/" + older + ".db"), "snapshots/" + fresh + ".db");
                put(
                        changed(Files.readString(good("manifests/" + older + ".json"))
                                .replace(older, fresh)
                                .getBytes(java.nio.charset.StandardCharsets.UTF_8)),
                        "manifests/" + fresh + ".json");
                put(good("manifests/" + older + ".json.sig"), "manifests/" + fresh + ".json.sig");
            }
            case LEDGER_OF_THE_OTHER_BUCKET -> {
                minio.mc("cp", "m/safe/prod/" + ledger(), "m/exposed/prod/" + ledger())
                        .orFail();
            }
        }
    }

    private static void restoreBucket() {
        minio.mc("rm", "--recursive", "--force", "m/exposed/prod").orFail();
        minio.mc("mirror", folder.resolve("good").toString(), "m/exposed").orFail();
    }

    /** Each verb on a machine of its own: what one has found another must find by itself. */
    private CommandResult fresh(String verb, String seals, String... arguments) throws IOException {
        return run("fresh-" + verb + "-" + System.nanoTime(), seals, arguments);
    }

    private static void requireSaid(String words, String verb, CommandResult result) {
        String all = result.stdout() + result.stderr();
        assertTrue(Stream.of(words.split("\\|")).anyMatch(all::contains), () -> verb + ": " + all);
        assertTrue(all.contains("exposed"), () -> verb + " names no sink: " + all);
    }

    @ParameterizedTest
    @EnumSource
    void eachIsFoundAndNamedWhereManifestsAreSigned(Attack attack) throws IOException {
        commit(attack);
        try {
            List<String> found = requireHarmless(signed());

            requireSaid(attack.signed, "any verb", joined(found));
        } finally {
            restoreBucket();
        }
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"OLD_ONE_UNDER_A_FRESH_ID", "CHANGED_MANIFEST"}) // what signatures are for
    void whatCanBeFoundWithoutSignaturesStillIs(Attack attack) throws IOException {
        commit(attack);
        try {
            List<String> found = requireHarmless("");

            if (!attack.unsigned.isEmpty()) {
                requireSaid(attack.unsigned, "any verb", joined(found));
            }
        } finally {
            restoreBucket();
        }
    }

    @Test
    void ofTwoManifestsThatDifferNeitherIsTakenWhereNobodySigned() throws IOException {
        commit(Attack.CHANGED_MANIFEST);
        try {
            CommandResult verify = fresh("verify", "", "snapshot", "verify", "latest", "--all-sinks");

            assertEquals(10, verify.exitCode(), verify.stderr());
            assertTrue(verify.stderr().contains("the manifests in exposed, safe differ"), verify.stderr());
        } finally {
            restoreBucket();
        }
    }

    private static CommandResult joined(List<String> found) {
        return new CommandResult("any verb", 0, String.join("\n", found), "");
    }

    /** All verbs: the newest good backup is what they take, and both good ones stay where they are. */
    private List<String> requireHarmless(String seals) throws IOException {
        CommandResult list = fresh("list", seals, "snapshot", "list");
        CommandResult verify = fresh("verify", seals, "snapshot", "verify", "latest", "--all-sinks");
        Path data = folder.resolve("data-" + System.nanoTime());
        CommandResult restore =
                fresh("restore", seals, "snapshot", "restore", "latest", "--data-dir", data.toString(), "-w", "json");
        CommandResult export = fresh("export", seals, "export", "--from", "latest", "--keys-only");
        CommandResult prune = fresh("prune", seals, "snapshot", "prune");

        assertTrue(list.stdout().contains(newest), list.stdout() + list.stderr());
        assertEquals(0, restore.exitCode(), restore.stderr());
        assertTrue(restore.stdout().contains("\"revision\":" + newest.split("-")[1]), restore.stdout());
        assertEquals(0, export.exitCode(), export.stderr());
        assertTrue(export.stdout().contains("\"revision\":" + newest.split("-")[1]), export.stdout());
        assertTrue(Files.exists(minio.directory().resolve("safe/prod/manifests/" + newest + ".json")), prune.stdout());
        assertTrue(Files.exists(minio.directory().resolve("safe/prod/manifests/" + older + ".json")), prune.stdout());
        for (CommandResult each : List.of(list, verify, restore, export, prune)) {
            assertNotEquals(1, each.exitCode(), each.stderr());
        }
        return Stream.of(list, verify, restore, export, prune)
                .map(each -> each.stdout() + each.stderr())
                .toList();
    }
}
