package dev.perigee.daemon;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.perigee.etcd.format.json.Json;
import dev.perigee.etcd.format.json.JsonException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What several daemons tell a webhook and a monitor. */
final class ToldServer implements AutoCloseable {

    private final HttpServer server;
    private final List<String> successes = new CopyOnWriteArrayList<>();
    private final List<String> beats = new CopyOnWriteArrayList<>();

    ToldServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/hook", this::hook);
        server.createContext("/beat/", this::beat);
        server.start();
    }

    /** The configuration of a daemon's jobs and hooks. */
    String hooks(String name) {
        String base = "http://127.0.0.1:" + server.getAddress().getPort();
        return """
                jobs { default { schedule = "@every 1s" } }
                hooks {
                  told { type = webhook, on = [success], url = "%1$s/hook", per-hour = 10000 }
                  monitor { type = heartbeat, url = "%1$s/beat/%2$s" }
                }
                """.formatted(base, name);
    }

    private void hook(HttpExchange exchange) throws IOException {
        successes.add(backup(exchange.getRequestBody().readAllBytes()));
        answer(exchange);
    }

    private static String backup(byte[] message) {
        try {
            return Json.parseObject(message)
                    .object("backup")
                    .orElseThrow()
                    .string("id")
                    .orElseThrow();
        } catch (JsonException e) {
            throw new IllegalStateException(e);
        }
    }

    private void beat(HttpExchange exchange) throws IOException {
        beats.add(exchange.getRequestURI().getPath());
        answer(exchange);
    }

    private static void answer(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, -1);
        exchange.close();
    }

    /** The ids of the backups that were told, in the order in which they were. */
    List<String> successes() {
        return List.copyOf(successes);
    }

    /** How many successes a daemon's heartbeat had. */
    long beats(String name) {
        return beats.stream().filter(("/beat/" + name)::equals).count();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
