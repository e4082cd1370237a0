package dev.perigee.distribution;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.perigee.test.servers.CommandResult;
import dev.perigee.test.servers.InstalledServer;
import dev.perigee.test.servers.Ports;
import dev.perigee.test.servers.RealEtcd;
import dev.perigee.test.servers.RealS3;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** Each cause of docs/exit-codes.md, through the commands that can come upon it, in this process and with the installed plugins. */
class CausesTest {

    @TempDir
    static Path dir;

    private static Product product;
    private static RealEtcd etcd;
    private static RealS3 s3;
    private static Socket nobody;

    @BeforeAll
    static void start() throws IOException {
        product = Product.unpack();
        etcd = RealEtcd.start("3.6");
        s3 = RealS3.minio();
        nobody = Ports.silent();
        String silent = "http://127.0.0.1:" + nobody.getLocalPort();
        for (int value = 1; value <= 5; value++) {
            etcd.etcdctl("put", "a", String.valueOf(value)).orFail();
        }
        etcd.etcdctl("compaction", "4").orFail();
        String live = etcd.endpoint().toString();
        config("good", live, "", "type = local");
        config("no-member", silent, "", "type = local");
        config("no-store", live, "", s3(silent, "secret-key = x"));
        config("wrong-secret", live, "", s3(s3.url(), "secret-key = wrong"));
        config("no-secret-file", live, "", s3(s3.url(), "secret-key-file = /nonexistent/secret"));
        config("no-variable", live, "", s3(s3.url(), "secret-key = ${?PERIGEE_TEST_NOT_SET}"));
        config("no-bucket", live, "", s3(s3.url(), "secret-key = " + RealS3.SECRET_KEY));
        config("no-such-setting", live, "", "type = local, colour = blue");
        config("no-certificate", "https://127.0.0.1:2379", "tls { ca = /nonexistent/ca.pem }", "type = local");
        ofJob("idle", "schedule = none");
        ofJob("no-binary", "drill.etcd = [\"/nonexistent/etcd\"]");
        contradictingHistory(live);
        otherManifest("garbled", live, manifest -> manifest.replace("\"facts\"", "\"fact\""));
        otherManifest("newer", live, manifest -> manifest.replace("\"format\":1", "\"format\":2"));
        run("good", "snapshot save " + dir.resolve("etcd.db")).orFail();
        run("good", "snapshot save").orFail();
    }

    @AfterAll
    static void stop() throws IOException {
        nobody.close();
        s3.close();
        etcd.close();
        product.close();
    }

    /** Beside a pack lies another one, which tells a later time of the same revisions. */
    private static void contradictingHistory(String endpoint) throws IOException {
        Path sink = golden("history", endpoint);
        Path packs = sink.resolve("prod/history/20261129T113619Z-9-db7df259");
        String name = "20-24-00000018";
        String other = "20-24-000000aa";
        Files.copy(packs.resolve(name + ".rows"), packs.resolve(other + ".rows"));
        String record = Files.readString(packs.resolve(name + ".json"));
        Files.writeString(
                packs.resolve(other + ".json"), record.replace(name, other).replace("T11:36:21", "T11:36:51"));
    }

    private static void otherManifest(String name, String endpoint, UnaryOperator<String> change) throws IOException {
        Path manifest = golden(name, endpoint).resolve("prod/manifests/20261129T113619Z-9-db7df259.json");
        Files.writeString(manifest, change.apply(Files.readString(manifest)));
    }

    /** A sink with a backup and its history, in a configuration of that name. */
    private static Path golden(String name, String endpoint) throws IOException {
        Path golden = Product.repository().resolve("core/src/test/golden/history-1/sink");
        Path sink = dir.resolve(name);
        try (Stream<Path> files = Files.walk(golden)) {
            for (Path file : files.toList()) {
                Files.copy(file, sink.resolve(golden.relativize(file).toString()));
            }
        }
        Files.writeString(dir.resolve(name + ".conf"), """
                perigee {
                  clusters.prod { endpoints = ["%s"] }
                  sinks.s { type = local, directory = "%s" }
                  jobs.j {}
                }
                """.formatted(endpoint, sink));
        return sink;
    }

    private static String s3(String endpoint, String secret) {
        return "type = s3, endpoint = \"" + endpoint + "\", bucket = nobody-made-it, access-key = " + RealS3.ACCESS_KEY
                + ", " + secret;
    }

    private static void config(String name, String endpoint, String more, String sink) throws IOException {
        Files.writeString(dir.resolve(name + ".conf"), """
                perigee {
                  clusters.c { endpoints = ["%s"], dial-timeout = 1s, command-timeout = 3s
                    %s }
                  sinks.s { %s, retry.attempts = 1 }
                  jobs.j { cluster = c, sinks = [s] }
                }
                """.formatted(endpoint, more, sink));
    }

    /** HOCON merges what stands further below. */
    private static void ofJob(String name, String more) throws IOException {
        Files.writeString(
                dir.resolve(name + ".conf"),
                Files.readString(dir.resolve("good.conf")) + "perigee.jobs.j { " + more + " }\n");
    }

    private static CommandResult run(String config, String line) {
        List<String> words = new ArrayList<>(List.of(line.split(" ")));
        words.addAll(List.of("--config", dir.resolve(config + ".conf").toString()));
        words.addAll(List.of("--state-dir", dir.resolve("state-" + config).toString()));
        return InProcess.run(product, Map.of(), words.toArray(String[]::new));
    }

    @Test
    void eachCauseHasOneCodeWhicheverCommandComesUponIt() throws IOException {
        Map<String, String> documented = documented();
        Map<String, List<String>> causes = causes();

        assertEquals(List.copyOf(documented.keySet()), List.copyOf(causes.keySet()));
        List<Executable> checks = new ArrayList<>();
        causes.forEach((cause, lines) -> lines.forEach(line -> checks.add(() -> check(cause, line, documented))));
        assertAll(checks);
    }

    private static void check(String cause, String line, Map<String, String> documented) {
        String[] configAndLine = line.split(": ", 2);
        CommandResult result = run(configAndLine[0], configAndLine[1]);
        assertEquals(
                documented.get(cause), String.valueOf(result.exitCode()), cause + ": " + line + "\n" + result.stderr());
    }

    private static Map<String, List<String>> causes() {
        String file = dir.resolve("etcd.db").toString();
        String absent = dir.resolve("absent").toString();
        Map<String, List<String>> causes = new LinkedHashMap<>();
        causes.put(
                "no etcd member listens at the endpoint",
                List.of("no-member: snapshot save", "no-member: snapshot save " + absent, "no-member: export"));
        causes.put("no store listens at its endpoint", ofTheSink("no-store"));
        causes.put(
                "a revision that is compacted, or not there yet",
                List.of(
                        "good: export --rev 2",
                        "good: export --rev 99",
                        "good: export --from latest --rev 2",
                        "good: export --from " + file + " --rev 99",
                        "good: snapshot hashkv " + file + " --rev 2"));
        causes.put(
                "a directory where a file is meant",
                List.of(
                        "good: snapshot status " + dir,
                        "good: import " + dir,
                        "good: export --from " + dir,
                        "good: config from-gravity " + dir,
                        "good: key show " + dir,
                        "good: keys undo " + dir,
                        "good: keys ls --from " + dir,
                        "good: keys diff " + dir + " " + file,
                        "good: snapshot hashkv " + dir,
                        "good: snapshot restore " + dir + " --data-dir " + absent));
        causes.put(
                "a backup, a sink, a job, a cluster or a file that isn't there",
                List.of(
                        "good: snapshot show 2001",
                        "good: snapshot fetch 2001 " + absent,
                        "good: snapshot delete 2001 --yes",
                        "good: snapshot list --sink z",
                        "good: sink check z",
                        "good: snapshot save --job z",
                        "good: export --cluster z",
                        "good: snapshot status " + absent,
                        "good: import " + absent,
                        "good: config from-gravity " + absent,
                        "good: key show " + absent,
                        "good: keys undo " + absent,
                        "good: keys ls --from " + absent,
                        "good: keys diff " + absent + " " + file,
                        "good: export --from " + absent,
                        "good: snapshot hashkv " + absent,
                        "good: data-dir check " + absent,
                        "good: snapshot restore " + absent + " --data-dir " + absent));
        causes.put(
                "packs of a history that contradict each other",
                List.of(
                        "history: history list",
                        "history: history status",
                        "history: snapshot verify --quick",
                        "history: snapshot restore --at 2026-11-29T11:36:30Z --data-dir " + absent,
                        "history: export --at 2026-11-29T11:36:30Z"));
        List<String> garbled = new ArrayList<>(ofTheBackup("garbled", absent));
        garbled.add("garbled: snapshot list");
        causes.put("a backup's manifest that is none, or contradicts itself or its place", garbled);
        causes.put("a backup's manifest that only a newer release reads", ofTheBackup("newer", absent));
        causes.put("a password or a secret key that isn't right", ofTheSink("wrong-secret"));
        List<String> secrets = new ArrayList<>(ofTheSinkAndTheConfiguration("no-secret-file"));
        secrets.add("good: status --url http://localhost:1 --token-file " + absent);
        causes.put("a secret's file that isn't there", secrets);
        causes.put("a secret whose variable isn't set", ofTheSinkAndTheConfiguration("no-variable"));
        causes.put(
                "a certificate's file that isn't there",
                List.of(
                        "no-certificate: snapshot save",
                        "no-certificate: export",
                        "no-certificate: import " + keys(),
                        "good: status --url https://localhost:1 --cacert " + absent));
        causes.putAll(ofDrills(absent));
        causes.put("a daemon that would never do anything", List.of("idle: daemon"));
        causes.put("a bucket that isn't there", ofTheSink("no-bucket"));
        causes.put("a setting that nobody knows", ofTheSinkAndTheConfiguration("no-such-setting"));
        causes.put(
                "a configuration file that isn't there",
                List.of("absent: config check", "absent: snapshot list", "absent: export", "absent: daemon"));
        causes.put(
                "a format that a command lacks, an option or a command that there isn't",
                List.of("good: daemon -w json", "good: snapshot list --maxage 1h", "good: restore latest"));
        causes.put(
                "an option that does nothing beside the others",
                List.of(
                        "good: export --rev 2 --sink s",
                        "good: snapshot status " + file + " --sink s",
                        "good: snapshot verify --sink s --all-sinks",
                        "good: snapshot restore " + file + " --data-dir " + absent + " --yes",
                        "good: snapshot restore " + file + " --data-dir " + absent + " --bump-revision 0",
                        "good: keys ls --depth 3"));
        return causes;
    }

    private static Map<String, List<String>> ofDrills(String absent) {
        Map<String, List<String>> causes = new LinkedHashMap<>();
        causes.put(
                "a binary of etcd that isn't there, given by `--etcd`",
                List.of("good: snapshot drill latest --etcd " + absent, "good: snapshot drill --etcd absent/etcd"));
        causes.put(
                "a binary of etcd that isn't there, given by `drill.etcd`; one that is no etcd",
                List.of(
                        "no-binary: snapshot drill",
                        "no-binary: config check",
                        "good: snapshot drill --etcd /bin/true"));
        causes.put(
                "a drill without a server, since no binary that is given is of the backup's minor version",
                List.of("good: snapshot drill --etcd " + InstalledServer.binary("etcd-3.5", "etcd")));
        return causes;
    }

    private static List<String> ofTheBackup(String config, String absent) {
        return List.of(
                config + ": snapshot show latest",
                config + ": snapshot verify",
                config + ": snapshot fetch latest " + dir.resolve("fetched"),
                config + ": snapshot status latest",
                config + ": snapshot hashkv latest",
                config + ": snapshot restore latest --data-dir " + absent,
                config + ": export --from latest",
                config + ": keys ls --from latest");
    }

    private static List<String> ofTheSink(String config) {
        return List.of(
                config + ": snapshot save",
                config + ": snapshot list",
                config + ": snapshot prune",
                config + ": snapshot verify",
                config + ": sink check s",
                config + ": snapshot fetch latest " + dir.resolve("fetched"));
    }

    private static List<String> ofTheSinkAndTheConfiguration(String config) {
        List<String> lines = new ArrayList<>(ofTheSink(config));
        lines.addAll(List.of(config + ": config check", config + ": sink list", config + ": daemon"));
        return lines;
    }

    private static String keys() {
        Path keys = dir.resolve("keys.jsonl");
        run("good", "export " + keys).orFail();
        return keys.toString();
    }

    private static Map<String, String> documented() throws IOException {
        Map<String, String> codes = new LinkedHashMap<>();
        Files.readAllLines(Product.repository().resolve("docs/exit-codes.md")).stream()
                .filter(line -> line.matches("\\| [^0-9].* \\| [0-9]+ \\|"))
                .map(line -> line.split(" *\\| *"))
                .forEach(cells -> codes.put(cells[1], cells[2]));
        return codes;
    }
}
