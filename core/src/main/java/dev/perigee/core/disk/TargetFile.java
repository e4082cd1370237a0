package dev.perigee.core.disk;

import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.words.FailureWords;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A file that a user wants to have: looked at before anything is done for it. */
public final class TargetFile {

    private TargetFile() {}

    /** Says BAD_INPUT if something is there that a file can't replace, INPUT_OUTPUT if its directory isn't there. */
    public static void require(Path file) throws OperationException {
        try {
            DurableFile.requireReplaceable(file);
        } catch (FileSystemException e) {
            throw new OperationException(Outcome.BAD_INPUT, FailureWords.of(e));
        }
        Path directory = file.toAbsolutePath().getParent();
        if (directory == null || !Files.isDirectory(directory)) {
            throw new OperationException(
                    Outcome.INPUT_OUTPUT,
                    "the directory " + directory + " doesn't exist",
                    Optional.of("make it, or give a file in another one"),
                    Optional.empty());
        }
    }
}
