package dev.perigee.sink.gcs;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.GZIPInputStream;

/**
 * Takes one upload like the store, hands out tokens, and remembers what it was asked: for settings that the emulator passes
 * over.
 */
final class RecordingServer implements AutoCloseable {

    /** What it hands out. */
    static final String TOKEN = "ya29.the-access-token";

    /**
     * A request.
     *
     * @param line method, path and query, decoded
     * @param authorization the header, or empty
     * @param body as text
     */
    record Asked(String line, String authorization, String body) {}

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private volatile boolean bucketIsThere;

    RecordingServer(boolean bucketIsThere) throws IOException {
        this.bucketIsThere = bucketIsThere;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    List<Asked> asked() {
        return asked;
    }

    /** The first request whose line begins so. */
    Asked asked(String line) {
        return asked.stream()
                .filter(request -> request.line().startsWith(line))
                .findFirst()
                .orElseThrow(() -> new AssertionError("nobody asked " + line + ", but " + asked));
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(body(exchange).readAllBytes(), StandardCharsets.ISO_8859_1);
            String line = exchange.getRequestMethod() + " " + exchange.getRequestURI();
            String authorization = Optional.ofNullable(
                            exchange.getRequestHeaders().getFirst("Authorization"))
                    .orElse("");
            asked.add(new Asked(URLDecoder.decode(line, StandardCharsets.UTF_8), authorization, body));
            if (line.startsWith("POST /token")) {
                say(
                        exchange,
                        200,
                        "{\"access_token\":\"" + TOKEN + "\",\"token_type\":\"Bearer\",\"expires_in\":3600}");
            } else if (line.startsWith("POST /storage/v1/b?")) {
                bucketIsThere = true;
                say(exchange, 200, "{\"kind\":\"storage#bucket\",\"name\":\"bkt\"}");
            } else if (!bucketIsThere) {
                say(
                        exchange,
                        404,
                        "{\"error\":{\"code\":404,\"message\":\"no bucket\",\"errors\":[{\"reason\":\"notFound\"}]}}");
            } else {
                upload(exchange, line);
            }
        }
    }

    private static InputStream body(HttpExchange exchange) throws IOException {
        boolean packed = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
        return packed ? new GZIPInputStream(exchange.getRequestBody()) : exchange.getRequestBody();
    }

    private void upload(HttpExchange exchange, String line) throws IOException {
        if (line.startsWith("POST /upload/")) {
            exchange.getResponseHeaders().set("Location", url() + "/session");
            say(exchange, 200, "");
        } else {
            say(
                    exchange,
                    200,
                    "{\"kind\":\"storage#object\",\"bucket\":\"bkt\",\"name\":\"some/key\",\"generation\":\"1\","
                            + "\"size\":\"3\",\"crc32c\":\"8TDyHg==\",\"updated\":\"2026-11-23T12:00:00Z\",\"metageneration\":\"7\","
                            + "\"retention\":{\"mode\":\"Locked\",\"retainUntilTime\":\"2031-01-01T00:00:00Z\"}}");
        }
    }

    private static void say(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json; charset=UTF-8");
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }
}
