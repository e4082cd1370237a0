package dev.perigee.core.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.catalog.Selector;
import dev.perigee.core.copies.Verify;
import dev.perigee.core.copies.VerifyResult;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.retention.RetentionRules;
import dev.perigee.test.servers.RealEtcd;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CrashTest {

    private static final int KILLS = 8;

    private static RealEtcd etcd;

    @TempDir
    Path state;

    @BeforeAll
    static void start() {
        etcd = RealEtcd.start("3.6");
        etcd.load(500, 1_000);
    }

    @AfterAll
    static void stop() {
        etcd.close();
    }

    @Test
    void twoProcessesOnOneDirectoryMakeTwoBackups() throws Exception {
        Process one = BackupProcess.start(state, etcd.endpoint(), 9);
        Process other = BackupProcess.start(state, etcd.endpoint(), 9);
        BackupProcess.killAfterLines(one, Integer.MAX_VALUE);
        BackupProcess.killAfterLines(other, Integer.MAX_VALUE);

        Bench bench = new Bench(state).withLocal(RetentionRules.keepLast(9));

        assertEquals(0, one.exitValue());
        assertEquals(0, other.exitValue());
        List<BackupId> listed = bench.listed();
        assertEquals(2, listed.size());
        for (BackupId id : listed) {
            assertEquals(Outcome.OK, verify(bench, id).outcome());
        }
        assertEquals(List.of(), bench.spooled());
    }

    /** The child writes a line per step: dozens of blobs, then proof, upload, manifest, prune. */
    @Test
    void whereverItIsKilledWhatIsListedIsGoodAndTheNextRunClearsUp() throws Exception {
        Bench bench = new Bench(state).withLocal(RetentionRules.keepLast(1));
        bench.backup(etcd.endpoint());
        int lines = (int) bench.events.size();
        Random random = new Random(20261123);
        int killed = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            // Half of the kills in the last steps, where the bytes have come and the sink is written.
            int after = kill % 2 == 0 ? 1 + random.nextInt(lines) : lines - random.nextInt(8);
            Process child = BackupProcess.start(state, etcd.endpoint(), 1);
            killed += BackupProcess.killAfterLines(child, after) ? 1 : 0;

            List<BackupId> listed = bench.listed();
            assertFalse(listed.isEmpty(), "killed after line " + after);
            for (BackupId id : listed) {
                assertEquals(Outcome.OK, verify(bench, id).outcome(), "killed after line " + after);
            }
        }
        assertTrue(killed > 0, "at least one child was still at work");

        // Within one second chance orders the ids, and a killed run's backup could be the newer one.
        bench.clock = InstantSource.offset(InstantSource.system(), Duration.ofSeconds(10));
        BackupResult result = bench.backup(etcd.endpoint());

        assertEquals(Outcome.OK, result.outcome());
        assertEquals(List.of(), bench.spooled());
        // What a killed run still owed stays beside it until the next prune.
        List<BackupId> listed = bench.listed();
        assertTrue(listed.contains(result.manifest().id()) && listed.size() <= 2, listed::toString);
    }

    private static VerifyResult verify(Bench bench, BackupId id) throws Exception {
        return new Verify(bench.environment())
                .run("prod", bench.destinations(), Selector.parse(id.toString()), Verify.Depth.FULL, true);
    }
}
