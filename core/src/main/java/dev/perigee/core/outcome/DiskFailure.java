package dev.perigee.core.outcome;

import dev.perigee.core.words.FailureWords;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;

/**
 * What the local disk's refusal means, in a user's words.
 *
 * @param outcome what it comes down to
 * @param reason the file, where the system names one, and what is the matter with it
 * @param cure what to do about it; empty if the reason says it
 */
record DiskFailure(Outcome outcome, String reason, Optional<String> cure) {

    static DiskFailure of(IOException e) {
        return switch (e) {
            case IOException interrupted when Interruption.isBehind(interrupted) -> interrupted();
            case AccessDeniedException denied -> denied(denied.getFile() + ": permission denied");
            case NoSuchFileException gone ->
                failed(gone.getFile() + ": there is no such file or directory", "was its directory removed meanwhile?");
            case FileAlreadyExistsException there ->
                failed(there.getFile() + " is in the way", "move it somewhere else");
            default -> byItsWords(words(e));
        };
    }

    /** Java has no types for these: only the system's words, which this runtime doesn't translate. */
    private static DiskFailure byItsWords(String words) {
        if (words.contains("No space left on device") || words.contains("Disk quota exceeded")) {
            return new DiskFailure(Outcome.NO_SPACE, words, Optional.of("free some space there"));
        }
        if (words.contains("File too large")) {
            return new DiskFailure(
                    Outcome.NO_SPACE, words, Optional.of("raise the limit of a file's size: ulimit -f, LimitFSIZE="));
        }
        if (words.contains("Read-only file system")) {
            return new DiskFailure(
                    Outcome.DENIED, words, Optional.of("mount it writable, or choose a place on another one"));
        }
        return words.contains("Operation not permitted")
                ? denied(words)
                : new DiskFailure(Outcome.INPUT_OUTPUT, words, Optional.empty());
    }

    private static DiskFailure interrupted() {
        return new DiskFailure(Outcome.INTERRUPTED, "interrupted", Optional.empty());
    }

    private static DiskFailure denied(String reason) {
        return new DiskFailure(
                Outcome.DENIED,
                reason,
                Optional.of("let user '" + System.getProperty("user.name", "?")
                        + "' do that, or run this as a user who may"));
    }

    private static DiskFailure failed(String reason, String cure) {
        return new DiskFailure(Outcome.INPUT_OUTPUT, reason, Optional.of(cure));
    }

    private static String words(IOException e) {
        if (e instanceof FileSystemException about && about.getReason() != null) {
            return about.getFile() + ": " + about.getReason();
        }
        return FailureWords.of(e);
    }
}
