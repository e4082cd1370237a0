package dev.perigee.core.restore;

import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is at a path now where a directory is to be.
 *
 * @param path absolute, without symbolic links as far as it exists
 * @param exists whether there is a directory
 * @param mountPoint whether something is mounted there: such a directory can't be renamed
 * @param contents the names in it, without {@code lost+found} and what an earlier run of ours left
 * @param owner who owns it; empty if it doesn't exist or the file system knows no owners
 */
record TargetDirectory(Path path, boolean exists, boolean mountPoint, List<String> contents, Optional<String> owner) {

    /** Made by file systems of the ext family at their top, and in nobody's way. */
    private static final String LOST_AND_FOUND = "lost+found";

    TargetDirectory {
        contents = List.copyOf(contents);
    }

    boolean occupied() {
        return !contents.isEmpty();
    }

    static TargetDirectory look(Path given) throws OperationException {
        try {
            Path path = real(given.toAbsolutePath().normalize());
            if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
                return new TargetDirectory(path, false, false, List.of(), Optional.empty());
            }
            if (!Files.isDirectory(path)) {
                throw Refusal.badInput(path + " is a file, not a directory", "name another directory");
            }
            return new TargetDirectory(path, true, isMountPoint(path), contents(path), Optional.of(owner(path)));
        } catch (AccessDeniedException e) {
            throw Refusal.of(Outcome.DENIED, given + " can't be looked into", "run as a user who may write there");
        } catch (IOException e) {
            throw new OperationException(Outcome.INPUT_OUTPUT, given + " can't be looked into: " + e.getMessage(), e);
        }
    }

    private static Path real(Path path) throws IOException {
        if (Files.exists(path)) {
            return path.toRealPath();
        }
        Path parent = path.getParent();
        return parent == null ? path : real(parent).resolve(Objects.requireNonNull(path.getFileName()));
    }

    private static List<String> contents(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.map(entry -> String.valueOf(entry.getFileName()))
                    .filter(name -> !name.equals(LOST_AND_FOUND) && !Leftovers.isOurs(name))
                    .sorted()
                    .toList();
        }
    }

    private static boolean isMountPoint(Path directory) throws IOException {
        Path parent = directory.getParent();
        return parent == null
                || !Files.getFileStore(directory).equals(Files.getFileStore(parent))
                || MountPoints.contains(directory);
    }

    private static String owner(Path path) throws IOException {
        return Files.getOwner(path).getName();
    }

    /** The nearest directory that exists, for asking about its file system. */
    static Path existing(Path path) {
        Path at = path.toAbsolutePath();
        while (!Files.exists(at)) {
            at = Objects.requireNonNull(at.getParent(), "the root always exists");
        }
        return at;
    }
}
