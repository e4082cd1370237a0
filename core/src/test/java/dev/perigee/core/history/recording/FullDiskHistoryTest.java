package dev.perigee.core.history.recording;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.perigee.core.history.HistoryListing;
import dev.perigee.core.history.standing.StandingListener;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.etcd.client.EtcdConnection;
import dev.perigee.etcd.client.HashKv;
import dev.perigee.test.servers.Eventually;
import dev.perigee.test.servers.RealEtcd;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A daemon whose state disk is full again and again, with another few free pages each time, while the store is written. */
class FullDiskHistoryTest {

    private static final int PAGE = 4096;

    /** A little more than the recording wants to have free. */
    private static final long DISK = 80 << 20;

    @TempDir
    Path dir;

    @Test
    void whatIsWrittenWhileTheDiskIsFullIsRecordedOnceWhenItHasRoomAgain() throws Exception {
        Path said = dir.resolve("said");
        Path state = Files.createDirectory(dir.resolve("state"));
        Files.createDirectory(state.resolve("history"));
        RecordedCluster recorded = new RecordedCluster(state, StandingListener.NONE);
        try (RealEtcd etcd = RealEtcd.start("3.6");
                EtcdConnection member = RecordedCluster.connect(etcd)) {
            Workload workload = new Workload(member, 23);
            Process recorder = RecorderProcess.startOnSmallDisk(state, etcd.endpoint(), DISK, said);
            try {
                Eventually.eventually(RecordedCluster.SOON, "it records", () -> lines(said, "RECORDING") > 0);
                for (int free = 0; free < 4; free++) {
                    workload.run(10);
                    recorded.awaitRecorded(workload.hash().revision());
                    long stood = lines(said, "STANDING");
                    Path fill = RecorderProcess.seenBy(recorder, state.resolve("history/fill"));
                    fill(fill, free);
                    workload.run(10);
                    Eventually.eventually(
                            RecordedCluster.SOON, "it stands still", () -> lines(said, "STANDING") > stood);
                    Files.delete(fill);
                }
                workload.run(10);
                HashKv last = workload.hash();
                recorded.awaitRecorded(last.revision());
                recorded.assertMade(last);
            } finally {
                RecorderProcess.kill(recorder);
            }
        }
        HistoryListing listing = recorded.listing();
        assertEquals(1, listing.windows().size(), listing.toString());
        assertEquals(List.of(), listing.gaps());
        assertEquals(Outcome.OK, listing.outcome(), listing.toString());
    }

    private static long lines(Path said, String state) {
        try {
            return Files.readAllLines(said).stream()
                    .filter(line -> line.startsWith(state))
                    .count();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void fill(Path file, int free) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            try {
                while (true) {
                    channel.write(ByteBuffer.allocate(PAGE));
                }
            } catch (IOException e) {
                channel.truncate((channel.size() / PAGE - free) * PAGE);
            }
        }
    }
}
