package dev.perigee.etcd.format.bbolt.write;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HexFormat;

/** Keys compared as bbolt does: byte by byte, unsigned. */
final class Keys {

    private Keys() {}

    static int compare(MemorySegment a, MemorySegment b) {
        long at = a.mismatch(b);
        if (at == -1) {
            return 0;
        }
        if (at == a.byteSize() || at == b.byteSize()) {
            return Long.compare(a.byteSize(), b.byteSize());
        }
        return Byte.compareUnsigned(a.get(ValueLayout.JAVA_BYTE, at), b.get(ValueLayout.JAVA_BYTE, at));
    }

    static String hex(MemorySegment key) {
        return HexFormat.of().formatHex(key.toArray(ValueLayout.JAVA_BYTE));
    }
}
