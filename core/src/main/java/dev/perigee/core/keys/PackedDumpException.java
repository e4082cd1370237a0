package dev.perigee.core.keys;

import dev.perigee.core.disk.Packing;
import java.io.IOException;
import java.nio.file.Path;

/** A file of keys, or of something else, that is compressed or encrypted. */
public final class PackedDumpException extends IOException {

    private static final long serialVersionUID = 1L;

    private final String hint;

    /**
     * A packed file.
     *
     * @param name what messages call it
     * @param packing how it is packed
     */
    PackedDumpException(String name, Packing packing) {
        super(name + " is " + packing.what() + "; it must be unpacked first");
        this.hint = packing.unpacking(Path.of(name)) + " | perigee import -";
    }

    /**
     * What to do.
     *
     * @return a command for a shell
     */
    public String hint() {
        return hint;
    }
}
