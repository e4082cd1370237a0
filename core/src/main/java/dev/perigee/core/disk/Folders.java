package dev.perigee.core.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Looks at folders before something is written there. */
public final class Folders {

    private Folders() {}

    /**
     * The one place that all names of a folder mean: links are followed as far as it is there.
     *
     * @param folder absolute
     * @return its real path
     */
    public static Path resolved(Path folder) {
        @Nullable Path parent = folder.getParent();
        try {
            return folder.toRealPath();
        } catch (IOException e) {
            return parent == null ? folder : resolved(parent).resolve(folder.getFileName());
        }
    }

    /**
     * What keeps this user from writing into a folder, which is made with those above it if it isn't there.
     *
     * @param folder absolute
     * @return the folder and what is wrong with it, to follow the words that name it; empty if nothing is
     */
    public static Optional<String> unwritable(Path folder) {
        Path there = folder;
        while (there.getParent() != null && !Files.exists(there)) {
            there = there.getParent();
        }
        if (!Files.isDirectory(there)) {
            return Optional.of(folder + ", but " + there + " is no folder");
        }
        return Files.isWritable(there)
                ? Optional.empty()
                : Optional.of(folder + ", which this user can't " + (there.equals(folder) ? "write" : "make"));
    }
}
