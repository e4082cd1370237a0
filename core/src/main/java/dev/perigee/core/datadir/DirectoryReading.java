package dev.perigee.core.datadir;

import dev.perigee.core.words.FailureWords;
import dev.perigee.etcd.format.snapshot.Checks;
import dev.perigee.etcd.format.snapshot.DamagedSnapshotException;
import dev.perigee.etcd.format.snapshot.Progress;
import dev.perigee.etcd.format.snapshot.Snapshot;
import dev.perigee.etcd.format.snapshot.SnapshotFacts;
import dev.perigee.etcd.format.wal.LogFacts;
import dev.perigee.etcd.format.wal.RaftSnapshots;
import dev.perigee.etcd.format.wal.WriteAheadLogReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads a stopped member's directory. Changes nothing in it. */
public final class DirectoryReading {

    private DirectoryReading() {}

    /**
     * Reads it whole.
     *
     * @param dataDir the data directory
     * @param walDir where its log is
     * @param progress is told how far the database is read
     * @return what lies there
     * @throws IOException if it can't be read
     */
    public static DirectoryFacts read(Path dataDir, Path walDir, Progress progress) throws IOException {
        Path snap = dataDir.resolve("member/snap");
        LogFacts log = WriteAheadLogReader.read(walDir);
        List<RaftSnapshots.Entry> snapshots = RaftSnapshots.read(snap);
        Path db = snap.resolve("db");
        Optional<SnapshotFacts> facts = Optional.empty();
        Optional<String> damage = Optional.empty();
        if (Files.exists(db)) {
            try (Snapshot database = Snapshot.open(db)) {
                facts = Optional.of(database.check(Checks.STATUS, progress).facts());
            } catch (DamagedSnapshotException e) {
                damage = Optional.of(FailureWords.of(e));
            }
        }
        return new DirectoryFacts(log, snapshots, facts, damage, names(snap));
    }

    private static Set<String> names(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return Set.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
        }
    }
}
