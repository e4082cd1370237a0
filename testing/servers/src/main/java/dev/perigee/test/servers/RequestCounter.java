package dev.perigee.test.servers;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A TCP proxy before a real server, that counts how often a piece of text goes from the client to the server: a word that
 * stands once in each HTTP request of the sort to be counted. Safe for many threads.
 */
public final class RequestCounter implements AutoCloseable {

    private final int target;
    private final byte[] word;
    private final ServerSocket listener;
    private final AtomicInteger seen = new AtomicInteger();

    private RequestCounter(int target, String word) throws IOException {
        this.target = target;
        this.word = word.getBytes(StandardCharsets.US_ASCII);
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().name("request-counter").start(this::acceptAll);
    }

    /**
     * A counter on a free port of 127.0.0.1.
     *
     * @param port where the real server listens
     * @param word the text to count
     * @return the running counter
     */
    public static RequestCounter before(int port, String word) {
        try {
            return new RequestCounter(port, word);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Its address.
     *
     * @return {@code http://127.0.0.1:PORT}
     */
    public String url() {
        return "http://127.0.0.1:" + listener.getLocalPort();
    }

    /**
     * How often the text has gone by.
     *
     * @return a count that only grows
     */
    public int seen() {
        return seen.get();
    }

    private void acceptAll() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
                Thread.ofVirtual().start(() -> pump(client, server, true));
                Thread.ofVirtual().start(() -> pump(server, client, false));
            } catch (IOException e) {
                return; // closed, or the server is gone: the client sees a connection that never answers no longer
            }
        }
    }

    private void pump(Socket from, Socket to, boolean counting) {
        byte[] buffer = new byte[64 * 1024];
        int matched = 0;
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                matched = counting ? count(buffer, n, matched) : 0;
                out.write(buffer, 0, n);
            }
        } catch (IOException e) {
            // one side has hung up: closing both is what is left to do
        }
    }

    /** How much of the word the last bytes have matched; enough for words that don't repeat their own beginning. */
    private int count(byte[] buffer, int length, int matchedBefore) {
        int matched = matchedBefore;
        for (int i = 0; i < length; i++) {
            matched = buffer[i] == word[matched] ? matched + 1 : buffer[i] == word[0] ? 1 : 0;
            if (matched == word.length) {
                seen.incrementAndGet();
                matched = 0;
            }
        }
        return matched;
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
