package dev.perigee.cli.setup;

import dev.perigee.cli.console.ExitCode;
import dev.perigee.cli.console.Failure;
import dev.perigee.cli.text.RawPath;
import dev.perigee.core.catalog.Selector;
import dev.perigee.core.catalog.SnapshotId;
import dev.perigee.core.engine.Source;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Predicate;

/** Reads the arguments FILE and SOURCE. */
public final class SnapshotFile {

    private SnapshotFile() {}

    /**
     * A snapshot.
     *
     * @param word {@code latest}, {@code latest~3}, or an id; else a path, if there is a slash or a dot in it, which no id has, or such
     *     a file; else the unique beginning of an id
     * @return where it is
     * @throws Failure BAD_ARGUMENTS for {@code -} or nothing
     */
    public static Source source(String word) throws Failure {
        return source(word, Files::exists);
    }

    /** Takes the disk as an argument. What lies in a directory by chance is no answer to a word that means the newest backup. */
    static Source source(String word, Predicate<Path> isThere) throws Failure {
        if (word.contains("/") || word.contains(".") || word.equals("-")) {
            return new Source.File(of(word), word);
        }
        Selector selector = Selector.parse(word);
        boolean free =
                selector instanceof Selector.Prefix && SnapshotId.parse(word).isEmpty();
        return free && isThere.test(RawPath.of(word)) ? new Source.File(of(word), word) : new Source.Stored(selector);
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
