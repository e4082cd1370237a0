package dev.perigee.daemon.remote;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.perigee.core.engine.Status;
import dev.perigee.core.engine.Status.Health;
import dev.perigee.core.engine.Status.SinkStatus;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.report.HistoryDocument;
import dev.perigee.core.report.StatusDocument;
import dev.perigee.daemon.tls.PemFiles;
import dev.perigee.test.servers.CertifiedKey;
import dev.perigee.test.servers.TestCertificates;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever answers may be anybody. */
class DaemonClientTest {

    private static final String ROW = "{\"sink\":\"near\",\"state\":\"%s\",\"ageSeconds\":%s,\"newest\":%s,\"kept\":1,"
            + "\"proven\":null,\"size\":null,\"due\":null,\"finding\":\"\",\"cure\":\"\"}";
    private static final String JOBS = "{\"version\":\"0.1.0\",\"outcome\":\"%s\",\"seen\":%s,\"blind\":\"%s\","
            + "\"jobs\":[{\"job\":\"one\",\"cluster\":\"prod\",\"schedule\":\"none\",\"sinks\":[%s]}]}";
    private static final String SPOOL = "{\"known\":true,\"backups\":1,\"bytes\":7,\"waiting\":[{\"cluster\":\"prod\","
            + "\"id\":\"20261123T100000Z-7-00000001\",\"length\":7,\"sinks\":[\"near\"]}]}";
    private static final String NOON = "\"2026-11-23T12:00:00Z\"";

    private static final Optional<Path> NONE = Optional.empty();

    @TempDir
    Path folder;

    private final CountDownLatch end = new CountDownLatch(1);
    private HttpServer server;
    private Answerer jobs = exchange -> say(exchange, 200, "");
    private Duration timeout = Duration.ofSeconds(60);

    private interface Answerer {
        void answer(HttpExchange exchange) throws IOException;
    }

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/api/v1/jobs", exchange -> jobs.answer(exchange));
        server.createContext("/api/v1/spool", exchange -> say(exchange, 200, SPOOL));
        server.start();
    }

    @AfterEach
    void close() {
        end.countDown();
        server.stop(0);
    }

    private static void say(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try (exchange) {
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private SeenStatus status() throws OperationException {
        URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        DaemonAddress address =
                new DaemonAddress(url, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), timeout);
        try (DaemonClient client = DaemonClient.of(address)) {
            return client.status();
        }
    }

    private SeenStatus status(String answer) throws OperationException {
        jobs = exchange -> say(exchange, 200, answer);
        return status();
    }

    private Outcome failure() {
        return assertThrows(OperationException.class, this::status).outcome();
    }

    @Test
    void whatADaemonSaysIsRead() throws Exception {
        String late = ROW.formatted("late", 7200, "\"20261123T100000Z-7-00000001\"");

        SeenStatus seen = status(JOBS.formatted("overdue", NOON, "", late));

        assertEquals(Outcome.OVERDUE, seen.outcome());
        SinkStatus sink = seen.status().jobs().getFirst().sinks().getFirst();
        assertEquals(Health.LATE, sink.health());
        assertEquals(
                Instant.parse("2026-11-23T10:00:00Z"),
                sink.newest().orElseThrow().id().time());
        assertEquals(7, seen.status().spool().orElseThrow().bytes());
    }

    @Test
    void agesCountFromTheAnswerAndNotFromTheLastLook() throws Exception {
        String history = "{\"health\":\"well\",\"finding\":\"\",\"cure\":\"\",\"lossSeconds\":76,\"standing\":{"
                + "\"at\":NOON,\"state\":\"recording\",\"since\":NOON,\"why\":\"\",\"revision\":7,\"recorded\":NOON,"
                + "\"stored\":{\"near\":{\"revision\":7,\"until\":NOON}},\"waiting\":0,\"timelines\":{},\"gaps\":0,"
                + "\"newestGaps\":[],\"forcedBases\":0}}";
        String answer = JOBS.formatted("ok", NOON, "", ROW.formatted("well", 76, "\"20261123T120000Z-7-00000001\""))
                .replace("\"seen\"", "\"now\":\"2026-11-23T12:01:16Z\",\"seen\"")
                .replace("]}]}", "],\"history\":" + history.replace("NOON", NOON) + "}]}");

        SeenStatus seen = status(answer);

        Status at = seen.status();
        assertTrue(StatusDocument.of(at).json().contains("\"ageSeconds\":76"));
        assertEquals(
                "1m16s", HistoryDocument.behind(at.jobs().getFirst().history().orElseThrow(), "near", at.at()));
        assertEquals(Instant.parse("2026-11-23T12:00:00Z"), seen.looked());
    }

    @Test
    void daemonsWithOneNameAreNamed() throws Exception {
        String answer = JOBS.formatted("ok", NOON, "", "");
        String fleet = ",\"fleet\":{\"daemons\":[%s],\"mine\":[],\"error\":\"\"}}";

        String one = answer.replaceFirst("}$", fleet.formatted("\"n1\",\"n2\""));
        String twice = answer.replaceFirst("}$", fleet.formatted("\"n1\",\"n1\",\"n2\""));

        assertEquals(List.of(), status(one).namesakes());
        assertEquals(List.of("n1"), status(twice).namesakes());
    }

    @Test
    void aDayOfGravitysIsAsOldAsTheDaemonSays() throws Exception {
        String day = ROW.formatted("well", 39_600, "\"gravity-2026_11_23\"");

        SinkStatus sink = status(JOBS.formatted("ok", NOON, "", day))
                .status()
                .jobs()
                .getFirst()
                .sinks()
                .getFirst();

        assertEquals(
                Instant.parse("2026-11-23T01:00:00Z"),
                sink.newest().orElseThrow().id().time());
        assertEquals("gravity-2026_11_23", sink.newest().orElseThrow().id().toString());
    }

    @Test
    void aDaemonThatCantLookAnyMoreIsNotWell() throws Exception {
        SeenStatus seen =
                status(JOBS.formatted("ok", NOON, "the state is gone", ROW.formatted("well", "null", "null")));

        assertEquals(Outcome.PARTIAL, seen.outcome());
        assertEquals(Optional.of("the state is gone"), seen.blind());
    }

    @Test
    void aDaemonWhoseStateDirectoryIsFullIsNotWell() throws Exception {
        String answer = JOBS.formatted("no_space", NOON, "", ROW.formatted("well", "null", "null"));

        SeenStatus seen = status(answer.replace("\"jobs\":", "\"full\":\"no room for runs; make some\",\"jobs\":"));

        assertEquals(Optional.of("no room for runs; make some"), seen.status().full());
        assertEquals(Outcome.NO_SPACE, seen.outcome());
        assertEquals(Optional.empty(), status(answer).status().full());
    }

    @Test
    void aDaemonThatHasNeverLookedIsNotWell() {
        OperationException unseen =
                assertThrows(OperationException.class, () -> status(JOBS.formatted("unknown", "null", "", "")));

        assertEquals(Outcome.PARTIAL, unseen.outcome());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<html>",
                "[]",
                "{}",
                "{\"seen\":\"2026-11-23T12:00:00Z\"}",
                "{\"version\":\"1\",\"outcome\":\"fine\",\"seen\":\"2026-11-23T12:00:00Z\",\"jobs\":[]}",
                "{\"version\":\"1\",\"outcome\":\"ok\",\"seen\":\"noon\",\"jobs\":[]}",
                "{\"version\":\"1\",\"outcome\":\"ok\",\"seen\":\"2026-11-23T12:00:00Z\",\"jobs\":[7]}"
            })
    void whatNoDaemonSaysIsNoStatus(String answer) {
        assertEquals(
                Outcome.CONNECTION,
                assertThrows(OperationException.class, () -> status(answer)).outcome());
    }

    @Test
    void aDayThatNoCalendarHasIsNoStatus() {
        String day = ROW.formatted("well", 1, "\"gravity-2026_13_41\"");

        assertEquals(
                Outcome.CONNECTION,
                assertThrows(OperationException.class, () -> status(JOBS.formatted("ok", NOON, "", day)))
                        .outcome());
    }

    @Test
    void anAnswerWithoutEndIsGivenUp() {
        jobs = exchange -> {
            exchange.sendResponseHeaders(200, 0);
            byte[] spaces = " ".repeat(1 << 16).getBytes(StandardCharsets.UTF_8);
            while (end.getCount() > 0) {
                exchange.getResponseBody().write(spaces);
            }
        };

        assertEquals(Outcome.CONNECTION, failure());
    }

    @Test
    void whoeverNeverAnswersIsGivenUp() {
        timeout = Duration.ofMillis(100);
        jobs = exchange -> {
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };

        assertEquals(Outcome.CONNECTION, failure());
    }

    @Test
    void aRedirectIsNotFollowed() {
        jobs = exchange -> {
            exchange.getResponseHeaders().set("Location", "/api/v1/spool");
            say(exchange, 302, "");
        };

        assertEquals(Outcome.CONNECTION, failure());
    }

    @Test
    void nobodyThereIsSaid() {
        server.stop(0);

        OperationException failure = assertThrows(OperationException.class, this::status);

        assertEquals(Outcome.CONNECTION, failure.outcome());
        assertTrue(failure.getMessage().endsWith("nobody listens there (connection refused)"), failure::getMessage);
    }

    @Test
    void whoeverSpeaksNoTlsIsAskedWithoutIt() throws Exception {
        try (ServerSocket plain = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> answerPlainly(plain));
            OperationException failure =
                    assertThrows(OperationException.class, () -> statusBy("https", plain.getLocalPort(), NONE));

            assertTrue(failure.getMessage().contains("use http,"), failure::getMessage);
        }
    }

    private static void answerPlainly(ServerSocket at) {
        try (Socket caller = at.accept()) {
            caller.getInputStream().read();
            caller.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            caller.shutdownOutput();
            caller.getInputStream().readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void whereTlsIsSpokenTheCureIsNamed() throws Exception {
        TestCertificates certificates = TestCertificates.in(folder.resolve("certificates"));
        HttpsServer secure = secure(certificates.server());
        int port = secure.getAddress().getPort();
        try {
            OperationException plain = assertThrows(OperationException.class, () -> statusBy("http", port, NONE));
            OperationException stranger = assertThrows(OperationException.class, () -> statusBy("https", port, NONE));

            assertTrue(plain.hint().orElseThrow().startsWith("use https://"), plain::toString);
            assertEquals(Outcome.CONNECTION, stranger.outcome());
            assertTrue(stranger.hint().orElseThrow().startsWith("--cacert names"), stranger::toString);
            assertTrue(stranger.getMessage().contains("isn't signed by an authority"), stranger::getMessage);
            jobs = exchange -> say(exchange, 200, JOBS.formatted("ok", NOON, "", ROW.formatted("well", "1", "null")));
            assertEquals(
                    Outcome.OK,
                    statusBy("https", port, Optional.of(certificates.ca())).outcome());
        } finally {
            secure.stop(0);
        }
    }

    private HttpsServer secure(CertifiedKey pair) throws Exception {
        HttpsServer secure = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        secure.setHttpsConfigurator(
                new HttpsConfigurator(PemFiles.server(pair.certificate(), pair.key(), Optional.empty())));
        secure.createContext("/api/v1/jobs", exchange -> jobs.answer(exchange));
        secure.createContext("/api/v1/spool", exchange -> say(exchange, 200, SPOOL));
        secure.start();
        return secure;
    }

    private SeenStatus statusBy(String scheme, int port, Optional<Path> authorities) throws OperationException {
        URI url = URI.create(scheme + "://127.0.0.1:" + port);
        DaemonAddress address = new DaemonAddress(url, NONE, authorities, NONE, NONE, timeout);
        try (DaemonClient client = DaemonClient.of(address)) {
            return client.status();
        }
    }

    @Test
    void aFileThatIsNamedHasToBeThere() {
        Optional<Path> absent = Optional.of(Path.of("/no/file"));
        URI url = URI.create("https://localhost:1");

        refused("--token-file", new DaemonAddress(url, absent, NONE, NONE, NONE, timeout));
        refused("--cacert", new DaemonAddress(url, NONE, absent, NONE, NONE, timeout));
    }

    private static void refused(String option, DaemonAddress address) {
        OperationException refused = assertThrows(OperationException.class, () -> DaemonClient.of(address));

        assertEquals(Outcome.BAD_CONFIGURATION, refused.outcome());
        assertEquals(option + " names /no/file, which doesn't exist", refused.getMessage());
    }

    @Test
    void aTokenIsSentOverNoLineThatOthersRead() throws Exception {
        Path token = Files.writeString(folder.resolve("token"), "a-token-that-is-long\n");
        DaemonAddress open = new DaemonAddress(
                URI.create("http://backup.example:8085"),
                Optional.of(token),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                timeout);

        OperationException refused = assertThrows(OperationException.class, () -> DaemonClient.of(open));

        assertEquals(Outcome.BAD_REQUEST, refused.outcome());
        assertFalse(String.valueOf(refused.getMessage()).contains("a-token-that-is-long"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost:8085",
                "ftp://localhost",
                "http://",
                "http://user:secret@localhost",
                "http://localhost?x=1",
                "not a url",
                ""
            })
    void whatIsNoUrlOfADaemonIsRefused(String text) {
        OperationException refused = assertThrows(OperationException.class, () -> DaemonAddress.url(text));

        assertEquals(Outcome.BAD_REQUEST, refused.outcome());
        assertTrue(refused.hint().orElseThrow().contains("http://localhost:8085"));
    }
}
