package dev.perigee.core.disk;

import dev.perigee.core.outcome.DiskException;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.words.FailureWords;
import dev.perigee.core.words.Sizes;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** Refuses, before the first byte is written, what won't fit. */
public final class FreeSpace {

    private FreeSpace() {}

    /**
     * Requires free space in the file system of a file's directory. One that tells no size at all, as some in user space do, is
     * believed to have it.
     *
     * @param file the file that is to be written; its directory is there
     * @param bytes how many are needed
     * @param what what needs them, as in {@code "the snapshot"}
     * @param cure what to do if they aren't there
     * @throws DiskException NO_SPACE if they aren't; else if that can't be found out
     */
    public static void require(Path file, long bytes, String what, String cure) throws DiskException {
        Path absolute = file.toAbsolutePath();
        requireIn(Objects.requireNonNullElse(absolute.getParent(), absolute), bytes, what, cure);
    }

    /**
     * The same, for a directory.
     *
     * @param directory is there
     * @param bytes how many are needed
     * @param what what needs them
     * @param cure what to do if they aren't there
     * @throws DiskException as {@link #require}
     */
    public static void requireIn(Path directory, long bytes, String what, String cure) throws DiskException {
        try {
            FileStore store = Files.getFileStore(directory);
            long usable = store.getUsableSpace();
            if ((bytes < 0 || usable < bytes) && store.getTotalSpace() > 0) {
                throw DiskException.tooSmall(
                        "the file system of " + directory + " has " + Sizes.human(usable) + " free; " + what + " needs "
                                + Sizes.human(bytes),
                        cure);
            }
        } catch (IOException e) {
            throw OperationException.ofDisk("can't find out the free space of " + directory, e);
        }
    }

    /**
     * A write's failure with figures, if it is that the disk is full. Call it once what was written is removed.
     *
     * @param failure what the system said
     * @param file what was to be written; its directory is there
     * @param bytes how many it takes at most
     * @return the same failure if it is another one
     */
    public static IOException withFigures(IOException failure, Path file, long bytes) {
        String words = FailureWords.of(failure);
        Path directory = Objects.requireNonNullElse(file.toAbsolutePath().getParent(), file);
        if (!words.contains("No space left on device") && !words.contains("Disk quota exceeded")) {
            return failure;
        }
        try {
            long usable = Files.getFileStore(directory).getUsableSpace();
            return new IOException(
                    words + ": the file system of " + directory + " has " + Sizes.human(usable)
                            + " free, and up to " + Sizes.human(bytes) + " are needed, "
                            + Sizes.human(Math.max(0, bytes - usable)) + " more",
                    failure);
        } catch (IOException e) {
            failure.addSuppressed(e);
            return failure;
        }
    }
}
