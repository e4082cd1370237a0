package dev.perigee.core.fleet;

import static dev.perigee.test.servers.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.api.Secret;
import dev.perigee.core.catalog.Manifest;
import dev.perigee.core.catalog.ManifestExamples;
import dev.perigee.core.catalog.Purpose;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.time.Timing;
import dev.perigee.etcd.client.Credentials;
import dev.perigee.etcd.client.EtcdSettings;
import dev.perigee.test.servers.FaultProxy;
import dev.perigee.test.servers.RealEtcd;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class FleetMemberTest {

    private static final Instant DUE = Instant.parse("2026-11-20T05:00:00Z");
    private static final Set<String> IDLE = Set.of();

    private static RealEtcd etcd;
    private static int prefixes;

    private final String prefix = "/test-" + prefixes++ + "/";
    private final List<FleetMember> members = new ArrayList<>();
    private final AtomicLong paused = new AtomicLong();
    private Duration ttl = Duration.ofSeconds(30);

    @BeforeAll
    static void start() {
        etcd = RealEtcd.start("3.6");
    }

    @AfterAll
    static void stop() throws Exception {
        etcd.close();
    }

    @AfterEach
    void leave() {
        members.forEach(FleetMember::close);
    }

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
    void whoWasPausedKnowsThatItsLeaseMayBeOver() {
        FleetMember one = member("one");
        one.step(jobs("a"), IDLE);
        assertTrue(one.fence("a").isPresent());

        paused.addAndGet(Duration.ofSeconds(21).toNanos());

        assertTrue(one.fence("a").isEmpty());
        one.step(jobs("a"), IDLE);
        assertTrue(one.fence("a").isPresent(), "etcd says that it isn't");
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
    void theFenceHoldsUntilAnotherHasTheJob() throws Exception {
        FleetMember one = member("one");
        one.step(jobs("a"), IDLE);
        Fence fence = one.fence("a").orElseThrow();
        fence.requireHeld(made(fence));

        one.close();
        FleetMember two = member("two");
        two.step(jobs("a"), IDLE);

        FenceLost lost = assertThrows(FenceLost.class, () -> fence.requireHeld(made(fence)));
        assertTrue(String.valueOf(lost.getMessage()).contains("two runs it"), lost.getMessage());
        Fence higher = two.fence("a").orElseThrow();
        assertTrue(higher.number().orElseThrow() > fence.number().orElseThrow());
        higher.requireHeld(made(higher));
    }

    @Test
    void aFenceThatNobodyAnswersForDoesntHoldAndIsAskedAgain() throws Exception {
        try (FaultProxy proxy = FaultProxy.before("127.0.0.1", etcd.endpoint().getPort())) {
            FleetMember one = member("one", URI.create("http://127.0.0.1:" + proxy.port()));
            one.step(jobs("a"), IDLE);
            Fence fence = one.fence("a").orElseThrow();

            proxy.refuse();
            OperationException unknown = assertThrows(OperationException.class, () -> fence.requireHeld(made(fence)));
            assertEquals(Outcome.CONNECTION, unknown.outcome());
            assertFalse(unknown instanceof FenceLost);
            one.step(jobs("a"), IDLE);
            assertTrue(one.state().failure().isPresent(), "it says so");

            proxy.listenAgain();
            fence.requireHeld(made(fence));
            one.step(jobs("a"), IDLE);
            assertEquals(Optional.empty(), one.state().failure());
        }
    }

    @Test
    void whoTakesOverKnowsWhenTheJobRanLast() {
        FleetMember one = member("one");
        one.step(jobs("a"), IDLE);
        long fence = one.fence("a").orElseThrow().number().orElseThrow();
        Manifest manifest = ManifestExamples.at(5);
        one.ran("a/backup", fence, DUE.plusSeconds(3), Optional.of(DUE), Optional.of(manifest));
        one.write();
        one.close();

        FleetMember two = member("two");
        two.step(jobs("a"), IDLE);

        FleetRun run = two.lastRun("a/backup").orElseThrow();
        assertEquals(
                new FleetRun(
                        DUE.plusSeconds(3), Optional.of(DUE), fence, "one", Optional.of(FleetRun.Made.of(manifest))),
                run);
    }

    @Test
    void whoLostTheJobDoesntSayWhenItRan() {
        FleetMember one = member("one");
        one.step(jobs("a"), IDLE);
        long fence = one.fence("a").orElseThrow().number().orElseThrow();
        one.close();
        FleetMember two = member("two");
        two.step(jobs("a"), IDLE);

        one.ran("a/backup", fence, DUE, Optional.of(DUE), Optional.empty());
        one.write();
        two.step(jobs("a"), IDLE);

        assertEquals(Optional.empty(), two.lastRun("a/backup"));
    }

    @Test
    void whatIsOwedIsPublishedUnlessAnotherMadeOneForTheSameDueTime() throws Exception {
        FleetMember one = member("one");
        one.step(jobs("a"), IDLE);
        Manifest owed = made(one.fence("a").orElseThrow());
        one.close();
        FleetMember two = member("two");
        two.step(jobs("a"), IDLE);
        Fence debts = member("one").ofDebts();

        debts.requireHeld(owed);

        long fence = two.fence("a").orElseThrow().number().orElseThrow();
        two.ran("a/backup", fence, DUE.plusSeconds(9), Optional.of(DUE), Optional.empty());
        two.write();
        FenceLost lost = assertThrows(FenceLost.class, () -> debts.requireHeld(owed));
        assertTrue(String.valueOf(lost.getMessage()).contains("two made one"), lost.getMessage());
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
    void strangersKeysUnderThePrefixAreLeftAlone() {
        etcd.etcdctl("put", prefix + "claims/a", "not json");
        etcd.etcdctl("put", prefix + "runs/b/backup", "{}");
        etcd.etcdctl("put", prefix + "something", "else");
        FleetMember one = member("one");

        one.step(jobs("a", "b"), IDLE);

        assertEquals(Set.of("b"), one.state().mine().keySet(), "somebody has a");
        assertEquals(Optional.of("unknown"), one.state().view().leader("a"));
        assertEquals(Optional.empty(), one.lastRun("b/backup"));
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
    void withAuthTheKeysUnderThePrefixAreEnough() throws Exception {
        try (RealEtcd guarded = RealEtcd.start("3.6")) {
            guarded.etcdctl("role", "add", "backup").orFail();
            guarded.etcdctl("role", "grant-permission", "backup", "readwrite", "--prefix=true", prefix)
                    .orFail();
            guarded.etcdctl("user", "add", "perigee:secret-of-a-test").orFail();
            guarded.etcdctl("user", "grant-role", "perigee", "backup").orFail();
            guarded.etcdctl("user", "add", "root:secret-of-root").orFail();
            guarded.etcdctl("user", "grant-role", "root", "root").orFail();
            guarded.etcdctl("auth", "enable").orFail();
            EtcdSettings open = EtcdSettings.of(List.of(guarded.endpoint()));
            FleetMember one = member(
                    "one",
                    new EtcdSettings(
                            open.endpoints(),
                            open.tls(),
                            Optional.of(new Credentials("perigee", Secret.of("secret-of-a-test"))),
                            open.dialTimeout(),
                            open.commandTimeout(),
                            open.idleTimeout()));

            one.step(jobs("a"), IDLE);
            Fence fence = one.fence("a").orElseThrow();
            fence.requireHeld(made(fence));
            one.ran("a/backup", fence.number().orElseThrow(), DUE, Optional.of(DUE), Optional.empty());
            one.write();
            guarded.restart(); // which forgets the token
            eventually(Duration.ofSeconds(60), "it is there again", () -> {
                one.step(jobs("a"), IDLE);
                return one.state().failure().isEmpty();
            });
            fence.requireHeld(made(fence));
            one.close();

            assertEquals(Optional.empty(), one.state().failure());
            members.remove(one);
        }
    }

    @Test
    void aRunToldUnderAClaimThatIsOverIsntTakenForTold() {
        FleetMember one = member("one");
        one.step(jobs("a"), IDLE);
        long before = one.fence("a").orElseThrow().number().orElseThrow();
        one.ran("a/backup", before, DUE, Optional.of(DUE), Optional.empty());
        assertEquals(Optional.of(DUE), one.lastRun("a/backup").map(FleetRun::at));

        etcd.etcdctl("lease", "revoke", Long.toHexString(one.state().lease())).orFail();
        one.step(jobs("a"), IDLE);

        assertEquals(Optional.empty(), one.lastRun("a/backup"));
    }

    private Manifest made(Fence fence) {
        Manifest example = ManifestExamples.at(5);
        return new Manifest(
                example.id(),
                example.cluster(),
                example.member(),
                "a",
                example.instance(),
                example.facts(),
                example.proof(),
                example.comparison(),
                new Purpose(Optional.of(DUE), OptionalLong.of(fence.number().orElseThrow())),
                example.timeline(),
                example.objects());
    }

    private FleetMember member(String name) {
        return member(name, etcd.endpoint());
    }

    /** Its lease is of twenty seconds, or of three. */
    private FleetMember member(String name, URI endpoint) {
        return member(name, EtcdSettings.of(List.of(endpoint)));
    }

    private FleetMember member(String name, EtcdSettings where) {
        LeaderSettings settings = new LeaderSettings("prod", where, ttl, prefix);
        Timing timing =
                new Timing(InstantSource.system(), () -> System.nanoTime() + paused.get(), pause -> {}, new Random(1));
        FleetMember member = new FleetMember(settings, settings::etcd, name, timing);
        members.add(member);
        return member;
    }

    private static void settle(TreeSet<String> jobs, FleetMember... fleet) {
        for (int round = 0; round < 4; round++) {
            Arrays.stream(fleet).forEach(member -> member.step(jobs, IDLE));
        }
    }

    private static TreeSet<String> jobs(String... names) {
        return new TreeSet<>(List.of(names));
    }

    private static List<Integer> sizes(FleetMember... fleet) {
        return Arrays.stream(fleet)
                .map(member -> member.state().mine().size())
                .sorted()
                .toList();
    }

    private static Set<String> union(FleetMember... fleet) {
        Set<String> all = new TreeSet<>();
        Arrays.stream(fleet).forEach(member -> all.addAll(member.state().mine().keySet()));
        return all;
    }
}
