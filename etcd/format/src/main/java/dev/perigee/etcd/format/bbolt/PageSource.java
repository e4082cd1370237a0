package dev.perigee.etcd.format.bbolt;

import java.io.IOException;
import java.lang.foreign.MemorySegment;

/** Hands out the bytes of a database file. Not safe for many threads. */
@FunctionalInterface
public interface PageSource {

    /**
     * Some bytes of the file.
     *
     * @param offset of the first one, 0 or more
     * @param length how many, 0 or more; {@code offset + length} is within the file
     * @return a view of exactly that length, which holds only until the next call
     * @throws FileCutException if the file ends earlier: it was cut since it was opened
     * @throws IOException if it can't be read
     */
    MemorySegment bytes(long offset, long length) throws IOException;
}
