package dev.perigee.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.test.servers.CommandResult;
import dev.perigee.test.servers.RealEtcd;
import dev.perigee.test.servers.RealS3;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The installed product, a real etcd, and a bucket of a real MinIO that holds each backup for as long as its retention keeps it. */
class LockedBucketTest {

    private static final Pattern UNTIL = Pattern.compile("\"until\":\"([^\"]+)\"");

    private static Product product;
    private static RealEtcd etcd;
    private static RealS3 minio;

    @TempDir
    Path folder;

    private String state = "state";
    private String more = "";

    @BeforeAll
    static void start() {
        product = Product.unpack();
        etcd = RealEtcd.start("3.6");
        etcd.load(5, 100);
        minio = RealS3.minio();
    }

    @AfterAll
    static void stop() {
        minio.close();
        etcd.close();
        product.close();
    }

    private CommandResult run(String type, String bucket, String retention, String... arguments) throws IOException {
        Path configuration = Files.writeString(folder.resolve("perigee.conf"), """
                perigee {
                  clusters.prod { endpoints = ["%s"] }
                  sinks.vault {
                    type = %s, endpoint = "%s", bucket = %s, delete = all-versions
                    access-key = %s, secret-key = %s
                    object-lock { mode = governance, for = retention }
                    %s
                  }
                  jobs.main { schedule = "@hourly" }
                  %s
                }
                """.formatted(
                etcd.endpoint(), type, minio.url(), bucket, RealS3.ACCESS_KEY, RealS3.SECRET_KEY, retention, more));
        Map<String, String> environment = Map.of(
                "PERIGEE_STATE_DIR", folder.resolve(state).toString(), "PERIGEE_CONFIG", configuration.toString());
        return product.run(environment, arguments);
    }

    /** Until when MinIO itself says that it holds each object. */
    private static List<Instant> held(String bucket) {
        String told = minio.mc("retention", "info", "--recursive", "--json", "m/" + bucket)
                .orFail()
                .stdout();
        return UNTIL.matcher(told)
                .results()
                .map((MatchResult found) -> Instant.parse(found.group(1)))
                .toList();
    }

    private static Instant due(int hours) {
        return Instant.now().truncatedTo(ChronoUnit.HOURS).plus(Duration.ofHours(hours));
    }

    @ParameterizedTest
    @ValueSource(strings = {"s3", "minio"})
    void eachBackupIsHeldUntilTheRulesLetGoOfItAndForLongerWhenTheyKeepItForLonger(String type) throws Exception {
        String bucket = "locked-by-" + type;
        minio.mc("mb", "--with-lock", "m/" + bucket).orFail();

        run(type, bucket, "retention.keep-last = 2", "snapshot", "save").orFail();
        List<Instant> stored = held(bucket);
        assertEquals(2, stored.size(), "a body and a manifest");
        for (Instant until : stored) {
            assertTrue(!until.isBefore(due(2)) && !until.isAfter(due(4)), stored::toString);
        }

        String planned = run(
                        type,
                        bucket,
                        "retention.keep-daily = 7, retention.keep-last = 48",
                        "snapshot",
                        "prune",
                        "--dry-run",
                        "-w",
                        "json")
                .orFail()
                .stdout();
        assertTrue(planned.contains("so far"), planned);
        assertEquals(stored, held(bucket), "a dry run holds nothing");

        run(type, bucket, "retention.keep-daily = 7, retention.keep-last = 48", "snapshot", "prune")
                .orFail();
        List<Instant> extended = held(bucket);
        assertEquals(2, extended.size());
        for (Instant until : extended) {
            assertFalse(until.isBefore(due(47)), extended::toString);
        }

        run(type, bucket, "retention.keep-last = 1", "snapshot", "save").orFail();
        assertTrue(held(bucket).containsAll(extended), "rules that keep less shorten nothing");
        CommandResult pruned = run(type, bucket, "retention.keep-last = 1", "snapshot", "prune")
                .orFail();
        assertTrue(pruned.stdout().contains("the store holds it"), pruned::stdout);
        assertTrue(pruned.stdout().contains(extended.getFirst().toString()), pruned::stdout);
        CommandResult shown = run(type, bucket, "retention.keep-last = 1", "snapshot", "show", "latest~1")
                .orFail();
        assertTrue(shown.stdout().contains("vault " + extended.getFirst()), shown::stdout);
    }

    @Test
    void rowsOfEarlierBackupsAreHeldAsLongAsTheNewestThatNeedsThem() throws Exception {
        String bucket = "locked-packs";
        minio.mc("mb", "--with-lock", "m/" + bucket).orFail();
        run("s3", bucket, "format = packs, retention.keep-last = 2", "config", "check")
                .orFail();
        run("s3", bucket, "format = packs, retention.keep-last = 2", "snapshot", "save")
                .orFail();
        etcd.etcdctl("put", "changed", "once").orFail();

        run("s3", bucket, "format = packs, retention.keep-last = 48", "snapshot", "save")
                .orFail();

        List<Instant> stored = held(bucket);
        assertEquals(4, stored.size(), "two bodies and two manifests");
        assertTrue(stored.stream().allMatch(until -> until.isAfter(due(40))), stored::toString);
        CommandResult shown = run(
                        "s3", bucket, "format = packs, retention.keep-last = 48", "snapshot", "verify", "latest")
                .orFail();
        assertTrue(shown.stdout().contains("vault"), shown::stdout);
    }

    @ParameterizedTest
    @ValueSource(strings = {"marker", "all-versions"})
    void whatIsHeldIsNotHiddenEither(String delete) throws Exception {
        String bucket = "named-" + delete;
        String rules = "delete = " + delete + ", retention.keep-last = 2";
        minio.mc("mb", "--with-lock", "m/" + bucket).orFail();
        run("s3", bucket, rules, "snapshot", "save").orFail();

        for (String how : List.of("--dry-run", "--yes")) {
            CommandResult refused = run("s3", bucket, rules, "snapshot", "delete", how, "latest");

            assertEquals(16, refused.exitCode(), refused::toString);
            assertTrue(
                    held(bucket).stream().anyMatch(until -> refused.stderr().contains(" until " + until)),
                    refused::toString);
        }
        CommandResult listed =
                run("s3", bucket, rules, "snapshot", "list", "--holds").orFail();
        assertTrue(
                held(bucket).stream().anyMatch(until -> listed.stdout().contains(" " + until + " ")), listed::toString);
        String versions = minio.mc("ls", "--recursive", "--versions", "m/" + bucket)
                .orFail()
                .stdout();
        assertFalse(versions.contains(" DEL "), versions);
        run("s3", bucket, rules, "snapshot", "show", "latest").orFail();
    }

    /** Who may delete objects needs no right to lift a lock for that. */
    @Test
    void whatDeleteMarkersHideIsToldByNameWithTheWayToUndoThem() throws Exception {
        String rules = "retention.keep-last = 2";
        minio.mc("mb", "--with-lock", "m/hidden").orFail();
        run("minio", "hidden", rules, "snapshot", "save").orFail();
        String id = id(
                run("minio", "hidden", rules, "snapshot", "list", "-w", "json").orFail());

        minio.mc("rm", "--recursive", "--force", "m/hidden").orFail();

        CommandResult hidden = run("minio", "hidden", rules, "snapshot", "list");
        assertEquals(11, hidden.exitCode(), hidden::toString);
        assertTrue(hidden.stderr().contains(id + " is missing: this installation has stored it"), hidden::toString);
        assertTrue(hidden.stderr().contains("in docs/sinks.md says how to see delete markers"), hidden::toString);
        minio.mc("undo", "--recursive", "--action", "DELETE", "--force", "m/hidden/")
                .orFail();
        assertEquals(
                id,
                id(run("minio", "hidden", rules, "snapshot", "list", "-w", "json")
                        .orFail()));
    }

    @Test
    void aLedgerNamesWhatDeleteMarkersHideToAMachineThatHasSeenNothing() throws Exception {
        Path key = folder.resolve("key");
        product.run("key", "new", key.toString()).orFail();
        String shown = product.run("key", "show", key.toString(), "-w", "json")
                .orFail()
                .stdout();
        Path signers = Files.writeString(
                folder.resolve("signers"),
                "host " + shown.replaceAll("(?s).*(ssh-ed25519 [A-Za-z0-9+/=]+).*", "$1") + "\n");
        more = "sign.key-file = \"" + key + "\", trust.signers = \"" + signers + "\"";
        String rules = "retention.keep-last = 2";
        minio.mc("mb", "--with-lock", "m/ledgered").orFail();
        run("minio", "ledgered", rules, "snapshot", "save").orFail();
        String id = id(run("minio", "ledgered", rules, "snapshot", "list", "-w", "json")
                .orFail());

        minio.mc("rm", "m/ledgered/prod/manifests/" + id + ".json").orFail();
        state = "fresh";

        CommandResult hidden = run("minio", "ledgered", rules, "snapshot", "list");
        assertEquals(11, hidden.exitCode(), hidden::toString);
        assertTrue(hidden.stderr().contains(id + " is missing: it is in the ledger"), hidden::toString);
        assertTrue(hidden.stderr().contains("in docs/sinks.md says how to see delete markers"), hidden::toString);
    }

    private static String id(CommandResult listed) {
        return listed.stdout().replaceAll("(?s).*?\"id\": *\"([^\"]+)\".*", "$1");
    }

    @Test
    void aBucketThatCanNotHoldIsToldBeforeTheFirstBackup() throws Exception {
        minio.mc("mb", "m/open").orFail();

        CommandResult checked = run("s3", "open", "retention.keep-last = 2", "sink", "check", "vault");

        assertNotEquals(0, checked.exitCode());
        assertTrue(checked.toString().contains("made without object lock"), checked::toString);
    }

    @Test
    void aGoodBucketPassesAndWhatIsLeftIsNamed() throws Exception {
        minio.mc("mb", "--with-lock", "m/checked").orFail();

        CommandResult checked = run("s3", "checked", "retention.keep-last = 2", "sink", "check", "vault");

        assertEquals(0, checked.exitCode(), checked::toString);
    }

    @Test
    void aMissingRightIsToldBeforeTheFirstBackup() throws Exception {
        minio.mc("mb", "--with-lock", "m/poor").orFail();
        Path policy = Files.writeString(folder.resolve("policy.json"), """
                {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Resource": ["arn:aws:s3:::*"],
                  "Action": ["s3:PutObject", "s3:GetObject", "s3:DeleteObject", "s3:ListBucket", "s3:ListBucketVersions",
                    "s3:DeleteObjectVersion", "s3:AbortMultipartUpload"]}]}
                """);
        minio.mc("admin", "policy", "create", "m", "poor", policy.toString()).orFail();
        minio.mc("admin", "user", "add", "m", "poor-user", "poor-secret").orFail();
        minio.mc("admin", "policy", "attach", "m", "poor", "--user", "poor-user")
                .orFail();

        CommandResult checked = run(
                "s3",
                "poor",
                "access-key = poor-user, secret-key = poor-secret, retention.keep-last = 2",
                "sink",
                "check",
                "vault");

        assertNotEquals(0, checked.exitCode());
        assertTrue(checked.toString().contains("Retention"), checked::toString);
    }

    @Test
    void holdingEverythingForEverIsRefused() throws Exception {
        CommandResult checked = run("s3", "any", "", "config", "check");

        assertNotEquals(0, checked.exitCode());
        assertTrue(checked.toString().contains("held, for ever"), checked::toString);
    }
}
