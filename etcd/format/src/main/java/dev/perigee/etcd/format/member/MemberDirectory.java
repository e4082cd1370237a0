package dev.perigee.etcd.format.member;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Writes the small files of a member directory: the log and the raft snapshot. The database comes from elsewhere. */
public final class MemberDirectory {

    private MemberDirectory() {}

    /**
     * Writes the write-ahead log and brings it to the disk. The unused rest of the file is a hole.
     *
     * @param walDir an existing directory without a log
     * @param self whose log it is
     * @param cluster all members
     * @return the file
     * @throws IOException if it can't be written
     */
    public static Path writeLog(Path walDir, FoundingMember self, Membership cluster) throws IOException {
        Path file = walDir.resolve(WriteAheadLog.FILE_NAME);
        try (FileChannel channel = create(file)) {
            write(channel, WriteAheadLog.records(self, cluster), 0);
            write(channel, new byte[1], WriteAheadLog.FILE_LENGTH - 1);
            channel.force(true);
        }
        return file;
    }

    /**
     * Writes the raft snapshot and brings it to the disk.
     *
     * @param snapDir an existing directory
     * @param cluster all members
     * @return the file
     * @throws IOException if it can't be written
     */
    public static Path writeSnapshot(Path snapDir, Membership cluster) throws IOException {
        Path file = snapDir.resolve(RaftSnapshotFile.fileName(cluster));
        try (FileChannel channel = create(file)) {
            write(channel, RaftSnapshotFile.content(cluster), 0);
            channel.force(true);
        }
        return file;
    }

    private static FileChannel create(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    private static void write(FileChannel channel, byte[] bytes, long at) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            channel.write(buffer, at + buffer.position());
        }
    }
}
