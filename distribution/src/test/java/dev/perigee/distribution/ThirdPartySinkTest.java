package dev.perigee.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.test.servers.Command;
import dev.perigee.test.servers.CommandResult;
import dev.perigee.test.servers.InstalledServer;
import dev.perigee.test.servers.Ports;
import dev.perigee.test.servers.RealEtcd;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A stranger's sink: built with the product's sdk, held against the contract, dropped into the product, and used. What it is
 * built with besides comes from the Maven repository that this build has filled already.
 */
class ThirdPartySinkTest {

    private static final String SETTINGS = """
            <settings>
              <mirrors>
                <mirror>
                  <id>this-machine</id>
                  <mirrorOf>central</mirrorOf>
                  <url>%s</url>
                </mirror>
              </mirrors>
            </settings>
            """;

    private static Product product;

    @BeforeAll
    static void unpack() {
        product = Product.unpack("sdk");
    }

    @AfterAll
    static void remove() {
        product.close();
    }

    @Test
    void aSinkBuiltWithTheSdkKeepsTheContractAndABackup() throws Exception {
        Files.move(build(), product.home().resolve("plugins/webdav"));

        Path served = Files.createDirectory(product.folder().resolve("served"));
        int port = Ports.free();
        Process server = serve(served, port);
        try (RealEtcd etcd = RealEtcd.start("3.6")) {
            etcd.load(100, 100);
            Path config = Files.writeString(product.folder().resolve("perigee.conf"), configuration(etcd, port));
            awaitPort(port, server);

            expectDone(product.run(withConfig(config, "snapshot", "save")));
            CommandResult list = expectDone(product.run(withConfig(config, "sink", "list")));
            Path fetched = product.folder().resolve("fetched.db");
            expectDone(product.run(withConfig(config, "snapshot", "fetch", "latest", fetched.toString())));

            assertTrue(list.stdout().contains("webdav"), list.stdout());
            assertTrue(sameAsStored(served, fetched), "what was fetched is not what lies on the server");
            assertEquals(
                    0,
                    RealEtcd.etcdutlOf("3.6", "snapshot", "status", fetched.toString())
                            .exitCode());
        } finally {
            server.destroy();
        }
    }

    @Test
    void theSkeletonOfANewSinkBuildsKeepsTheContractAndABackup() throws Exception {
        Path project = product.folder().resolve("my-nas");
        expectDone(product.run("sink", "new", "my-nas", project.toString()));
        Files.move(packaged(project), product.home().resolve("plugins/my-nas"));

        Path kept = product.folder().resolve("kept");
        try (RealEtcd etcd = RealEtcd.start("3.6")) {
            etcd.load(10, 10);
            Path config =
                    Files.writeString(product.folder().resolve("my-nas.conf"), """
                    perigee {
                      clusters.prod { endpoints = ["%s"] }
                      sinks.mine { type = my-nas, folder = "%s" }
                      jobs.default { cluster = prod, sinks = [mine] }
                    }
                    """.formatted(etcd.endpoint(), kept));
            expectDone(product.run(withConfig(config, "snapshot", "save")));
            CommandResult checked = expectDone(product.run(withConfig(config, "sink", "check", "mine")));
            Path fetched = product.folder().resolve("fetched-from-mine.db");
            expectDone(product.run(withConfig(config, "snapshot", "fetch", "latest", fetched.toString())));

            assertTrue(checked.stdout().contains("ok     P1"), checked.stdout());
            assertTrue(sameAsStored(kept, fetched), "what was fetched is not what was kept");
        }
    }

    private static Path build() throws IOException {
        Path project = product.folder().resolve("third-party-sink");
        copyWithoutTarget(Product.repository().resolve("examples/third-party-sink"), project);
        return packaged(project);
    }

    private static Path packaged(Path project) throws IOException {
        String filled = Path.of(System.getProperty("maven.repo.local")).toUri().toString();
        Path settings = Files.writeString(product.folder().resolve("settings.xml"), SETTINGS.formatted(filled));
        Command.run(
                        Map.of("JAVA_HOME", System.getProperty("java.home")),
                        List.of(
                                "mvn",
                                "-B",
                                "-ntp",
                                "-q",
                                "-f",
                                project.resolve("pom.xml").toString(),
                                "-s",
                                settings.toString(),
                                "-Dmaven.repo.local=" + product.folder().resolve("repository"),
                                "-Dperigee.sdk=" + product.home().resolve("sdk"),
                                "package"))
                .orFail();
        return project.resolve("target/plugin");
    }

    private static String configuration(RealEtcd etcd, int port) {
        return """
                perigee {
                  clusters.prod { endpoints = ["%s"] }
                  sinks.nas { type = webdav, url = "http://127.0.0.1:%d/backups", user = etcd, password = secret }
                  jobs.default { cluster = prod, sinks = [nas] }
                }
                """.formatted(etcd.endpoint(), port);
    }

    private static String[] withConfig(Path config, String... command) {
        String[] all = new String[command.length + 4];
        System.arraycopy(command, 0, all, 0, command.length);
        all[command.length] = "--config";
        all[command.length + 1] = config.toString();
        all[command.length + 2] = "--state-dir";
        all[command.length + 3] = product.folder().resolve("state").toString();
        return all;
    }

    private static CommandResult expectDone(CommandResult result) {
        assertEquals(0, result.exitCode(), () -> result.command() + "\n" + result.stdout() + result.stderr());
        return result;
    }

    private static boolean sameAsStored(Path served, Path fetched) throws IOException {
        try (var files = Files.walk(served)) {
            Path stored = files.filter(file -> file.toString().endsWith(".db"))
                    .findFirst()
                    .orElseThrow();
            return Files.mismatch(stored, fetched) < 0;
        }
    }

    private static Process serve(Path directory, int port) throws IOException {
        return new ProcessBuilder(
                        InstalledServer.binary("rclone", "rclone").toString(),
                        "serve",
                        "webdav",
                        directory.toString(),
                        "--addr=127.0.0.1:" + port,
                        "--user=etcd",
                        "--pass=secret")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static void awaitPort(int port, Process server) throws InterruptedException {
        Instant end = Instant.now().plusSeconds(60);
        while (!Ports.accepts(port)) {
            boolean ended = server.waitFor(50, TimeUnit.MILLISECONDS);
            assertTrue(!ended && Instant.now().isBefore(end), "rclone does not answer on port " + port);
        }
    }

    private static void copyWithoutTarget(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                if (folder.equals(from.resolve("target"))) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                Files.createDirectories(to.resolve(from.relativize(folder).toString()));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                try (InputStream stream = Files.newInputStream(file)) {
                    Files.copy(stream, to.resolve(from.relativize(file).toString()));
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
