package dev.perigee.core.restore;

import dev.perigee.core.disk.DurableFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;

/**
 * The places where a restore builds. Each is marked by a locked file beside it, so that a later run can tell what a
 * killed one left from what is being built.
 */
final class Workspace {

    private record Mark(Path staged, Path lock, FileChannel held) {}

    private final Deque<Mark> marks = new ArrayDeque<>();
    private final Deque<Path> parents = new ArrayDeque<>();

    /** Removes what killed runs have left, and claims a place for each part of each member. */
    void open(List<Path> litter, List<MemberPlan> members) throws IOException {
        for (Path lock : litter) {
            Leftovers.remove(lock);
        }
        for (MemberPlan member : members) {
            for (Placement placement : member.placements()) {
                claim(placement);
            }
        }
    }

    /** Claims a place; the directories above it are made if need be, and are on the disk before anything is in them. */
    private void claim(Placement placement) throws IOException {
        makeDirectory(Objects.requireNonNull(placement.target().getParent(), "a target has a parent"));
        Path lock = placement.lock();
        FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        marks.push(new Mark(placement.staged(), lock, channel));
        if (channel.tryLock() == null) {
            throw new IOException(lock + " is locked by somebody else");
        }
    }

    private void makeDirectory(Path directory) throws IOException {
        if (Files.isDirectory(directory)) {
            return;
        }
        Path above = Objects.requireNonNull(directory.getParent(), "the root is a directory");
        makeDirectory(above);
        Files.createDirectory(directory);
        parents.push(directory);
        Disk.sync(above);
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
        try (FileChannel held = mark.held()) {
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
}
