package dev.perigee.etcd.format.snapshot;

import dev.perigee.etcd.format.bbolt.DatabaseWalk;
import dev.perigee.etcd.format.bbolt.Fault;
import dev.perigee.etcd.format.bbolt.FileCutException;
import dev.perigee.etcd.format.bbolt.FilePageSource;
import dev.perigee.etcd.format.bbolt.Findings;
import dev.perigee.etcd.format.bbolt.Meta;
import dev.perigee.etcd.format.bbolt.MetaPages;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Optional;

/** An open file with its live meta: what every way of reading it shares. */
record SnapshotFile(Path path, FileChannel channel, long length, FileTime modified, Meta meta) implements Database {

    static SnapshotFile open(Path path) throws IOException {
        if (Files.isDirectory(path)) {
            throw new FileSystemException(path.toString(), null, "it is a directory, not a snapshot file");
        }
        if (Files.notExists(path)) {
            throw new NoSuchFileException(path.toString(), null, "there is no such file");
        }
        if (Files.exists(path) && !Files.isRegularFile(path)) { // to open a pipe waits for a writer, perhaps for ever
            throw new FileSystemException(
                    path.toString(), null, "it is a device or a pipe; a snapshot is read at any place of a file");
        }
        FileTime modified = Files.getLastModifiedTime(path);
        FileChannel channel = FileChannel.open(path);
        try {
            long length = channel.size();
            return new SnapshotFile(path, channel, length, modified, meta(path, channel, length));
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private static Meta meta(Path path, FileChannel channel, long length) throws IOException {
        Findings findings = new Findings();
        try (Arena arena = Arena.ofConfined()) {
            Optional<Meta> meta = MetaPages.live(new FilePageSource(channel, length, arena), length, findings);
            if (meta.isPresent()) {
                return meta.get();
            }
        }
        throw new DamagedSnapshotException(path, findings, Optional.empty());
    }

    @Override
    public void walk(Walking walking, Findings findings) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            FilePageSource root = new FilePageSource(channel, length, arena);
            FilePageSource buckets = new FilePageSource(channel, length, arena);
            walking.on(new DatabaseWalk(meta, root, buckets, arena, findings));
        } catch (FileCutException e) {
            findings.add(Fault.FILE_CUT, String.valueOf(e.getMessage()));
        } catch (ClosedByInterruptException e) {
            throw interrupted(e);
        }
        if (channel.size() != length || !Files.getLastModifiedTime(path).equals(modified)) {
            findings.add(Fault.FILE_CHANGED, "the file was changed while it was being read");
        }
    }

    byte[] bytes(long position, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        try {
            while (bytes.hasRemaining()) {
                if (channel.read(bytes, position + bytes.position()) < 0) {
                    throw new FileCutException(position + length, this.length);
                }
            }
        } catch (ClosedByInterruptException e) {
            throw interrupted(e);
        }
        return bytes.array();
    }

    /** After bytes were read beside a walk, which looks for itself. */
    void requireUnchanged() throws IOException {
        if (channel.size() != length || !Files.getLastModifiedTime(path).equals(modified)) {
            throw new FileSystemException(path.toString(), null, "the file was changed while it was being read");
        }
    }

    InterruptedIOException interrupted(Exception cause) {
        InterruptedIOException interrupted = new InterruptedIOException("the reading of " + path + " was interrupted");
        interrupted.initCause(cause);
        return interrupted;
    }

    @Override
    public void requireSound(Findings findings, Optional<Trailer> trailer) throws DamagedSnapshotException {
        if (!findings.isEmpty()) {
            throw new DamagedSnapshotException(path, findings, trailer);
        }
    }
}
