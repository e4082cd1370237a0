package dev.perigee.core.restore;

import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.words.FailureWords;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What is at a path now where a directory is to be.
 *
 * @param path absolute, without symbolic links as far as it exists
 * @param mountPoint whether something is mounted there: such a directory can't be renamed
 * @param contents the names in it, without {@code lost+found} and what an earlier run of ours left
 * @param beside the names next to what is swapped that begin with its name and a dot
 * @param owner who owns it; empty if it doesn't exist or the file system knows no owners
 */
record TargetDirectory(
        Path path, boolean mountPoint, List<String> contents, List<String> beside, Optional<String> owner) {

    /** etcd keeps everything in that. */
    static final String MEMBER = "member";

    /** Made by file systems of the ext family at their top, and in nobody's way. */
    private static final String LOST_AND_FOUND = "lost+found";

    TargetDirectory {
        contents = List.copyOf(contents);
        beside = List.copyOf(beside);
    }

    /** What is swapped: the whole directory, or the {@code member} in it where it can't be renamed. */
    Path unit() {
        return unit(path, mountPoint);
    }

    private static Path unit(Path path, boolean mountPoint) {
        return mountPoint ? path.resolve(MEMBER) : path;
    }

    /** Whether there is something to move aside before. */
    boolean holdsUnit() {
        return occupied() && (!mountPoint || contents.contains(MEMBER));
    }

    boolean occupied() {
        return !contents.isEmpty();
    }

    static TargetDirectory look(Path given) throws OperationException {
        try {
            Path path = real(given.toAbsolutePath().normalize());
            if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
                return new TargetDirectory(path, false, List.of(), beside(path), Optional.empty());
            }
            if (!Files.isDirectory(path)) {
                throw Refusal.badInput(path + " is a file, not a directory", "name another directory");
            }
            boolean mountPoint = isMountPoint(path);
            return new TargetDirectory(
                    path, mountPoint, contents(path), beside(unit(path, mountPoint)), Optional.of(owner(path)));
        } catch (AccessDeniedException e) {
            throw Refusal.of(Outcome.DENIED, given + " can't be looked into", "run as a user who may write there");
        } catch (IOException e) {
            throw new OperationException(
                    Outcome.INPUT_OUTPUT, given + " can't be looked into: " + FailureWords.of(e), e);
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
        return names(directory, name -> !name.equals(LOST_AND_FOUND) && !Leftovers.isOurs(name));
    }

    private static List<String> beside(Path unit) throws IOException {
        Path parent = unit.getParent();
        String beginning = unit.getFileName() + ".";
        return parent == null || !Files.isDirectory(parent)
                ? List.of()
                : names(parent, name -> name.startsWith(beginning));
    }

    private static List<String> names(Path directory, Predicate<String> which) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.map(entry -> String.valueOf(entry.getFileName()))
                    .filter(which)
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
