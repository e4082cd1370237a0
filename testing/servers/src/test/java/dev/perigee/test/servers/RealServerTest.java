package dev.perigee.test.servers;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RealServerTest {

    @Test
    void aServerComesUpAgainOnItsPort(@TempDir Path dir) {
        try (RealServer server = RealServer.start(
                "rclone", Map.of(), port -> List.of("serve", "http", "--addr", "127.0.0.1:" + port, dir.toString()))) {
            server.kill();
            assertFalse(Ports.accepts(server.port()));

            server.restart();

            assertTrue(Ports.accepts(server.port()));
        }
    }

    @Test
    void aServerThatEndsAtOnceFailsWithItsLog() {
        AssertionError failure = assertThrows(
                AssertionError.class, () -> RealServer.start("rclone", Map.of(), port -> List.of("nonsense")));

        assertTrue(failure.getMessage().contains("unknown command"), failure.getMessage());
    }

    @Test
    void aMissingServerNamesTheCommandThatBringsIt() {
        AssertionError failure = assertThrows(AssertionError.class, () -> InstalledServer.binary("etcd-1.0", "etcd"));

        assertTrue(failure.getMessage().contains("tools/install-servers etcd-1.0 brings it"), failure.getMessage());
    }
}
