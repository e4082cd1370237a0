package dev.perigee.sink.azure;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import dev.perigee.api.SinkException;
import dev.perigee.api.StorageSink;
import dev.perigee.test.servers.RealAzurite;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A server by hand, for answers that the emulator never gives; remembers what it was asked. */
final class StandIn implements AutoCloseable {

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Asked> asked = new CopyOnWriteArrayList<>();

    /**
     * A request.
     *
     * @param line its method and what follows the account
     * @param headers with their first values, by their names in lower case
     */
    record Asked(String line, Map<String, String> headers) {}

    private StandIn(HttpHandler handler) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            asked.add(asked(exchange));
            exchange.getRequestBody().readAllBytes();
            handler.handle(exchange);
        });
        server.start();
    }

    private static Asked asked(HttpExchange exchange) {
        String line = exchange.getRequestMethod() + " "
                + exchange.getRequestURI().toString().replace("/" + RealAzurite.ACCOUNT, "");
        Map<String, String> headers = new java.util.HashMap<>();
        exchange.getRequestHeaders().forEach((name, values) -> headers.put(name.toLowerCase(), values.getFirst()));
        return new Asked(line, headers);
    }

    static StandIn answering(HttpHandler handler) throws IOException {
        return new StandIn(handler);
    }

    /** Refuses everything in the words of Azure's reference. */
    static StandIn refusing(int status, String code, Map<String, String> headers) throws IOException {
        return new StandIn(exchange -> {
            exchange.getResponseHeaders().set("x-ms-error-code", code);
            headers.forEach(exchange.getResponseHeaders()::set);
            send(
                    exchange,
                    status,
                    "<?xml version=\"1.0\" encoding=\"utf-8\"?><Error><Code>" + code
                            + "</Code><Message>signed was HUSH</Message></Error>");
        });
    }

    /** Welcomes everybody to the web. */
    static StandIn web() throws IOException {
        return new StandIn(exchange -> {
            try (exchange) {
                exchange.sendResponseHeaders(200, 0);
                exchange.getResponseBody().write("<html>Welcome</html>".getBytes(StandardCharsets.UTF_8));
            }
        });
    }

    static void send(HttpExchange exchange, int status, String body) throws IOException {
        try (exchange) {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/xml");
            exchange.getResponseHeaders().set("x-ms-request-id", "1");
            boolean none = bytes.length == 0 || exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(status, none ? -1 : bytes.length);
            if (!none) {
                exchange.getResponseBody().write(bytes);
            }
        }
    }

    /** As if a blob had been stored. */
    static void stored(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Last-Modified", "Thu, 01 Jan 2026 00:00:00 GMT");
        send(exchange, 201, "");
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    List<Asked> asked() {
        return asked;
    }

    StorageSink open(Map<String, Object> more) throws SinkException {
        Map<String, Object> settings = new java.util.HashMap<>(Map.of(
                "account", RealAzurite.ACCOUNT, "account-key", RealAzurite.KEY, "endpoint", url(), "container", "bkt"));
        settings.putAll(more);
        return TestSettings.open(settings);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }
}
