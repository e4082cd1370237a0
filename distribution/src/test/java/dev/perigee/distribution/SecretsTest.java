package dev.perigee.distribution;

import static dev.perigee.test.servers.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.test.servers.CommandResult;
import dev.perigee.test.servers.Ports;
import dev.perigee.test.servers.RealEtcd;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the product with secrets in its configuration, and looks for them in all that it has written. */
class SecretsTest {

    private static final List<String> SECRETS =
            List.of("etcd-hunter2", "s3-secret-hunter2", "s3-token-hunter2", "minio-secret-hunter2");

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static Product product;
    private static RealEtcd etcd;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() {
        product = Product.unpack();
        etcd = RealEtcd.start("3.6");
        etcd.etcdctl("user", "add", "root:etcd-hunter2").orFail();
        etcd.etcdctl("user", "grant-role", "root", "root").orFail();
        etcd.etcdctl("auth", "enable").orFail();
    }

    @AfterAll
    static void stop() {
        etcd.close();
        product.close();
    }

    @Test
    void noSecretIsInAnythingThatIsWrittenAlsoWithDebug() throws IOException {
        int nobody = Ports.free();
        Path config = Files.writeString(
                folder.resolve("perigee.conf"), """
                perigee {
                  clusters.prod { endpoints = ["%s"], user = root, password = etcd-hunter2 }
                  sinks {
                    here { type = local, directory = "%s" }
                    s3 { type = s3, endpoint = "http://127.0.0.1:%d", bucket = b, access-key = ak,
                         secret-key = s3-secret-hunter2, session-token = s3-token-hunter2, retry { attempts = 1 } }
                    minio { type = minio, endpoint = "http://127.0.0.1:%d", bucket = c, access-key = ak,
                         secret-key = minio-secret-hunter2, retry { attempts = 1 } }
                  }
                }
                """.formatted(etcd.endpoint(), folder.resolve("kept"), nobody, nobody));

        StringBuilder written = new StringBuilder();
        for (String[] command : new String[][] {
            {"config", "show"},
            {"config", "check"},
            {"sink", "list"},
            {"snapshot", "save"},
            {"snapshot", "list", "-w", "json"},
            {"snapshot", "show"},
            {"snapshot", "verify"},
            {"snapshot", "prune", "--dry-run"},
            {"sink", "check", "s3"},
            {"sink", "check", "minio"},
            {"export"},
            {"etcdctl", "endpoint", "status"},
        }) {
            written.append(run(config, command));
        }

        assertTrue(written.indexOf("here") >= 0, written::toString);
        for (String secret : SECRETS) {
            assertFalse(written.indexOf(secret) >= 0, () -> secret + " is in\n" + written);
            assertFalse(isInAFile(secret, folder.resolve("state")), secret);
        }
    }

    /** Those of the environment are the user's own, who may look at them; anybody may look at the process list. */
    @Test
    void noSecretIsInTheProcessListNorInTheDaemonsLog() throws Exception {
        Path password = Files.writeString(folder.resolve("password"), "etcd-hunter2\n");
        Path config = Files.writeString(folder.resolve("daemon.conf"), """
                perigee {
                  clusters.prod { endpoints = ["%s"], user = root, password-file = "%s" }
                  sinks.here { type = local, directory = "%s" }
                  sinks.s3 { type = s3, endpoint = "http://127.0.0.1:%d", bucket = b, access-key = ak,
                    secret-key = ${S3_SECRET}, session-token = s3-token-hunter2,
                    retry { attempts = 2, backoff = 1ms, max-backoff = 1ms } }
                  jobs.default.schedule = "@every 1s"
                }
                """.formatted(
                        etcd.endpoint(), password, folder.resolve("kept"), Ports.free()));
        Path log = folder.resolve("daemon.log");
        ProcessBuilder builder = new ProcessBuilder(
                        product.launcher().toString(),
                        "daemon",
                        "--debug",
                        "--config=" + config,
                        "--state-dir=" + folder.resolve("state"))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().putAll(Product.clean(Map.of("S3_SECRET", "s3-secret-hunter2")));

        Process daemon = builder.start();
        try {
            eventually(PATIENCE, "it tries s3 again", () -> text(log).contains("sink 's3': attempt 1 failed: "));
            for (ProcessHandle process : Stream.concat(Stream.of(daemon.toHandle()), daemon.descendants())
                    .toList()) {
                String line = text(Path.of("/proc", Long.toString(process.pid()), "cmdline"));
                assertTrue(line.contains("daemon"), line);
                hasNoSecret(line);
            }
        } finally {
            daemon.destroy();
        }

        assertEquals(0, daemon.waitFor(), text(log));
        assertTrue(text(log).contains("WARN  JobLog: job default: sink 's3': attempt 1 failed: "), text(log));
        hasNoSecret(text(log));
    }

    @Test
    void noPasswordOfTheEnvironmentIsWritten() {
        for (Map<String, String> environment : List.of(
                Map.of("ETCDCTL_USER", "root:wrong-hunter2"),
                Map.of("ETCDCTL_USER", "root", "ETCDCTL_PASSWORD", "wrong-hunter2"))) {
            for (String[] command : new String[][] {
                {"snapshot", "save", folder.resolve("a.db").toString(), "--debug"},
                {"snapshot", "save", "--debug"},
                {"etcdctl", "endpoint", "status", "--debug"},
                {"export", "--debug"},
                {"config", "show", "--debug"},
            }) {
                Map<String, String> all = new HashMap<>(environment);
                all.put("ETCDCTL_ENDPOINTS", etcd.endpoint().toString());
                all.put("PERIGEE_CONFIG", "/dev/null");
                all.put("PERIGEE_STATE_DIR", folder.resolve("state").toString());
                CommandResult result = product.run(all, command);

                assertFalse(
                        (result.stdout() + result.stderr()).contains("wrong-hunter2"),
                        () -> String.join(" ", command) + ": " + result);
            }
        }
    }

    /** The memory of a process that knows passwords isn't written to a file, whatever befalls it. */
    @Test
    void noDumpIsMadeOfTheMemory() {
        for (String command : List.of("--version", "daemon", "save")) {
            String flags = product.run(Map.of("PERIGEE_JAVA_OPTS", "-XX:+PrintFlagsFinal"), command, "--help")
                    .stderr(); // where all goes that the JVM itself has to say

            for (String flag : List.of("CreateCoredumpOnCrash", "HeapDumpOnOutOfMemoryError", "HeapDumpBeforeFullGC")) {
                assertTrue(
                        Pattern.compile(flag + " +:?= (false|0) ")
                                .matcher(flags)
                                .find(),
                        command + ": " + flag);
            }
        }
    }

    private static void hasNoSecret(String text) {
        for (String secret : SECRETS) {
            assertFalse(text.contains(secret), () -> secret + " is in\n" + text);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String run(Path config, String... command) {
        String[] all = Stream.concat(
                        Stream.of(command),
                        Stream.of(
                                "--debug", "--config", config.toString(), "--state-dir", folder.resolve("state") + ""))
                .toArray(String[]::new);
        CommandResult result = product.run(all);
        return String.join(" ", command) + ": " + result.exitCode() + "\n" + result.stdout() + result.stderr();
    }

    private static boolean isInAFile(String secret, Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (Files.readString(file, StandardCharsets.ISO_8859_1).contains(secret)) {
                    return true;
                }
            }
        }
        return false;
    }
}
