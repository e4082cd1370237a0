package dev.perigee.daemon;

import static dev.perigee.test.servers.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a client does, it hurts only itself. */
class HostileClientsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    static Path folder;

    private static RunningDaemon daemon;

    @BeforeAll
    static void start() throws Exception {
        daemon = RunningDaemon.start(folder, "read-tokens = [\"" + folder + "/read.token\"]");
    }

    @AfterAll
    static void end() throws Exception {
        assertEquals(200, daemon.get("/healthz").statusCode());
        daemon.close();
    }

    private static int sent(String text) throws IOException {
        return daemon.sent(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void slowOnesAreCutOffAndOthersAreAnsweredMeanwhile() throws Exception {
        List<Socket> slow = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            Socket socket = daemon.connect();
            slow.add(socket);
            if (i % 2 == 0) {
                socket.getOutputStream()
                        .write("GET /api/v1/jobs HTTP/1.1\r\nHost: local".getBytes(StandardCharsets.US_ASCII));
            }
        }

        assertEquals(200, daemon.ask("GET", "/api/v1/jobs", daemon.readToken()).statusCode());
        for (Socket socket : slow) {
            socket.setSoTimeout(60_000);
            assertEquals(-1, read(socket));
            socket.close();
        }
    }

    private static int read(Socket socket) throws IOException {
        try {
            return socket.getInputStream().read();
        } catch (java.net.SocketException e) {
            return -1; // reset, which is as good as closed
        }
    }

    @Test
    void aBodyThatIsTooLongIsRefusedUnread() throws Exception {
        String start = "POST /api/v1/backup/start?wait=false HTTP/1.1\r\nHost: localhost\r\n";
        assertEquals(413, sent(start + "Content-Length: 999999999\r\n\r\n"));
        assertEquals(413, sent(start + "Content-Length: 5000\r\n\r\n" + "x".repeat(5000)));
        assertEquals(
                413,
                sent(start + "Transfer-Encoding: chunked\r\n\r\n" + "1000\r\n" + "x".repeat(4096) + "\r\n10\r\n"
                        + "x".repeat(16) + "\r\n0\r\n\r\n"));
    }

    @Test
    void headersWithoutEndAreRefused() throws Exception {
        assertTrue(List.of(0, 400, 431)
                .contains(sent("GET / HTTP/1.1\r\nHost: localhost\r\nX: " + "x".repeat(40_000) + "\r\n\r\n")));
        assertTrue(List.of(0, 400, 431).contains(sent("GET / HTTP/1.1\r\n" + "X-a: b\r\n".repeat(5000) + "\r\n")));
    }

    @Test
    void wrongTokensOpenNothingHoweverMany() {
        for (int i = 0; i < 2_000; i++) {
            assertEquals(
                    401,
                    daemon.ask("GET", "/api/v1/jobs", "wrong-token-number-" + i).statusCode());
        }
        assertEquals(200, daemon.ask("GET", "/api/v1/jobs", daemon.readToken()).statusCode());
        assertEquals(
                403,
                daemon.ask("POST", "/api/v1/backup/start?wait=false", daemon.readToken())
                        .statusCode());
        assertEquals(401, daemon.get("/metrics").statusCode());
    }

    @Test
    void twoAuthorizationsAreNone() throws Exception {
        assertEquals(401, daemon.raw("GET /api/v1/jobs HTTP/1.1", "Host: localhost", "Authorization: Bearer other"));
        assertEquals(400, daemon.raw("GET /api/v1/jobs HTTP/1.1", "Host: localhost", "Host: other"));
    }

    @Test
    void pathsThatTryToGetOutLeadNowhere() throws Exception {
        for (String path : List.of(
                "/../etc/passwd",
                "/api/v1/../../etc/passwd",
                "/api/v1/backups/..%2f..%2fetc",
                "/api/v1/backups/%2e%2e",
                "//etc/passwd",
                "/api//v1/jobs",
                "/api/v1/jobs/",
                "/API/v1/jobs",
                "/api/v1/backups/" + "x".repeat(300),
                "/api/v1/jobs%00",
                "*")) {
            int status = daemon.raw("GET " + path + " HTTP/1.1", "Host: localhost");
            assertTrue(status == 404 || status == 400, path + " " + status);
        }
    }

    @Test
    void methodsThatThereArentAreRefused() throws Exception {
        for (String method : List.of("PUT", "PATCH", "OPTIONS", "TRACE", "CONNECT", "get", "FOO")) {
            int status = daemon.raw(method + " /api/v1/jobs HTTP/1.1", "Host: localhost");
            assertTrue(status == 405 || status == 400, method + " " + status);
        }
        assertEquals(200, daemon.raw("HEAD /api/v1/jobs HTTP/1.1", "Host: localhost"));
    }

    @Test
    void parametersThatThereArentAreRefused() {
        for (String query :
                List.of("aprove=true", "approve=yes", "approve=true&approve=false", "approve=%zz", "a".repeat(3000))) {
            int status;
            try {
                status = daemon.operate("DELETE", "/api/v1/backups/2026?" + query)
                        .statusCode();
            } catch (IllegalArgumentException e) {
                continue; // the client itself won't send it
            }
            assertTrue(status == 400 || status == 414, query + " " + status);
        }
    }

    @Test
    void aRequestThatSmugglesAnotherIsRefusedOrAnsweredAlone() throws Exception {
        String smuggled = "POST /api/v1/backup/start?wait=false HTTP/1.1\r\nHost: localhost\r\n\r\n";
        for (String head : List.of(
                "Content-Length: 0\r\nTransfer-Encoding: chunked\r\n",
                "Content-Length: 5\r\nContent-Length: 0\r\n",
                "Transfer-Encoding: xchunked\r\n",
                "Content-Length: -1\r\n",
                "Content-Length: +0\r\n")) {
            int status = sent("GET /healthz HTTP/1.1\r\nHost: localhost\r\n" + head + "\r\n" + "0\r\n\r\n" + smuggled);
            assertNotEquals(500, status, head);
        }
        eventually(PATIENCE, "it still answers", () -> daemon.get("/healthz").statusCode() == 200);
    }

    @Test
    void randomBytesAreNoRequest() throws Exception {
        java.util.Random random = new java.util.Random(7);
        for (int i = 0; i < 50; i++) {
            byte[] bytes = new byte[random.nextInt(2000)];
            random.nextBytes(bytes);
            try (Socket socket = daemon.connect()) {
                socket.getOutputStream().write(bytes);
                socket.shutdownOutput();
                assertNotEquals(200, RunningDaemon.status(socket.getInputStream()));
            } catch (IOException e) {
                continue; // cut off
            }
        }
    }
}
