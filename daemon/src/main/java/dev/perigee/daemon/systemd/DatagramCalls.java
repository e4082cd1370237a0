package dev.perigee.daemon.systemd;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/**
 * Four functions of Linux's C library, since Java's channels know no datagram sockets of the kind that systemd listens on. The
 * numbers are those of x86-64 and aarch64.
 */
final class DatagramCalls {

    private static final int SOCK_DGRAM = 2;
    private static final int SOCK_CLOEXEC = 0x80000;
    private static final int MSG_NOSIGNAL = 0x4000;
    private static final int SOL_SOCKET = 1;
    private static final int SO_SNDTIMEO = 21;

    /** A {@code struct timeval}: whole seconds, microseconds. A receiver that is stuck must not hold us up. */
    private static final long[] PATIENCE = {1, 0};

    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

    private final MethodHandle socket =
            function("socket", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
    private final MethodHandle setsockopt =
            function("setsockopt", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
    private final MethodHandle sendto = function(
            "sendto", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT));
    private final MethodHandle close = function("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));

    @SuppressWarnings("restricted") // the launcher grants it to this module
    private static MethodHandle function(String name, FunctionDescriptor type) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(
                linker.defaultLookup().findOrThrow(name), type, Linker.Option.captureCallState("errno"));
    }

    /** Sends one datagram on a socket of its own. Waits a second at most. */
    void send(byte[] address, byte[] message) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            int descriptor = checked(
                    "socket",
                    (int) socket.invokeExact(state, (int) SocketAddress.AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0),
                    state);
            try {
                MemorySegment patience = arena.allocateFrom(JAVA_LONG, PATIENCE);
                checked(
                        "setsockopt",
                        (int) setsockopt.invokeExact(
                                state, descriptor, SOL_SOCKET, SO_SNDTIMEO, patience, (int) patience.byteSize()),
                        state);
                MemorySegment to = arena.allocateFrom(JAVA_BYTE, address);
                MemorySegment bytes = arena.allocateFrom(JAVA_BYTE, message);
                checked(
                        "sendto",
                        (int) (long) sendto.invokeExact(
                                state, descriptor, bytes, bytes.byteSize(), MSG_NOSIGNAL, to, (int) to.byteSize()),
                        state);
            } finally {
                int _ = (int) close.invokeExact(state, descriptor);
            }
        } catch (IOException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e); // a downcall throws nothing checked
        }
    }

    private static int checked(String call, int result, MemorySegment state) throws IOException {
        if (result < 0) {
            throw new IOException(call + " fails with errno " + (int) ERRNO.get(state, 0L));
        }
        return result;
    }
}
