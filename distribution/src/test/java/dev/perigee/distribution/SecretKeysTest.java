package dev.perigee.distribution;

import static dev.perigee.test.servers.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.test.servers.Command;
import dev.perigee.test.servers.CommandResult;
import dev.perigee.test.servers.InstalledServer;
import dev.perigee.test.servers.Ports;
import dev.perigee.test.servers.RealEtcd;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the product with keys and tokens of every kind: an identity of age, a signing key in a file and in an agent, the API
 * server's key among companions, tokens of HTTP, hooks' URLs and keys, the password of the etcd in which daemons agree. Then
 * looks for them in all that it has written, with {@code --debug}, and in the process list.
 */
class SecretKeysTest {

    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final String TOKEN = "operate-token-hunter2";

    private static Product product;
    private static RealEtcd etcd;

    @TempDir
    Path folder;

    private final List<String> secrets = new ArrayList<>(
            List.of("etcd-hunter2", TOKEN, "read-token-hunter2", "pager-hunter2", "signing-hunter2", "ping-hunter2"));
    private String open = "";

    @BeforeAll
    static void start() {
        product = Product.unpack();
        etcd = RealEtcd.start("3.6");
        etcd.load(50, 100);
        etcd.etcdctl("user", "add", "root:etcd-hunter2").orFail();
        etcd.etcdctl("user", "grant-role", "root", "root").orFail();
        etcd.etcdctl("auth", "enable").orFail();
    }

    @AfterAll
    static void stop() {
        etcd.close();
        product.close();
    }

    @BeforeEach
    void makeKeys() throws IOException {
        Path identity = folder.resolve("identity.txt");
        Product.command(InstalledServer.binary("age", "age-keygen").toString(), "-o", "" + identity)
                .orFail();
        secrets.add(Files.readString(identity).replaceAll("(?s).*(AGE-SECRET-KEY-[A-Z0-9]+).*", "$1"));
        product.run("key", "new", folder.resolve("key").toString()).orFail();
        Files.readString(folder.resolve("key"))
                .lines()
                .filter(line -> !line.startsWith("-") && !line.startsWith("b3BlbnNzaC1rZXktdjE")) // what all have
                .filter(line -> line.length() > 30)
                .forEach(secrets::add);
        CommandResult shown = product.run("key", "show", folder.resolve("key").toString(), "-w", "json");
        open = shown.stdout().replaceAll("(?s).*(ssh-ed25519 [A-Za-z0-9+/=]+).*", "$1");
        Files.writeString(folder.resolve("signers"), "host " + open + "\n");
        Files.writeString(folder.resolve("operate"), TOKEN + "\n");
        Files.writeString(folder.resolve("read"), "read-token-hunter2\n");
        Files.writeString(folder.resolve("encryption.yaml"), """
                kind: EncryptionConfiguration
                resources: [ { providers: [ { aescbc: { keys: [ { name: one, secret: Y29tcGFuaW9uLWh1bnRlcjI= } ] } } ] } ]
                """);
        secrets.add("Y29tcGFuaW9uLWh1bnRlcjI=");
    }

    private Path config(String signing, String more) throws IOException {
        String recipient = Files.readString(folder.resolve("identity.txt")).replaceAll("(?s).*(age1[a-z0-9]+).*", "$1");
        return Files.writeString(
                folder.resolve("perigee.conf"), """
                perigee {
                  clusters.prod { endpoints = ["%1$s"], user = root, password = etcd-hunter2 }
                  sinks.here { type = local, directory = "%2$s/kept", encoding { zstd = on, age.recipients = [%3$s] } }
                  age.identities = ["%2$s/identity.txt"]
                  %4$s
                  trust.signers = "%2$s/signers"
                  %5$s
                  jobs.default.companions { files = ["%2$s/encryption.yaml"], recipients = [%3$s] }
                }
                """.formatted(etcd.endpoint(), folder, recipient, signing, more));
    }

    private String inAFile() {
        return "sign.key-file = \"" + folder.resolve("key") + "\"";
    }

    private String run(String... command) {
        String[] all = Stream.concat(
                        Stream.of(command),
                        Stream.of(
                                "--debug",
                                "--config=" + folder.resolve("perigee.conf"),
                                "--state-dir=" + folder.resolve("state")))
                .toArray(String[]::new);
        CommandResult result = product.run(all);
        assertEquals(0, result.exitCode(), () -> String.join(" ", command) + ": " + result);
        return String.join(" ", command) + "\n" + result.stdout() + result.stderr();
    }

    private void hasNoSecret(String text) {
        for (String secret : secrets) {
            assertFalse(text.contains(secret), () -> secret + " is in\n" + text);
        }
    }

    private void noFileHasASecret(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                hasNoSecret(file + "\n" + Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
    }

    @Test
    void noKeyIsInAnythingThatACommandWrites() throws IOException {
        config(inAFile(), "");
        StringBuilder written = new StringBuilder();
        for (String[] command : new String[][] {
            {"config", "show"},
            {"config", "check"},
            {"key", "show", folder.resolve("key").toString()},
            {"snapshot", "save"},
            {"snapshot", "list", "-w", "json"},
            {"snapshot", "show", "latest"},
            {"snapshot", "verify", "latest"},
            {"snapshot", "restore", "latest", "--data-dir", folder + "/data", "--companions", folder + "/out"},
            {"snapshot", "drill", "latest"},
            {"export", "--from", "latest", "--keys-only"},
            {"snapshot", "prune"},
            {"status"},
        }) {
            written.append(run(command));
        }

        hasNoSecret(written.toString());
        noFileHasASecret(folder.resolve("state"));
        noFileHasASecret(folder.resolve("kept"));
    }

    @Test
    void noKeyOfAnAgentComesToUs() throws Exception {
        Path socket = folder.resolve("agent");
        Process agent = new ProcessBuilder(
                        InstalledServer.binary("openssh", "ssh-agent").toString(), "-D", "-a", socket.toString())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            eventually(PATIENCE, "the agent listens", () -> Files.exists(socket));
            Command.run(
                            Map.of("SSH_AUTH_SOCK", socket.toString()),
                            List.of(
                                    InstalledServer.binary("openssh", "ssh-add").toString(),
                                    folder.resolve("key").toString()))
                    .orFail();
            config("sign { agent = \"" + socket + "\", public-key = \"" + open + "\" }", "");

            hasNoSecret(run("config", "show") + run("config", "check") + run("snapshot", "save"));
            noFileHasASecret(folder.resolve("state"));
        } finally {
            agent.destroy();
        }
    }

    /** Also while nobody takes what hooks send, and when somebody asks it for the stacks of its threads. */
    @Test
    void noneIsInTheDaemonsLogItsAnswersOrTheProcessList() throws Exception {
        int port = Ports.free();
        String nobody = "http://127.0.0.1:" + Ports.free();
        config(inAFile(), """
                mode = leader
                http { listen = "127.0.0.1:%1$d", operate-tokens = ["%2$s/operate"], read-tokens = ["%2$s/read"] }
                jobs.default { schedule = "@every 2s", verify.schedule = "@every 2s", history { flush = 1s, keep = 1h } }
                hooks {
                  pager { type = webhook, url = "%3$s/pager-hunter2", signing-key = signing-hunter2, attempts = 1,
                    on = [success, failure, proof] }
                  beat { type = heartbeat, url = "%3$s/ping-hunter2", attempts = 1 }
                }
                """.formatted(port, folder, nobody));
        Path log = folder.resolve("daemon.log");
        ProcessBuilder builder = product.heedingSignals(
                        "daemon",
                        "--debug",
                        "--config=" + folder.resolve("perigee.conf"),
                        "--state-dir=" + folder.resolve("state"))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().putAll(Product.clean(Map.of()));
        StringBuilder answers = new StringBuilder();

        try (RunningDaemon daemon = new RunningDaemon(product, builder.start(), log)) {
            eventually(PATIENCE, "it makes a backup", () -> daemon.said().contains(", stored in "));
            eventually(PATIENCE, "it proves one", () -> daemon.said().contains("was read back and is good"));
            eventually(
                    PATIENCE,
                    "it calls both hooks",
                    () -> daemon.said().contains("pager") && daemon.said().contains("beat"));
            for (String path : List.of("/", "/metrics", "/api/v1/jobs", "/api/v1/backups", "/api/v1/backups/latest")) {
                answers.append(ask(port, path, "read-token-hunter2"));
                answers.append(ask(port, path, "a-wrong-token-of-nobody"));
            }
            answers.append(ask(port, "/api/v1/backup/status", TOKEN));
            Product.command("kill", "-QUIT", "" + daemon.process().pid()).orFail();
            eventually(PATIENCE, "it shows its threads", () -> daemon.said().contains("Full thread dump"));
            List<ProcessHandle> all = Stream.concat(
                            Stream.of(daemon.process().toHandle()),
                            daemon.process().descendants())
                    .toList();
            for (ProcessHandle one : all) {
                hasNoSecret(Files.readString(
                        Path.of("/proc", Long.toString(one.pid()), "cmdline"), StandardCharsets.ISO_8859_1));
            }
            daemon.terminate();
            assertTrue(answers.toString().contains("perigee_build_info"), answers.toString());
            hasNoSecret(daemon.said());
        }
        hasNoSecret(answers.toString());
        noFileHasASecret(folder.resolve("state"));
        noFileHasASecret(folder.resolve("kept"));
    }

    private static String ask(int port, String path, String token) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Authorization", "Bearer " + token)
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, HttpResponse.BodyHandlers.ofString()).body() + "\n";
        }
    }
}
