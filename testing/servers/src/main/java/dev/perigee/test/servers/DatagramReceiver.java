package dev.perigee.test.servers;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Listens on a datagram socket of the kind that systemd gives its services, and keeps what comes. Closing it ends that. */
public final class DatagramReceiver implements AutoCloseable {

    private static final int AF_UNIX = 1;
    private static final int SOCK_DGRAM = 2;
    private static final int MOST = 65_536;
    private static final int SHUT_RDWR = 2;

    private final List<String> received = new CopyOnWriteArrayList<>();
    private final int descriptor;
    private final Thread reader;

    private DatagramReceiver(int descriptor) {
        this.descriptor = descriptor;
        this.reader = Thread.ofPlatform().daemon().name("datagrams").start(this::receive);
    }

    /**
     * Listens.
     *
     * @param name an absolute path that isn't there yet, or an abstract name behind {@code @}
     * @return the receiver
     */
    public static DatagramReceiver at(String name) {
        byte[] path = name.getBytes(StandardCharsets.UTF_8);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment address = arena.allocate(2 + path.length);
            address.set(JAVA_SHORT, 0, (short) AF_UNIX);
            MemorySegment.copy(path, 0, address, JAVA_BYTE, 2, path.length);
            if (path[0] == '@') {
                address.set(JAVA_BYTE, 2, (byte) 0);
            }
            int socket = (int) function("socket", JAVA_INT, JAVA_INT, JAVA_INT).invokeExact(AF_UNIX, SOCK_DGRAM, 0);
            int bound = (int) function("bind", JAVA_INT, ADDRESS, JAVA_INT)
                    .invokeExact(socket, address, (int) address.byteSize());
            if (bound != 0) {
                throw new IllegalStateException("can't listen at " + name);
            }
            return new DatagramReceiver(socket);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    private static MethodHandle function(String name, java.lang.foreign.MemoryLayout... arguments) {
        return Linker.nativeLinker()
                .downcallHandle(
                        Linker.nativeLinker().defaultLookup().findOrThrow(name),
                        FunctionDescriptor.of(JAVA_INT, arguments));
    }

    private void receive() {
        MethodHandle recv = Linker.nativeLinker()
                .downcallHandle(
                        Linker.nativeLinker().defaultLookup().findOrThrow("recv"),
                        FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(MOST);
            long length = (long) recv.invokeExact(descriptor, buffer, (long) MOST, 0);
            while (length > 0) {
                byte[] bytes = buffer.asSlice(0, length).toArray(JAVA_BYTE);
                received.add(new String(bytes, StandardCharsets.UTF_8));
                length = (long) recv.invokeExact(descriptor, buffer, (long) MOST, 0);
            }
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * What has come.
     *
     * @return a text for each datagram, in their order
     */
    public List<String> received() {
        return List.copyOf(received);
    }

    @Override
    public void close() {
        try {
            int _ = (int) function("shutdown", JAVA_INT, JAVA_INT).invokeExact(descriptor, SHUT_RDWR);
            reader.join();
            int _ = (int) function("close", JAVA_INT).invokeExact(descriptor);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
