package dev.perigee.test.servers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Free loopback ports. They come from below the range that the kernel gives to outgoing connections, so that a server
 * which was stopped gets its port back.
 */
public final class Ports {

    private static final int FIRST = 12_000;
    private static final int LAST = 32_000;
    private static final int ATTEMPTS = 1_000;

    /** Of test JVMs that run side by side each has ports of its own: a stopped server's isn't taken by another's. */
    private static final int SHARES = 2;

    private static final int SHARE = Integer.getInteger("surefire.forkNumber", 0) % SHARES;

    private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

    private Ports() {}

    /**
     * A port that nobody listened on a moment ago, and that this JVM has given to nobody else.
     *
     * @return its number
     */
    public static int free() {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, LAST);
            if (port % SHARES == SHARE && isFree(port) && GIVEN.add(port)) {
                return port;
            }
        }
        throw new AssertionError("no free loopback port between " + FIRST + " and " + LAST);
    }

    /**
     * A loopback port on which nobody listens, nor can for as long as the socket is open.
     *
     * @return bound, and neither connected nor listening; the caller closes it
     * @throws IOException if there is none
     */
    public static Socket silent() throws IOException {
        Socket socket = new Socket();
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        return socket;
    }

    /**
     * Whether somebody accepts connections on a loopback port now.
     *
     * @param port its number
     * @return whether a connection succeeded
     */
    public static boolean accepts(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 500);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }
}
