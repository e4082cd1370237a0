package dev.perigee.cli.etcdctl;

import static dev.perigee.cli.etcdctl.Mask.RAFT_INDEX;
import static dev.perigee.cli.etcdctl.Mask.TOOK;
import static dev.perigee.cli.etcdctl.Mask.WIDTH;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.cli.CliRun;
import dev.perigee.cli.console.ExitCode;
import dev.perigee.test.servers.CommandResult;
import dev.perigee.test.servers.RealEtcd;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A member whose space quota is used up, as the real etcdctl shows it and as we do. */
class AlarmParityTest {

    private static final int PUTS_AT_MOST = 40;

    @Test
    void aRaisedAlarmIsShownEverywhereAndTakenBack() {
        try (RealEtcd etcd = RealEtcd.start("3.6", "--quota-backend-bytes=1048576")) {
            Parity parity = Parity.of(etcd);
            fill(etcd);

            for (String form : List.of("simple", "json", "fields", "fields --hex")) {
                parity.read(words("alarm list -w " + form));
            }
            for (String form : List.of("simple", "table", "json", "fields")) {
                parity.read(words("endpoint status -w " + form), RAFT_INDEX, WIDTH);
                parity.read(words("endpoint health -w " + form), TOOK, WIDTH);
            }
            parity.read(words("put /a b"));
            disarm(parity, "simple");
            fill(etcd);
            disarm(parity, "json");
        }
    }

    @Test
    void fieldsOfADisarmedAlarmAreShownWhereEtcdctlCrashes() {
        try (RealEtcd etcd = RealEtcd.start("3.6", "--quota-backend-bytes=1048576")) {
            fill(etcd);

            CliRun run = Parity.of(etcd).ours(words("alarm disarm -w fields"));

            assertEquals(ExitCode.OK, run.code());
            assertTrue(run.out().matches("\"MemberID\" : [0-9]+\n\"AlarmType\" : NOSPACE\n\n"), run.out());
        }
    }

    /** Each takes the alarm back once; the next write raises it again. */
    private static void disarm(Parity parity, String form) {
        CommandResult theirs = parity.theirs(words("alarm disarm -w " + form));
        fill(parity.etcd());
        CliRun ours = parity.ours(words("alarm disarm -w " + form));

        Parity.compare(words("alarm disarm -w " + form), theirs, ours);
    }

    private static void fill(RealEtcd etcd) {
        String value = "x".repeat(100_000);
        for (int i = 0; i < PUTS_AT_MOST; i++) {
            if (etcd.etcdctl("put", "/full/" + i, value).exitCode() != 0) {
                return;
            }
        }
        throw new AssertionError("the quota was never used up");
    }

    private static List<String> words(String line) {
        return List.of(line.split(" "));
    }
}
