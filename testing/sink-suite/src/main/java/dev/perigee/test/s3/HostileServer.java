package dev.perigee.test.s3;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;

/** A server that means harm, or is broken beyond belief. */
public final class HostileServer implements AutoCloseable {

    private static final byte[] FILLER = "x".repeat(64 * 1024).getBytes(StandardCharsets.UTF_8);

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<String> hosts = new CopyOnWriteArrayList<>();

    private HostileServer(HttpHandler handler) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            hosts.add(String.valueOf(exchange.getRequestHeaders().getFirst("Host")));
            exchange.getRequestBody().readAllBytes();
            handler.handle(exchange);
        });
        server.start();
    }

    /**
     * Answers that begin well and never end.
     *
     * @param status their status
     * @param type their content type
     * @param beginning their first bytes
     * @return the running server
     * @throws IOException if there is no port for it
     */
    public static HostileServer endless(int status, String type, String beginning) throws IOException {
        return new HostileServer(exchange -> {
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.sendResponseHeaders(status, 0);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(beginning.getBytes(StandardCharsets.UTF_8));
                while (true) {
                    out.write(FILLER);
                }
            } catch (IOException e) {
                exchange.close(); // the other side has hung up, as it should
            }
        });
    }

    /**
     * Answers made from the request's query.
     *
     * @param type their content type
     * @param answer makes the body
     * @return the running server
     * @throws IOException if there is no port for it
     */
    public static HostileServer answering(String type, UnaryOperator<String> answer) throws IOException {
        return new HostileServer(exchange -> send(
                exchange,
                200,
                Map.of("Content-Type", type),
                answer.apply(String.valueOf(exchange.getRequestURI().getQuery()))));
    }

    /**
     * Sends everybody elsewhere.
     *
     * @param status of the redirect
     * @param url the other place
     * @return the running server
     * @throws IOException if there is no port for it
     */
    public static HostileServer sendingTo(int status, String url) throws IOException {
        return new HostileServer(exchange -> send(exchange, status, Map.of("Location", url), ""));
    }

    /**
     * Answers as a server of that name.
     *
     * @param name its header {@code Server}
     * @return the running server
     * @throws IOException if there is no port for it
     */
    public static HostileServer named(String name) throws IOException {
        return new HostileServer(
                exchange -> send(exchange, 200, Map.of("Server", name, "Content-Type", "text/html"), "<html></html>"));
    }

    private static void send(HttpExchange exchange, int status, Map<String, String> headers, String body)
            throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        headers.forEach(exchange.getResponseHeaders()::set);
        boolean none = bytes.length == 0 || exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, none ? -1 : bytes.length);
        if (!none) {
            exchange.getResponseBody().write(bytes);
        }
        exchange.close();
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
     * The hosts that requests were for, so far.
     *
     * @return the oldest first
     */
    public List<String> hosts() {
        return List.copyOf(hosts);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }
}
