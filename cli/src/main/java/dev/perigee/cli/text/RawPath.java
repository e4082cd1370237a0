package dev.perigee.cli.text;

import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Paths whose names are bytes, as they are to the kernel; Java's own way to make one takes text only. */
public final class RawPath {

    private static final Path WORKING_DIRECTORY = Path.of("");

    private RawPath() {}

    /**
     * The path that an argument or a variable names.
     *
     * @param name {@link RawText}; without zeros
     * @return the path; absolute if the name is no text
     * @throws InvalidPathException if there can be no such path
     */
    public static Path of(String name) {
        return RawText.isText(name) ? Path.of(name) : ofBytes(name);
    }

    /** Only by a URI does Java take a path's bytes. */
    private static Path ofBytes(String name) {
        String absolute = name.startsWith("/") ? "" : WORKING_DIRECTORY.toUri().getRawPath();
        StringBuilder path = new StringBuilder("file://").append(absolute);
        for (byte b : RawText.encode(name)) {
            path.append(b == '/' ? "/" : String.format("%%%02X", b & 0xff));
        }
        return Path.of(URI.create(path.toString()));
    }
}
