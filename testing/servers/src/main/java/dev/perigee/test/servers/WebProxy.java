package dev.perigee.test.servers;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A web proxy that leads every request to one server of 127.0.0.1, whatever host it names: names that nobody resolves can
 * be tried through it. Tunnels and plain requests; a connection keeps to the server of its first request. Safe for many
 * threads.
 */
public final class WebProxy implements AutoCloseable {

    private static final int LONGEST_HEAD = 64 * 1024;

    private final int target;
    private final Optional<String> wanted;
    private final ServerSocket listener;
    private final List<String> passed = new CopyOnWriteArrayList<>();

    private WebProxy(int target, Optional<String> wanted) {
        this.target = target;
        this.wanted = wanted;
        try {
            this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().name("web-proxy").start(this::acceptAll);
    }

    /**
     * A proxy for everybody.
     *
     * @param port where the one server listens
     * @return the running proxy
     */
    public static WebProxy before(int port) {
        return new WebProxy(port, Optional.empty());
    }

    /**
     * A proxy that asks who is there.
     *
     * @param port where the one server listens
     * @param user the only user
     * @param password that user's password
     * @return the running proxy
     */
    public static WebProxy before(int port, String user, String password) {
        String login = Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
        return new WebProxy(port, Optional.of("Basic " + login));
    }

    /**
     * Its address.
     *
     * @return {@code http://127.0.0.1:PORT}
     */
    public URI url() {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort());
    }

    /**
     * The first lines of the connections' first requests that were let through.
     *
     * @return the oldest first
     */
    public List<String> passed() {
        return List.copyOf(passed);
    }

    private void acceptAll() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                Thread.ofVirtual().start(() -> serve(client));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            byte[] head = head(client.getInputStream());
            String text = new String(head, StandardCharsets.ISO_8859_1);
            if (!isWelcome(text)) {
                say(client, "407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"test\"");
                return;
            }
            passed.add(text.lines().findFirst().orElse(""));
            lead(client, head, text.startsWith("CONNECT "));
        } catch (IOException e) {
            // one side has hung up; the client sees that
        }
    }

    private boolean isWelcome(String head) {
        return wanted.isEmpty()
                || head.lines().anyMatch(line -> line.equalsIgnoreCase("Proxy-Authorization: " + wanted.get()));
    }

    private static void say(Socket client, String status) throws IOException {
        String answer = "HTTP/1.1 " + status + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
        client.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
    }

    private void lead(Socket client, byte[] head, boolean tunnel) throws IOException {
        try (Socket server = new Socket(InetAddress.getLoopbackAddress(), target)) {
            if (tunnel) {
                client.getOutputStream().write("HTTP/1.1 200 Connected\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
            } else {
                server.getOutputStream().write(head);
            }
            Thread.ofVirtual().start(() -> pump(server, client));
            client.getInputStream().transferTo(server.getOutputStream());
        }
    }

    private static void pump(Socket from, Socket to) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            in.transferTo(out);
        } catch (IOException e) {
            // one side has hung up: closing both is what is left to do
        }
    }

    private static byte[] head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        int matched = 0;
        while (matched < 4 && head.size() < LONGEST_HEAD) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("the client hung up before its request was whole");
            }
            head.write(next);
            matched = next == (matched % 2 == 0 ? '\r' : '\n') ? matched + 1 : next == '\r' ? 1 : 0;
        }
        return head.toByteArray();
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
