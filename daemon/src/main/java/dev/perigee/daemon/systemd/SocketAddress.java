package dev.perigee.daemon.systemd;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The address of a datagram socket as the kernel wants it: {@code struct sockaddr_un}, unix(7). Pure. */
final class SocketAddress {

    static final short AF_UNIX = 1;

    /** The kernel's {@code sun_path} has 108 bytes; the last one of a path is a zero. */
    private static final int LONGEST = 107;

    private SocketAddress() {}

    /**
     * Its bytes.
     *
     * @param name an absolute path, or an abstract name behind {@code @}
     * @return empty if it is neither, or longer than the kernel takes
     */
    static Optional<byte[]> of(String name) {
        byte[] path = name.getBytes(StandardCharsets.UTF_8);
        boolean named = path.length > 1 && (path[0] == '/' || path[0] == '@');
        return named && path.length <= LONGEST ? Optional.of(encoded(path)) : Optional.empty();
    }

    /** An abstract name begins with a zero and ends with the address; a path ends with a zero. */
    private static byte[] encoded(byte[] path) {
        boolean isAbstract = path[0] == '@';
        ByteBuffer address = ByteBuffer.allocate(Short.BYTES + path.length + (isAbstract ? 0 : 1))
                .order(ByteOrder.nativeOrder())
                .putShort(AF_UNIX)
                .put(path);
        if (isAbstract) {
            address.put(Short.BYTES, (byte) 0);
        }
        return address.array();
    }
}
