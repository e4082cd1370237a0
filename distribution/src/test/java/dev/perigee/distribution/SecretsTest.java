package dev.perigee.distribution;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.test.servers.CommandResult;
import dev.perigee.test.servers.Ports;
import dev.perigee.test.servers.RealEtcd;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the product with secrets in its configuration, and looks for them in all that it has written. */
class SecretsTest {

    private static final List<String> SECRETS =
            List.of("etcd-hunter2", "s3-secret-hunter2", "s3-token-hunter2", "minio-secret-hunter2");

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
                    minio { type = minio, endpoint = "http://127.0.0.1:%d", bucket = b, access-key = ak,
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
