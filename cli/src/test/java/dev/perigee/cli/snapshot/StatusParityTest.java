package dev.perigee.cli.snapshot;

import static dev.perigee.test.servers.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.perigee.cli.CliRun;
import dev.perigee.cli.console.ExitCode;
import dev.perigee.etcd.format.json.Json;
import dev.perigee.etcd.format.json.JsonArray;
import dev.perigee.etcd.format.json.JsonObject;
import dev.perigee.test.servers.EtcdRecipe;
import dev.perigee.test.servers.Ports;
import dev.perigee.test.servers.RealEtcd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code snapshot status} prints, byte for byte, what etcdutl 3.6 prints; {@code snapshot hashkv} says what etcdutl and
 * the living member say.
 */
class StatusParityTest {

    private static final List<String> FORMATS = List.of("simple", "table", "json", "fields");
    private static final int MILLION = 1_000_000;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"3.4", "3.5", "3.6", "3.7"})
    void whateverKeysAStoreHolds(String version) throws IOException {
        try (RealEtcd etcd = RealEtcd.start(version, "--max-request-bytes=4000000", "--max-txn-ops=1000")) {
            same(etcd, "an empty store");
            etcdctl(etcd, "put", "one", "1");
            same(etcd, "one key");
            etcdctl(etcd, "del", "one");
            same(etcd, "tombstones only");
            etcdctl(etcd, "compact", "3", "--physical");
            same(etcd, "nothing left by the compaction");
            etcdctl(etcd, "put", "empty", "");
            etcdctl(etcd, "put", "one", "1");
            etcdctl(etcd, "put", "one", "2");
            etcdctl(etcd, "del", "one");
            etcdctl(etcd, "put", "one", "3");
            etcdctl(etcd, "compact", "7", "--physical");
            same(etcd, "a history cut in the middle");
            etcdctl(etcd, "compact", "8");
            same(etcd, "a compaction just asked for");
            etcd.load(500, 300);
            etcd.load(200, 300);
            same(etcd, "transactions of many rows, and keys written twice");
            etcd.load(3, 1_572_864);
            same(etcd, "values of 1.5 MiB");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"3.4", "3.5", "3.6", "3.7"})
    void whateverElseAStoreHolds(String version) throws IOException {
        try (RealEtcd etcd = RealEtcd.start(version, "--quota-backend-bytes=600000", "--bcrypt-cost=4")) {
            lease(etcd, 30);
            same(etcd, "leases");
            etcdctl(etcd, "member", "add", "l1", "--learner", "--peer-urls=http://127.0.0.1:" + Ports.free());
            same(etcd, "a learner");
            etcd.load(1, 500_000);
            eventually(Duration.ofSeconds(60), "the quota is used up", () -> isFull(etcd));
            same(etcd, "an alarm");
            etcdctl(etcd, "user", "add", "root:secret");
            etcdctl(etcd, "user", "grant-role", "root", "root");
            for (int i = 0; i < 20; i++) { // more than a bucket keeps inline
                etcdctl(etcd, "user", "add", "user-" + i + ":secret");
            }
            etcdctl(etcd, "role", "add", "reader");
            etcdctl(etcd, "role", "grant-permission", "reader", "read", "/", "/0");
            etcdctl(etcd, "user", "grant-role", "user-7", "reader");
            etcdctl(etcd, "auth", "enable");
            same(etcd, "users and roles", "--user=root:secret");
        }
    }

    @Test
    void aMillionRows() throws IOException {
        Path file = folder.resolve("million.db");
        MillionRows.write(file, MILLION);
        Path data = folder.resolve("data");
        int peer = Ports.free();
        String url = "http://127.0.0.1:" + peer;
        RealEtcd.etcdutlOf(
                        "3.6",
                        "snapshot",
                        "restore",
                        file.toString(),
                        "--data-dir=" + data,
                        "--name=default",
                        "--initial-cluster=default=" + url,
                        "--initial-advertise-peer-urls=" + url)
                .orFail();
        try (RealEtcd etcd = RealEtcd.launchOn(EtcdRecipe.of("3.6"), "default", peer, data)) {
            etcd.awaitHealthy();

            Path saved = same(etcd, "a million rows");

            assertEquals(MILLION, rows(saved));
        }
    }

    /** Compares all that can be compared of what a member holds now. */
    private Path same(RealEtcd etcd, String what, String... flags) throws IOException {
        Path file = folder.resolve(what.replace(' ', '-') + ".db");
        etcdctl(etcd, with(flags, "snapshot", "save", file.toString()));
        String about = what + ", etcd " + etcd.version();
        for (String format : FORMATS) {
            String theirs = RealEtcd.etcdutlOf("3.6", "snapshot", "status", file.toString(), "-w", format)
                    .orFail()
                    .stdout();
            assertEquals(theirs, ours("status", file, format), about);
        }
        String ours = ours("hashkv", file, "json");
        assertEquals(etcdutlHashKv(file), ours, about);
        assertEquals(liveHash(etcd, flags), number("hash", (JsonObject) Json.parse(ours)), about);
        return file;
    }

    private static String ours(String command, Path file, String format) {
        CliRun run = CliRun.of("snapshot", command, file.toString(), "-w", format);
        assertEquals(ExitCode.OK, run.code(), run.err());
        return run.out();
    }

    /** On a copy, because it writes into the file that it reads; by 3.7, because 3.6 breaks down on leases. */
    private String etcdutlHashKv(Path file) throws IOException {
        Path copy = Files.copy(file, folder.resolve("copy.db"), StandardCopyOption.REPLACE_EXISTING);
        return RealEtcd.etcdutlOf("3.7", "hashkv", copy.toString(), "-w", "json")
                .orFail()
                .stdout();
    }

    private static long liveHash(RealEtcd etcd, String... flags) throws IOException {
        String json = etcdctl(etcd, with(flags, "endpoint", "hashkv", "-w", "json"));
        JsonObject member = (JsonObject) ((JsonArray) Json.parse(json)).values().getFirst();
        return number("hash", member.object("HashKV").orElseThrow());
    }

    private static long rows(Path file) throws IOException {
        return number("totalKey", (JsonObject) Json.parse(ours("status", file, "json")));
    }

    private static long number(String name, JsonObject object) throws IOException {
        return object.number(name).orElseThrow().asLong();
    }

    /** Puts one more: the quota is compared with what was committed, a little later. */
    private static boolean isFull(RealEtcd etcd) {
        etcd.etcdctl("put", "the last", "x".repeat(100_000));
        return !etcdctl(etcd, "alarm", "list").isEmpty();
    }

    private static void lease(RealEtcd etcd, int many) {
        for (int i = 0; i < many; i++) {
            String id = etcdctl(etcd, "lease", "grant", "10000").split(" ")[1];
            if (i % 10 == 0) {
                etcdctl(etcd, "put", "--lease=" + id, "leased-" + i, "value");
            }
        }
    }

    private static String etcdctl(RealEtcd etcd, String... arguments) {
        return etcd.etcdctl(arguments).orFail().stdout();
    }

    private static String[] with(String[] flags, String... arguments) {
        return Stream.concat(Stream.of(flags), Stream.of(arguments)).toArray(String[]::new);
    }
}
