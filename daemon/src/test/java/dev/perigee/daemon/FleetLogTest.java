package dev.perigee.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.perigee.core.fleet.FleetState;
import dev.perigee.core.fleet.FleetView;
import dev.perigee.core.fleet.FleetView.Claim;
import dev.perigee.core.fleet.FleetView.Member;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
