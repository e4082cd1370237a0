package dev.perigee.sink.gcs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import dev.perigee.api.ObjectKey;
import dev.perigee.api.PutOptions;
import dev.perigee.api.SinkException;
import dev.perigee.api.SinkException.Kind;
import dev.perigee.api.StorageSink;
import dev.perigee.sink.contract.body.BytesBody;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What a sink makes of a server that means harm: its own failure, soon, and nothing given away. */
class GcsHostileTest {

    private static final ObjectKey KEY = ObjectKey.of("some/key");
    private static final byte[] FILLER = "x".repeat(64 * 1024).getBytes(StandardCharsets.UTF_8);

    /** A server by hand. */
    private static final class Server implements AutoCloseable {
        private final HttpServer server;
        private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        private final AtomicInteger requests = new AtomicInteger();

        Server(HttpHandler handler) throws IOException {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
            server.setExecutor(threads);
            server.createContext("/", exchange -> {
                requests.incrementAndGet();
                exchange.getRequestBody().readAllBytes();
                handler.handle(exchange);
            });
            server.start();
        }

        String url() {
            return "http://127.0.0.1:" + server.getAddress().getPort();
        }

        @Override
        public void close() {
            server.stop(0);
            threads.close();
        }
    }

    private static HttpHandler endless(int status, String beginning) {
        return exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, 0);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(beginning.getBytes(StandardCharsets.UTF_8));
                while (true) {
                    out.write(FILLER);
                }
            } catch (IOException e) {
                exchange.close(); // the other side has hung up, as it should
            }
        };
    }

    private static void send(HttpExchange exchange, int status, Map<String, String> headers, String body)
            throws IOException {
        headers.forEach(exchange.getResponseHeaders()::set);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        if (bytes.length > 0) {
            exchange.getResponseBody().write(bytes);
        }
        exchange.close();
    }

    @Test
    void aListingThatNeverEndsIsGivenUp() throws Exception {
        try (Server server = new Server(endless(200, "{\"items\":[],\"x\":\""));
                StorageSink sink = open(server)) {
            SinkException e = refused(() -> sink.list("", "", 10));

            assertEquals(Kind.OTHER, e.kind(), e.getMessage());
            assertTrue(said(e).contains("longer than 8 MiB"), e.getMessage());
        }
    }

    @Test
    void aRefusalWhoseMessageNeverEndsIsTakenByItsStatus() throws Exception {
        try (Server server = new Server(endless(500, "{\"error\":{\"message\":\""));
                StorageSink sink = open(server)) {
            assertEquals(Kind.BUSY, refused(() -> sink.list("", "", 10)).kind());
        }
    }

    @Test
    void foreignNamesWithoutEndAreGivenUp() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        HttpHandler handler =
                exchange -> send(exchange, 200, Map.of(), page("%08d x".formatted(asked.incrementAndGet())));
        try (Server server = new Server(handler);
                StorageSink sink = open(server)) {
            SinkException e = refused(() -> sink.list("", "", 10));

            assertEquals(Kind.OTHER, e.kind(), e.getMessage());
            assertTrue(said(e).contains("names that aren't ours"), e.getMessage());
        }
    }

    @Test
    void theSamePageAgainIsNotBelieved() throws Exception {
        try (Server server = new Server(exchange -> send(exchange, 200, Map.of(), page("a x")));
                StorageSink sink = open(server)) {
            assertTrue(said(refused(() -> sink.list("", "", 10))).contains("does not sort"));
        }
    }

    @Test
    void nobodyIsFollowedToAnotherServer() throws Exception {
        for (int status : List.of(301, 302, 307, 308)) {
            try (Server other = new Server(exchange -> send(exchange, 200, Map.of(), "{}"));
                    Server server =
                            new Server(exchange -> send(exchange, status, Map.of("Location", other.url() + "/x"), ""));
                    StorageSink sink = open(server)) {
                SinkException e = put(sink);
                refused(() -> sink.get(KEY, 0));
                refused(() -> sink.list("", "", 10));
                refused(() -> sink.delete(KEY));

                assertEquals(Kind.INVALID, e.kind(), e.getMessage());
                assertTrue(said(e).contains("sends us on to " + other.url()), e.getMessage());
                assertEquals(0, other.requests.get(), () -> "followed " + status);
            }
        }
    }

    @Test
    void anUploadGoesToNoOtherServer() throws Exception {
        try (Server other = new Server(exchange -> send(exchange, 200, Map.of(), "{}"));
                Server server = new Server(exchange ->
                        send(exchange, 200, Map.of("Location", other.url() + "/upload?upload_id=secret"), ""));
                StorageSink sink = open(server)) {
            SinkException e = put(sink);

            assertEquals(Kind.INVALID, e.kind(), e.getMessage());
            assertTrue(said(e).contains("sends us on to " + other.url()), e.getMessage());
            assertEquals(-1, said(e).indexOf("secret"), e.getMessage());
            assertEquals(0, other.requests.get());
        }
    }

    private static String page(String name) {
        return "{\"kind\":\"storage#objects\",\"nextPageToken\":\"t\",\"items\":[{\"bucket\":\"bkt\",\"name\":\"" + name
                + "\",\"size\":\"1\",\"updated\":\"2026-01-01T00:00:00.000Z\"}]}";
    }

    private static SinkException put(StorageSink sink) {
        return refused(() -> sink.put(KEY, new BytesBody(new byte[] {1, 2, 3}), PutOptions.NONE));
    }

    private static SinkException refused(Executable call) {
        return assertThrows(SinkException.class, call);
    }

    private static StorageSink open(Server server) throws SinkException {
        return TestSettings.open(Map.of("endpoint", server.url(), "bucket", "bkt", "credentials", "none"));
    }

    private static String said(SinkException e) {
        return String.valueOf(e.getMessage());
    }
}
