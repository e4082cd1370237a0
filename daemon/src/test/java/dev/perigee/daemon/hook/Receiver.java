package dev.perigee.daemon.hook;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/** A real HTTP server that writes down what it is told, and answers as the test says: also never, or without end. */
final class Receiver implements AutoCloseable {

    /** What was received. */
    record Received(String method, String path, String signature, String timestamp, String event, String body) {}

    private final HttpServer server;
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Queue<Integer> statuses = new ArrayDeque<>();
    private volatile boolean silent;
    private volatile boolean endless;

    Receiver() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/hook?token=geheim";
    }

    List<Received> received() {
        return List.copyOf(received);
    }

    /** The answers to come; 200 after that. */
    void answersWith(Integer... status) {
        statuses.addAll(List.of(status));
    }

    void isSilent() {
        silent = true;
    }

    void isEndless() {
        endless = true;
    }

    private void answer(HttpExchange exchange) throws IOException {
        received.add(new Received(
                exchange.getRequestMethod(),
                exchange.getRequestURI().toString(),
                String.valueOf(exchange.getRequestHeaders().getFirst("X-Perigee-Signature")),
                String.valueOf(exchange.getRequestHeaders().getFirst("X-Perigee-Timestamp")),
                String.valueOf(exchange.getRequestHeaders().getFirst("X-Perigee-Event")),
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
        if (silent) {
            awaitEnd();
        }
        Integer status = statuses.poll();
        exchange.getResponseHeaders().add("Location", url());
        exchange.sendResponseHeaders(status == null ? 200 : status, endless ? 0 : -1);
        if (endless) {
            pour(exchange);
        }
        exchange.close();
    }

    private void pour(HttpExchange exchange) throws IOException {
        try (OutputStream out = exchange.getResponseBody()) {
            while (closed.getCount() > 0) {
                out.write(new byte[8192]);
            }
        }
    }

    private void awaitEnd() {
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
    }
}
