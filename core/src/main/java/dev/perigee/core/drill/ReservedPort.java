package dev.perigee.core.drill;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** A free port of 127.0.0.1 that nobody else gets until it is given away. For one thread. */
record ReservedPort(ServerSocket socket) implements AutoCloseable {

    static ReservedPort take() throws IOException {
        return new ReservedPort(new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1})));
    }

    String url() {
        return "http://127.0.0.1:" + socket.getLocalPort();
    }

    /** Gives it away. */
    @Override
    public void close() throws IOException {
        socket.close();
    }
}
