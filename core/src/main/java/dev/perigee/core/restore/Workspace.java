package dev.perigee.core.restore;

import dev.perigee.core.disk.DurableFile;
import dev.perigee.core.disk.FileLock;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The places where a restore builds. Each is marked by a locked file beside it, so that a later run can tell what a
 * killed one left from what is being built.
 */
final class Workspace implements AutoCloseable {

    private record Mark(Path staged, Path lock, FileLock held) {}

    private final Deque<Mark> marks = new ArrayDeque<>();
    private final Deque<Path> parents = new ArrayDeque<>();

    /** Claims a place for each part of each member, makes its directories, and removes what killed runs have left. */
    void open(List<Path> leftovers, List<MemberPlan> members) throws IOException {
        for (MemberPlan member : members) {
            for (Placement placement : member.placements()) {
                claim(placement);
            }
            Files.createDirectories(member.log());
            Files.createDirectories(member.snap());
        }
        for (Path lock : leftovers) {
            Leftovers.remove(lock);
        }
    }

    /**
     * Claims a place and makes it; the directories above it are made if need be, and are on the disk before anything is in
     * them.
     */
    private void claim(Placement placement) throws IOException {
        makeDirectory(Objects.requireNonNull(placement.target().getParent(), "a target has a parent"));
        Path lock = placement.lock();
        Optional<FileLock> held = FileLock.tryTake(lock);
        marks.push(new Mark(
                placement.staged(),
                lock,
                held.orElseThrow(() -> new IOException(lock + " is locked by somebody else"))));
        DurableFile.createDirectories(placement.staged()); // nobody else's to read, from the first byte on
    }

    private void makeDirectory(Path directory) throws IOException {
        if (Files.isDirectory(directory)) {
            return;
        }
        Path above = Objects.requireNonNull(directory.getParent(), "the root is a directory");
        makeDirectory(above);
        Files.createDirectory(directory);
        parents.push(directory);
        DurableFile.sync(above);
    }

    /** Gives the directories that were made for it to who is to own what is in them, and couldn't come there otherwise. */
    void give(Ownership owner) throws IOException {
        for (Path parent : parents) {
            owner.give(parent);
            DurableFile.sync(parent);
        }
    }

    /**
     * Removes what was not moved away, and of the directories made for it those that are still empty. Does nothing the
     * second time.
     *
     * @return what could not be removed; a later run removes it
     */
    List<IOException> clear() {
        List<IOException> failures = new ArrayList<>();
        while (!marks.isEmpty()) {
            remove(marks.pop(), failures);
        }
        while (!parents.isEmpty()) {
            removeIfEmpty(parents.pop(), failures);
        }
        return failures;
    }

    private static void remove(Mark mark, List<IOException> failures) {
        try (FileLock held = mark.held()) {
            DurableFile.deleteTree(mark.staged());
            Files.deleteIfExists(mark.lock());
        } catch (IOException e) {
            failures.add(e);
        }
    }

    private static void removeIfEmpty(Path directory, List<IOException> failures) {
        try {
            Files.deleteIfExists(directory);
        } catch (DirectoryNotEmptyException e) {
            return; // it holds what was restored
        } catch (IOException e) {
            failures.add(e);
        }
    }

    /** After a failure: what can't be removed now, a later run removes. */
    @Override
    public void close() {
        clear();
    }
}
