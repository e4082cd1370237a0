package dev.perigee.core.restore;

import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.words.FailureWords;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * Notices an etcd that runs on a directory. It holds locks on the files of its log; the one on its database is of a kind
 * that Java can't see.
 */
public final class RunningEtcd {

    private RunningEtcd() {}

    /**
     * Holds that none runs.
     *
     * @param walDir where the member's log is
     * @throws OperationException REFUSED if one does; INPUT_OUTPUT if that can't be told
     */
    public static void refuse(Path walDir) throws OperationException {
        try {
            for (Path log : logs(walDir)) {
                if (isLocked(log)) {
                    throw Refusal.refused(
                            "an etcd is running on " + walDir + ": it holds the lock of " + log.getFileName(),
                            "stop it first ('systemctl stop etcd', or move its static pod's manifest away),"
                                    + " and see to it that nothing starts it again");
                }
            }
        } catch (IOException e) {
            throw new OperationException(
                    Outcome.INPUT_OUTPUT, walDir + " can't be searched for a running etcd: " + FailureWords.of(e), e);
        }
    }

    private static List<Path> logs(Path walDir) throws IOException {
        if (!Files.isDirectory(walDir)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(walDir)) {
            return files.filter(file -> file.toString().endsWith(".wal")).toList();
        }
    }

    private static boolean isLocked(Path log) throws IOException {
        try (FileChannel channel = FileChannel.open(log, StandardOpenOption.WRITE)) {
            return channel.tryLock() == null;
        } catch (OverlappingFileLockException e) {
            return true;
        }
    }
}
