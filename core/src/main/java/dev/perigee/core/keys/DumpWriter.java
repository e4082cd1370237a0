package dev.perigee.core.keys;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Collection;

/**
 * Writes keys in one of the forms of a dump: {@code begin}, then the entries in ascending order of their keys, then
 * {@code end}. Not safe for many threads.
 */
public interface DumpWriter extends EntryVisitor, Closeable {

    /**
     * Starts the file.
     *
     * @param header where the keys come from
     * @throws IOException if it can't be written
     */
    void begin(DumpHeader header) throws IOException;

    /**
     * Finishes the file. A file without this is damaged and says so when read.
     *
     * @param leases the leases that entries hang on
     * @return what went into the file, and what its form loses
     * @throws IOException if it can't be written
     */
    DumpSummary end(Collection<LeaseTime> leases) throws IOException;

    /** Makes the writer of a form. */
    @FunctionalInterface
    interface Form {

        /**
         * A writer.
         *
         * @param out where the dump goes; closed with the writer
         * @return nothing is written yet
         * @throws IOException if the stream can't be used
         */
        DumpWriter on(OutputStream out) throws IOException;
    }
}
