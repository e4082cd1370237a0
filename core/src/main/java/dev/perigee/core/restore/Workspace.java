package dev.perigee.core.restore;

import dev.perigee.core.disk.DurableFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The places where a restore builds. Each is marked by a locked file beside it, so that a later run can tell what a
 * killed one left from what is being built. Closing it removes what was not moved away.
 */
final class Workspace implements AutoCloseable {

    private record Mark(Path staged, Path lock, FileChannel held) {}

    private final List<Mark> marks = new ArrayList<>();

    /** Claims a place; its parent is made if need be. */
    void claim(Placement placement) throws IOException {
        Files.createDirectories(Objects.requireNonNull(placement.target().getParent(), "a target has a parent"));
        Path lock = placement.lock();
        FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        marks.add(new Mark(placement.staged(), lock, channel));
        if (channel.tryLock() == null) {
            throw new IOException(lock + " is locked by somebody else");
        }
    }

    @Override
    public void close() throws IOException {
        for (Mark mark : marks) {
            DurableFile.deleteTree(mark.staged());
            Files.deleteIfExists(mark.lock());
            mark.held().close();
        }
    }
}
