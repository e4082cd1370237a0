package dev.perigee.cli.datadir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.cli.CliRun;
import dev.perigee.test.servers.RealEtcd;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said of a data directory is what the real etcd then does with it. */
class DataDirCheckTest {

    private static final int FRAME = 8;

    /** Something that happens to a stopped member's directory. */
    private interface Accident {
        void happen(Path dataDir) throws IOException;
    }

    @ParameterizedTest
    @ValueSource(strings = {"3.4", "3.5", "3.6", "3.7"})
    void aCleanStopAndAKillAreFine(String version) {
        try (RealEtcd etcd = member(version)) {
            CliRun running = check(etcd);
            etcd.stop();
            CliRun stopped = check(etcd);
            etcd.restart();
            etcd.etcdctl("put", "/more", "1").orFail();
            etcd.kill();
            CliRun killed = check(etcd);

            assertEquals(16, running.code().number(), running.err());
            assertTrue(running.err().contains("an etcd is running on"), running.err());
            assertEquals(0, stopped.code().number(), stopped.out() + stopped.err());
            assertEquals(0, killed.code().number(), killed.out() + killed.err());
            assertTrue(killed.out().contains("etcd starts: from entry "), killed.out());
            etcd.restart();
            assertTrue(etcd.etcdctl("get", "/more").stdout().contains("1"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"3.4", "3.6", "3.7"})
    void aTornTailIsCutOff(String version) throws IOException {
        CliRun checked = foretold(version, true, dataDir -> {
            Path log = lastLog(dataDir);
            try (FileChannel channel = FileChannel.open(log, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                channel.truncate(lastRecord(channel) + FRAME + 2);
            }
        });

        assertTrue(checked.out().contains("log, warning, "), checked.out());
    }

    @ParameterizedTest
    @ValueSource(strings = {"3.4", "3.5", "3.6", "3.7"})
    void aByteThatTurnedOverInTheLogStopsItOrCostsWrites(String version) throws IOException {
        try (RealEtcd etcd = member(version)) {
            etcd.stop();
            Path log = lastLog(etcd.dataDir());
            try (FileChannel channel = FileChannel.open(log, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                flip(channel, withinRecord(channel, lastRecord(channel) / 2));
            }

            CliRun checked = check(etcd);

            assertEquals(10, checked.code().number(), checked.out() + checked.err());
            assertTrue(checked.out().contains("log, fatal, "), checked.out());
            boolean cutOff = checked.out().contains("would be passed over");
            assertTrue(!comesUp(etcd) || cutOff, () -> checked.out() + etcd.log());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"3.4", "3.6", "3.7"})
    void aLogWithoutItsOldestFilesStopsItOnlyWhereTheyAreNeeded(String version) throws IOException {
        foretold(version, false, dataDir -> {
            try (Stream<Path> logs = Files.list(dataDir.resolve("member/wal"))) {
                for (Path log : logs.toList()) {
                    Files.delete(log);
                }
            }
            Files.createFile(dataDir.resolve("member/wal/0000000000000009-00000000000000ff.wal"));
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"3.4", "3.5", "3.6", "3.7"})
    void aDatabaseWhoseFirstPagesAreGoneStopsIt(String version) throws IOException {
        foretold(version, false, dataDir -> {
            try (FileChannel db = FileChannel.open(dataDir.resolve("member/snap/db"), StandardOpenOption.WRITE)) {
                db.write(ByteBuffer.allocate(16384), 0);
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"3.4", "3.5", "3.6", "3.7"})
    void withoutItsNewestRaftSnapshotItBeginsAtTheOneBefore(String version) throws IOException {
        foretold(version, true, dataDir -> {
            try (Stream<Path> files = Files.list(dataDir.resolve("member/snap"))) {
                List<Path> snapshots = files.filter(file -> file.toString().endsWith(".snap"))
                        .sorted()
                        .toList();
                Files.delete(snapshots.getLast());
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"3.4", "3.5", "3.6", "3.7"})
    void aRaftSnapshotThatIsDamagedIsSetAside(String version) throws IOException {
        CliRun checked = foretold(version, true, dataDir -> {
            try (Stream<Path> files = Files.list(dataDir.resolve("member/snap"))) {
                Path newest = files.filter(file -> file.toString().endsWith(".snap"))
                        .max(Path::compareTo)
                        .orElseThrow();
                try (FileChannel channel =
                        FileChannel.open(newest, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                    flip(channel, channel.size() / 2);
                }
            }
        });

        assertTrue(checked.out().contains("snapshots, warning, "), checked.out());
    }

    @ParameterizedTest
    @ValueSource(strings = {"3.4", "3.5", "3.6", "3.7"})
    void aDatabaseThatIsGoneStopsItWhereASnapshotIsFurther(String version) throws IOException {
        foretold(version, false, dataDir -> Files.delete(dataDir.resolve("member/snap/db")));
    }

    @Test
    void whatIsNoDataDirectoryIsSaid() {
        assertEquals(12, CliRun.of("data-dir", "check", "/no/such").code().number());
        assertEquals(12, CliRun.of("data-dir", "check", "/tmp").code().number());
    }

    private static CliRun foretold(String version, boolean starts, Accident accident) throws IOException {
        try (RealEtcd etcd = member(version)) {
            etcd.stop();
            accident.happen(etcd.dataDir());

            CliRun checked = check(etcd);

            assertEquals(starts ? 0 : 10, checked.code().number(), checked.out() + checked.err());
            boolean came = comesUp(etcd);
            assertEquals(starts, came, () -> checked.out() + etcd.log());
            return checked;
        }
    }

    private static boolean comesUp(RealEtcd etcd) {
        try {
            etcd.restart();
            return etcd.etcdctl("get", "/k0").stdout().contains("v");
        } catch (AssertionError | RuntimeException e) {
            return false;
        }
    }

    /** With a raft snapshot every ten entries, so that there are some. */
    private static RealEtcd member(String version) {
        RealEtcd etcd = RealEtcd.start(version, "--snapshot-count=10");
        for (int i = 0; i < 35; i++) {
            etcd.etcdctl("put", "/k" + i, "v").orFail();
        }
        return etcd;
    }

    private static CliRun check(RealEtcd etcd) {
        return CliRun.of("data-dir", "check", etcd.dataDir().toString(), "-w", "simple");
    }

    private static Path lastLog(Path dataDir) throws IOException {
        try (Stream<Path> logs = Files.list(dataDir.resolve("member/wal"))) {
            return logs.filter(file -> file.toString().endsWith(".wal"))
                    .max(Path::compareTo)
                    .orElseThrow();
        }
    }

    private static void flip(FileChannel channel, long at) throws IOException {
        ByteBuffer one = ByteBuffer.allocate(1);
        channel.read(one, at);
        one.put(0, (byte) (one.get(0) ^ 0x10));
        channel.write(one.flip(), at);
    }

    /** Where the last record begins. */
    private static long lastRecord(FileChannel channel) throws IOException {
        long at = 0;
        long before = 0;
        while (frame(channel, at) != 0) {
            before = at;
            at += FRAME + size(frame(channel, at)) + padding(frame(channel, at));
        }
        return before;
    }

    /** The middle of what the record around a place holds: its padding may hold anything. */
    private static long withinRecord(FileChannel channel, long near) throws IOException {
        long at = 0;
        for (long frame = frame(channel, at); ; frame = frame(channel, at)) {
            long next = at + FRAME + size(frame) + padding(frame);
            if (next > near) {
                return at + FRAME + size(frame) / 2;
            }
            at = next;
        }
    }

    private static long frame(FileChannel channel, long at) throws IOException {
        ByteBuffer frame = ByteBuffer.allocate(FRAME).order(ByteOrder.LITTLE_ENDIAN);
        return channel.read(frame, at) < FRAME ? 0 : frame.getLong(0);
    }

    private static long size(long frame) {
        return frame & 0xff_ffff_ffff_ffffL;
    }

    private static long padding(long frame) {
        return frame < 0 ? frame >>> 56 & 7 : 0;
    }
}
