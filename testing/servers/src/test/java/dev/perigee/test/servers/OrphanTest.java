package dev.perigee.test.servers;

import static dev.perigee.test.servers.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class OrphanTest {

    /** Started in a JVM of its own: starts an etcd, prints its process id, waits to be killed. */
    static final class Parent {
        public static void main(String[] args) throws InterruptedException {
            RealEtcd etcd = RealEtcd.start("3.6");
            System.out.println(etcd.pid() + " " + etcd.dataDir().getParent());
            Thread.sleep(Long.MAX_VALUE);
        }
    }

    @Test
    void anEtcdDiesWithAJvmThatWasKilled() throws IOException {
        Process parent = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Parent.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(parent.getInputStream(), StandardCharsets.UTF_8))) {
            String[] line = out.readLine().split(" ");
            ProcessHandle etcd = ProcessHandle.of(Long.parseLong(line[0])).orElseThrow();
            assertTrue(etcd.isAlive());

            parent.destroyForcibly();

            eventually(Duration.ofSeconds(60), "etcd is gone", () -> !etcd.isAlive());
            Directories.delete(Path.of(line[1]));
        } finally {
            parent.destroyForcibly();
        }
    }
}
