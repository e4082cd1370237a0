package dev.perigee.core.fleet;

import static dev.perigee.test.servers.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class FleetMemberTest extends FleetFixture {

    @Test
    void jobsAreSpreadAndWhoGoesGivesThemBack() {
        TreeSet<String> jobs = jobs("a", "b", "c", "d", "e");
        FleetMember one = member("one");
        FleetMember two = member("two");
        FleetMember three = member("three");

        one.step(jobs, IDLE);
        assertEquals(jobs, one.state().mine().keySet(), "who is alone has all");

        settle(jobs, one, two, three);
        assertEquals(
                List.of(1, 2, 2),
                sizes(one, two, three),
                "five jobs for three: " + one.state().view());
        assertEquals(jobs, union(one, two, three));

        two.close();
        members.remove(two);
        settle(jobs, one, three);
        assertEquals(jobs, union(one, three));
        assertEquals(List.of(2, 3), sizes(one, three));
    }

    @Test
    void whoIsKilledIsReplacedWhenItsLeaseIsOver() {
        TreeSet<String> jobs = jobs("a", "b");
        ttl = LeaderSettings.SHORTEST_TTL;
        FleetMember killed = member("killed");
        FleetMember other = member("other");
        killed.step(jobs, IDLE);
        other.step(jobs, IDLE);
        assertEquals(0, other.state().mine().size());

        eventually(Duration.ofSeconds(60), "the lease ends", () -> {
            other.step(jobs, IDLE);
            return other.state().mine().keySet().equals(jobs);
        });

        assertTrue(killed.fence("a").isEmpty(), "it knows by its own clock");
        killed.step(jobs, IDLE);
        assertEquals(Set.of(), killed.state().mine().keySet(), "and when it is back, etcd says so");
    }

    @Test
    void whatIsAtWorkIsHandedOverBetweenRuns() {
        TreeSet<String> jobs = jobs("a", "b");
        FleetMember one = member("one");
        FleetMember two = member("two");
        one.step(jobs, IDLE);
        two.step(jobs, IDLE);

        one.step(jobs, jobs);
        assertEquals(jobs, one.state().mine().keySet());

        one.step(jobs, Set.of("b"));
        assertEquals(Set.of("b"), one.state().mine().keySet());
    }

    @Test
    void aDaemonThatWasToldOfMoreJobsTakesOnlyThose() {
        FleetMember old = member("old");
        FleetMember fresh = member("fresh");
        old.step(jobs("a", "b"), IDLE);
        settle(jobs("a", "b", "c"), fresh);

        assertEquals(Set.of("c"), fresh.state().mine().keySet());
        old.step(jobs("a", "b"), IDLE);
        assertEquals(jobs("a", "b"), old.state().mine().keySet());

        settle(jobs("a", "b", "c"), old, fresh);
        assertEquals(List.of(1, 2), sizes(old, fresh));
    }

    @Test
    void aJobThatIsGoneFromTheConfigurationIsGivenUp() {
        FleetMember one = member("one");
        one.step(jobs("a", "b"), IDLE);
        one.step(jobs("a"), IDLE);

        assertEquals(Set.of("a"), one.state().view().claims().keySet());
    }

    @Test
    void whoLeavesGivesWhatDoesntRunAtOnceAndTakesNothing() {
        TreeSet<String> jobs = jobs("a", "b", "c");
        FleetMember one = member("one");
        FleetMember two = member("two");
        one.step(jobs, IDLE);
        one.leave();
        one.step(jobs, Set.of("b"));

        assertEquals(Set.of("b"), one.state().mine().keySet());
        settle(jobs, two);
        assertEquals(Set.of("a", "c"), two.state().mine().keySet());
        one.step(jobs, Set.of("b"));
        assertEquals(Set.of("b"), one.state().mine().keySet());
    }

    @Test
    void aLeaseThatIsGoneAlreadyNeedsNoGivingBack() {
        FleetMember one = member("one");
        one.step(jobs("a"), IDLE);
        etcd.etcdctl("lease", "revoke", Long.toHexString(one.state().lease())).orFail();

        one.close();

        assertEquals(Optional.empty(), one.state().failure());
    }

    @Test
    void whatWasRestoredOrPutByHandKeepsNoJobFromAnybody() {
        FleetMember one = member("one");
        one.step(jobs("a"), IDLE);
        long fence = one.fence("a").orElseThrow().number().orElseThrow();
        etcd.etcdctl("put", prefix + "claims/a", "{\"instance\":\"one\"}").orFail();
        etcd.etcdctl("put", prefix + "claims/b", "not json").orFail();
        etcd.etcdctl("put", prefix + "claims/of-others", "not json").orFail();
        etcd.etcdctl("put", prefix + "daemons/1", "{\"instance\":\"gone\"}").orFail();

        settle(jobs("a", "b"), one);

        assertEquals(Set.of("a", "b"), one.state().mine().keySet());
        assertTrue(one.fence("a").orElseThrow().number().orElseThrow() > fence, "a fence of its own");
        assertEquals(
                Set.of("of-others"), one.state().view().strays().keySet(), "which those sweep who have such a job");
        assertEquals(1, one.state().view().members().size(), "nothing is kept for who isn't there");
    }

    @Test
    void aFenceFromBeforeAClaimWasSweptHoldsNoMore() throws Exception {
        FleetMember one = member("one");
        one.step(jobs("a"), IDLE);
        Fence fence = one.fence("a").orElseThrow();
        etcd.etcdctl("put", prefix + "claims/a", "by hand").orFail();

        FleetMember two = member("two");
        two.step(jobs("a"), IDLE);

        assertThrows(FenceLost.class, () -> fence.requireHeld(made(fence)));
    }

    @Test
    void strangersKeysUnderThePrefixAreLeftAlone() {
        etcd.etcdctl("put", prefix + "runs/b/backup", "{}").orFail();
        etcd.etcdctl("put", prefix + "something", "else").orFail();
        FleetMember one = member("one");

        one.step(jobs("b"), IDLE);

        assertEquals(Set.of("b"), one.state().mine().keySet());
        assertEquals(Optional.empty(), one.lastRun("b/backup"));
        String left = etcd.etcdctl("get", "--prefix", prefix).orFail().stdout();
        assertTrue(left.contains("runs/b/backup\n{}"), left);
        assertTrue(left.contains("something\nelse"), left);
    }
}
