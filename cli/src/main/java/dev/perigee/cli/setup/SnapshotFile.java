package dev.perigee.cli.setup;

import dev.perigee.cli.console.ExitCode;
import dev.perigee.cli.console.Failure;
import dev.perigee.cli.text.RawPath;
import dev.perigee.core.catalog.Selector;
import dev.perigee.core.engine.Source;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads the arguments FILE and SOURCE. */
public final class SnapshotFile {

    private SnapshotFile() {}

    /**
     * A snapshot.
     *
     * @param word a path, if there is a slash or a dot in it, which no id has, or such a file; else an id, its unique beginning, {@code latest}, or {@code latest~3}
     * @return where it is
     * @throws Failure BAD_ARGUMENTS for {@code -} or nothing
     */
    public static Source source(String word) throws Failure {
        return word.contains("/") || word.contains(".") || word.equals("-") || Files.exists(RawPath.of(word))
                ? new Source.File(of(word), word)
                : new Source.Stored(Selector.parse(word));
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
