package dev.perigee.core.keys;

import dev.perigee.core.disk.Packing;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A file of keys, whole and undamaged: opening one reads it to its end, checks its digest where it has one, and
 * understands every entry. Only then are entries handed out, by reading it again.
 */
public sealed interface DumpFile permits JsonLinesFile, GravityFile {

    /**
     * Recognises the form of a file by its content, and proves the file.
     *
     * @param path the file
     * @return the dump
     * @throws DamagedDumpException naming the place, if it is cut, changed, or in neither form
     * @throws PackedDumpException if it is compressed or encrypted
     * @throws IOException if it can't be read
     */
    static DumpFile open(Path path) throws IOException {
        return open(path, path.toString());
    }

    /**
     * The same for what goes by another name, as a pipe's content does.
     *
     * @param path the file that holds it
     * @param name what messages call it
     * @return the dump
     * @throws DamagedDumpException naming the place, if it is cut, changed, or in neither form
     * @throws PackedDumpException if it is compressed or encrypted
     * @throws IOException if it can't be read
     */
    static DumpFile open(Path path, String name) throws IOException {
        return open(path, name, () -> Files.newInputStream(path));
    }

    /**
     * The same for what is encoded: it is decoded at each reading, and lies nowhere in a plain form.
     *
     * @param path the file that holds it
     * @param name what messages call it
     * @param content opens what the file holds
     * @return the dump
     * @throws DamagedDumpException naming the place, if it is cut, changed, or in neither form
     * @throws PackedDumpException if it is compressed or encrypted, and the content still is
     * @throws IOException if it can't be read
     */
    static DumpFile open(Path path, String name, Content content) throws IOException {
        String start = beginning(content);
        if (start.startsWith("{\"format\":\"" + DumpLine.FORMAT + "\"")) {
            return JsonLinesFile.open(content, name);
        }
        if (start.startsWith("{\"entries\":")) {
            return GravityFile.open(content, name);
        }
        Optional<Packing> packing = Packing.of(path);
        if (packing.isPresent()) {
            throw new PackedDumpException(name, packing.get());
        }
        throw new DamagedDumpException(
                name,
                "is no file of keys: it starts neither like an export of Perigee nor like one of Gravity"
                        + " (files made with --pretty are for reading only)");
    }

    /** Opens what a file holds, from its start. */
    @FunctionalInterface
    interface Content {

        /**
         * Opens it.
         *
         * @return the bytes; the caller closes it
         * @throws IOException if it can't be read
         */
        InputStream open() throws IOException;
    }

    private static String beginning(Content content) throws IOException {
        try (InputStream in = new BufferedInputStream(content.open())) {
            return new String(in.readNBytes(4096), StandardCharsets.UTF_8).replaceAll("\\s", "");
        }
    }

    /**
     * What messages call it.
     *
     * @return the path as it was given, or the pipe's name
     */
    String name();

    /**
     * How many entries there are.
     *
     * @return from 0 up
     */
    long entries();

    /**
     * The cluster that the keys come from.
     *
     * @return its id, 64 unsigned bits; empty if the form doesn't tell
     */
    OptionalLong clusterId();

    /**
     * The leases that entries hang on.
     *
     * @return in the order of the file
     */
    Collection<LeaseTime> leases();

    /**
     * Whether keys are relative to a prefix that the reader must add.
     *
     * @return true for Gravity's form
     */
    boolean keysAreRelative();

    /**
     * Shows every entry in the order of the file.
     *
     * @param visitor is shown the entries
     * @throws DamagedDumpException if the file has changed since it was opened
     * @throws IOException if it can't be read, or from the visitor
     */
    void forEach(EntryVisitor visitor) throws IOException;
}
