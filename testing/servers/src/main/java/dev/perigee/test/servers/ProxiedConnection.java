package dev.perigee.test.servers;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** One connection through a {@link FaultProxy}. */
final class ProxiedConnection {

    private static final long PAUSE_NANOS = 10_000_000;

    private final FaultProxy proxy;
    private final Socket client;
    private final Socket server;
    private final AtomicLong moved = new AtomicLong();
    private final AtomicInteger endedDirections = new AtomicInteger();

    ProxiedConnection(FaultProxy proxy, Socket client, Socket server) {
        this.proxy = proxy;
        this.client = client;
        this.server = server;
    }

    void start() {
        Thread.ofVirtual().start(() -> pump(client, server));
        Thread.ofVirtual().start(() -> pump(server, client));
    }

    void reset() {
        linger(client);
        linger(server);
        close();
    }

    void close() {
        quietly(client);
        quietly(server);
        proxy.forget(this);
    }

    private void pump(Socket from, Socket to) {
        byte[] buffer = new byte[8_192];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                int allowed = allowed(n);
                out.write(buffer, 0, allowed);
                moved.addAndGet(allowed);
                allowed += drip(out, buffer, allowed, n);
                if (allowed < n && spoil()) {
                    return;
                }
                // A stall that was healed: what it held back follows.
                out.write(buffer, allowed, n - allowed);
                moved.addAndGet(n - allowed);
            }
            to.shutdownOutput();
            if (endedDirections.incrementAndGet() == 2) {
                close();
            }
        } catch (IOException broken) {
            close();
        }
    }

    private int allowed(int n) {
        return switch (proxy.fault()) {
            case FaultProxy.Fault.None none -> n;
            case FaultProxy.Fault.Cut cut -> within(cut.afterBytes(), n);
            case FaultProxy.Fault.Reset reset -> within(reset.afterBytes(), n);
            case FaultProxy.Fault.Stall stall -> within(stall.afterBytes(), n);
            case FaultProxy.Fault.Drip drip -> within(drip.afterBytes(), n);
            case FaultProxy.Fault.Slow slow -> slowly(slow.bytesPerSecond(), n);
        };
    }

    private int within(long limit, int n) {
        return (int) Math.clamp(limit - moved.get(), 0, n);
    }

    /** One byte after the other, for as long as that is the fault; says how many. */
    private int drip(OutputStream out, byte[] buffer, int from, int n) throws IOException {
        int dripped = 0;
        while (from + dripped < n && proxy.fault() instanceof FaultProxy.Fault.Drip drip) {
            out.write(buffer, from + dripped, 1);
            moved.incrementAndGet();
            dripped++;
            LockSupport.parkNanos(drip.pauseMillis() * 1_000_000);
        }
        return dripped;
    }

    private int slowly(long bytesPerSecond, int n) {
        LockSupport.parkNanos(n * 1_000_000_000L / bytesPerSecond);
        return n;
    }

    /** Does what the fault says; false if the connection goes on after all. */
    private boolean spoil() {
        while (proxy.fault() instanceof FaultProxy.Fault.Stall && !client.isClosed()) {
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        return switch (proxy.fault()) {
            case FaultProxy.Fault.Cut cut -> closed();
            case FaultProxy.Fault.Reset reset -> wasReset();
            default -> client.isClosed();
        };
    }

    private boolean closed() {
        close();
        return true;
    }

    private boolean wasReset() {
        reset();
        return true;
    }

    private static void linger(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
        } catch (IOException alreadyClosed) {
            // Nothing is left to reset.
        }
    }

    private static void quietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException alreadyBroken) {
            // It is gone either way.
        }
    }
}
