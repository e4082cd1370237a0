package dev.perigee.test.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A TCP proxy before a real server, that spoils connections on demand. Byte counts are per connection, both directions
 * together. A fault set while connections are open holds for them too. Safe for many threads.
 */
public final class FaultProxy implements AutoCloseable {

    /** What happens to a connection. */
    public sealed interface Fault {

        /** Nothing. */
        record None() implements Fault {}

        /** Both sides see an orderly end after so many bytes. */
        record Cut(long afterBytes) implements Fault {}

        /** Both sides see a connection reset after so many bytes. */
        record Reset(long afterBytes) implements Fault {}

        /** Nothing moves any more after so many bytes; the connection stays open. */
        record Stall(long afterBytes) implements Fault {}

        /** After so many bytes one follows now and then, and so many milliseconds nothing. */
        record Drip(long afterBytes, long pauseMillis) implements Fault {}

        /** Bytes move at this rate. */
        record Slow(long bytesPerSecond) implements Fault {}
    }

    private final String host;
    private final int target;
    private final int port;
    private final Set<ProxiedConnection> connections = ConcurrentHashMap.newKeySet();
    private final AtomicInteger accepted = new AtomicInteger();
    private volatile Fault fault = new Fault.None();
    private volatile Listener listener;

    /** Whom connections come to, and who takes them. */
    private record Listener(ServerSocket socket, Thread acceptor) {

        /** The kernel takes connections until whoever waits for them has gone. */
        void close() {
            try {
                socket.close();
                acceptor.join();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private FaultProxy(String host, int target) {
        this.host = host;
        this.target = target;
        this.port = Ports.free();
        this.listener = listen();
    }

    /**
     * A proxy without a fault, listening on a free port of 127.0.0.1.
     *
     * @param host where the real server is
     * @param port its port
     * @return the running proxy
     */
    public static FaultProxy before(String host, int port) {
        return new FaultProxy(host, port);
    }

    /**
     * Where it listens.
     *
     * @return a port of 127.0.0.1
     */
    public int port() {
        return port;
    }

    /**
     * How many connections it has taken so far.
     *
     * @return a count that only grows
     */
    public int accepted() {
        return accepted.get();
    }

    /**
     * Spoils open and later connections; {@link Fault.None} heals later ones and those that only stall.
     *
     * @param next what happens from now on
     */
    public void inject(Fault next) {
        fault = next;
    }

    /** Closes the port and resets every connection: new ones are refused until {@link #listenAgain()}. */
    public void refuse() {
        listener.close();
        connections.forEach(ProxiedConnection::reset);
    }

    /** Takes connections again, on the same port. */
    public void listenAgain() {
        listener = listen();
    }

    /** Closes the port and every connection. */
    @Override
    public void close() {
        listener.close();
        connections.forEach(ProxiedConnection::close);
    }

    Fault fault() {
        return fault;
    }

    void forget(ProxiedConnection connection) {
        connections.remove(connection);
    }

    private Listener listen() {
        try {
            ServerSocket socket = new ServerSocket();
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return new Listener(
                    socket, Thread.ofVirtual().name("fault-proxy-" + port).start(() -> acceptAll(socket)));
        } catch (IOException e) {
            throw new UncheckedIOException("could not listen on port " + port, e);
        }
    }

    private void acceptAll(ServerSocket socket) {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                accepted.incrementAndGet();
                connect(client);
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void connect(Socket client) throws IOException {
        try {
            ProxiedConnection connection = new ProxiedConnection(this, client, new Socket(host, target));
            connections.add(connection);
            connection.start();
        } catch (IOException serverIsDown) {
            client.setSoLinger(true, 0);
            client.close();
        }
    }
}
