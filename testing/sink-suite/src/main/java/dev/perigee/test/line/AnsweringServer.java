package dev.perigee.test.line;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Gives the same answer to every request: for what a real server only says on a bad day. */
public final class AnsweringServer implements AutoCloseable {

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private volatile int deleting;
    private final List<String> methods = new CopyOnWriteArrayList<>();

    private AnsweringServer(int status, Map<String, String> headers, String body) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        server.setExecutor(threads);
        server.createContext("/", exchange -> answer(exchange, status, headers, body));
        server.start();
    }

    /**
     * A server that always says the same.
     *
     * @param status the answer's status
     * @param headers its headers
     * @param body its body
     * @return the running server
     * @throws IOException if there is no port for it
     */
    public static AnsweringServer of(int status, Map<String, String> headers, String body) throws IOException {
        return new AnsweringServer(status, headers, body);
    }

    /**
     * A page of the web.
     *
     * @param status the answer's status
     * @return the running server
     * @throws IOException if there is no port for it
     */
    public static AnsweringServer page(int status) throws IOException {
        return new AnsweringServer(status, Map.of("Content-Type", "text/html"), "<html><body>Welcome</body></html>");
    }

    /**
     * A server that takes an object, and makes of a request to remove it what {@code status} says.
     *
     * @param etag what it says that it took
     * @param status the answer to the removal
     * @return the running server
     * @throws IOException if there is no port for it
     */
    public static AnsweringServer taking(String etag, int status) throws IOException {
        AnsweringServer server = new AnsweringServer(200, Map.of("ETag", etag), "");
        server.deleting = status;
        return server;
    }

    /**
     * Its address.
     *
     * @return {@code http://127.0.0.1:PORT}
     */
    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /**
     * The methods of the requests so far.
     *
     * @return the oldest first
     */
    public List<String> methods() {
        return List.copyOf(methods);
    }

    private void answer(HttpExchange exchange, int status, Map<String, String> headers, String body)
            throws IOException {
        methods.add(exchange.getRequestMethod());
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            headers.forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            if (deleting != 0 && exchange.getRequestMethod().equals("DELETE")) {
                exchange.sendResponseHeaders(deleting, -1);
                return;
            }
            boolean head = exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(status, head ? -1 : bytes.length);
            if (!head) {
                exchange.getResponseBody().write(bytes);
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }
}
