package dev.perigee.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.perigee.core.fleet.FleetState;
import dev.perigee.core.fleet.FleetView;
import dev.perigee.core.fleet.FleetView.Claim;
import dev.perigee.core.fleet.FleetView.Member;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Why a daemon took a job, or lost it. */
class FleetLogTest {

    private static final long SELF = 1;
    private static final long OTHER = 2;

    @Test
    void aJobThatNobodyHadIsTaken() {
        assertEquals(
                List.of("job a: is this daemon's now, under fence 7, nobody had it"),
                FleetLog.gains(FleetState.NEW, mine(7)));
    }

    @Test
    void aJobIsTakenOver() {
        assertEquals(
                List.of("job a: is this daemon's now, under fence 7, two gave it away, or is gone"),
                FleetLog.gains(others(), mine(7)));
    }

    @Test
    void aJobIsLostToAnother() {
        assertEquals(List.of("job a: isn't this daemon's any more: two has it"), FleetLog.losses(mine(7), others()));
    }

    @Test
    void aJobIsLostBecauseEtcdIsAway() {
        FleetState before = mine(7);
        FleetState away = new FleetState(SELF, Map.of(), before.view(), Optional.of("no answer"));

        assertEquals(
                List.of("job a: isn't this daemon's any more: the lease can't be renewed"),
                FleetLog.losses(before, away));
        assertEquals(
                List.of("job a: is this daemon's now, under fence 7, as it was before etcd was away"),
                FleetLog.gains(away, mine(7)));
    }

    @Test
    void aJobThatIsTakenAnewAlthoughEtcdAnsweredSaysSo() {
        assertEquals(
                List.of(
                        "job a: is this daemon's now, under fence 9, anew: its claim was deleted or overwritten in etcd,"
                                + " or its lease was over"),
                FleetLog.gains(mine(7), mine(9)));
    }

    @Test
    void aDaemonThatStoodStillHasItsJobsAsBefore() {
        FleetState stood = new FleetState(SELF, Map.of(), mine(7).view(), Optional.empty());

        assertEquals(
                List.of("job a: is this daemon's now, under fence 7, as it was before this daemon stood still"),
                FleetLog.gains(stood, mine(7)));
    }

    private static FleetState strangers(String instance) {
        FleetView view = new FleetView(
                List.of(new Member(SELF, "one", "x")), Map.of("a", new Claim(0x2a, instance, 5)), Map.of());
        return new FleetState(SELF, Map.of(), view, Optional.empty());
    }

    @Test
    void aJobIsLostToWhateverIsNoDaemon() {
        assertEquals(
                List.of("job a: isn't this daemon's any more: its claim was overwritten in etcd, by no daemon"),
                FleetLog.losses(mine(7), strangers("unknown")));
    }

    @Test
    void aClaimOfNobodyWhoIsThereIsToldOnceWithWhatItIsAndWhatToDo() {
        Strangers strangers = new Strangers(Duration.ofSeconds(15));
        Set<String> jobs = Set.of("a");

        assertEquals(List.of(), strangers.warnings(strangers("unknown"), jobs, 0));
        List<String> said = strangers.warnings(
                strangers("unknown"), jobs, Duration.ofSeconds(16).toNanos());
        assertEquals(1, said.size());
        assertEquals(
                "job a: no daemon that is there runs it: its claim in etcd hangs on the lease 2a, which is no daemon's"
                        + " that shares the jobs, and keeps the job from all of them while it lives. If it is no daemon's last run,"
                        + " 'etcdctl lease revoke 2a' gives the job free; keys under the daemons' prefix are theirs alone",
                said.getFirst());
        assertEquals(
                List.of(),
                strangers.warnings(
                        strangers("unknown"), jobs, Duration.ofSeconds(99).toNanos()));
    }

    @Test
    void aClaimOfADaemonOrOfAnotherJobIsNoStrangers() {
        Strangers strangers = new Strangers(Duration.ZERO);

        for (long nanos = 0; nanos < 3; nanos++) {
            assertEquals(List.of(), strangers.warnings(others(), Set.of("a"), nanos));
            assertEquals(List.of(), strangers.warnings(strangers("x"), Set.of("b"), nanos));
            assertEquals(List.of(), strangers.warnings(mine(7), Set.of("a"), nanos));
        }
    }

    @Test
    void whatStaysIsNotToldAgain() {
        assertEquals(List.of(), FleetLog.gains(mine(7), mine(7)));
        assertEquals(List.of(), FleetLog.losses(mine(7), mine(7)));
    }

    private static FleetState mine(long fence) {
        FleetView view = new FleetView(
                List.of(new Member(SELF, "one", "x")), Map.of("a", new Claim(SELF, "one", fence)), Map.of());
        return new FleetState(SELF, Map.of("a", fence), view, Optional.empty());
    }

    private static FleetState others() {
        FleetView view = new FleetView(
                List.of(new Member(OTHER, "two", "x")), Map.of("a", new Claim(OTHER, "two", 5)), Map.of());
        return new FleetState(SELF, Map.of(), view, Optional.empty());
    }
}
