package dev.perigee.core.disk;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Looks at folders before something is written there. */
public final class Folders {

    private Folders() {}

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
