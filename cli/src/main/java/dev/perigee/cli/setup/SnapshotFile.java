package dev.perigee.cli.setup;

import dev.perigee.cli.console.ExitCode;
import dev.perigee.cli.console.Failure;
import dev.perigee.cli.text.RawPath;
import dev.perigee.core.disk.Packing;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Reads the FILE argument of the commands on one file. */
public final class SnapshotFile {

    private SnapshotFile() {}

    /**
     * A file that is there.
     *
     * @param text as given
     * @return its path
     * @throws Failure BAD_ARGUMENTS for {@code -}, NOT_FOUND if there is no such file, BAD_INPUT if it is
     *     none, a pipe, or compressed
     */
    public static Path existing(String text) throws Failure {
        Path path = of(text);
        if (!Files.exists(path)) {
            throw Failure.of(ExitCode.NOT_FOUND, "there is no file '" + text + "'");
        }
        if (Files.isDirectory(path)) {
            throw Failure.of(ExitCode.BAD_INPUT, "'" + text + "' is a directory, not a snapshot file");
        }
        if (!Files.isRegularFile(path)) {
            throw Failure.of(ExitCode.BAD_INPUT, "'" + text + "' is a device or a pipe, not a snapshot file")
                    .withHint("a snapshot is read at any place of it: save it to a file first");
        }
        requireUnpacked(path);
        return path;
    }

    private static void requireUnpacked(Path path) throws Failure {
        Optional<Packing> packing = Packing.of(path);
        if (packing.isPresent()) {
            throw Failure.of(
                            ExitCode.BAD_INPUT,
                            "'" + path + "' is " + packing.get().what() + ", not a snapshot")
                    .withHint("unpack it first, such as with: " + packing.get().command(path));
        }
    }

    /**
     * A file that may be there.
     *
     * @param text as given
     * @return its path
     * @throws Failure BAD_ARGUMENTS for {@code -} or nothing
     */
    public static Path of(String text) throws Failure {
        if (text.isBlank()) {
            throw Failure.of(ExitCode.BAD_ARGUMENTS, "the name of the file is empty")
                    .withHint("is the variable set that it was taken from?");
        }
        if (text.equals("-")) {
            throw Failure.of(ExitCode.BAD_ARGUMENTS, "'-' is no file: a snapshot is read and proven at any place of it")
                    .withHint("for a file of that name: ./-");
        }
        return RawPath.of(text);
    }
}
