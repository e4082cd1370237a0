package dev.perigee.core.fleet;

import static dev.perigee.test.servers.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.api.Secret;
import dev.perigee.core.catalog.Manifest;
import dev.perigee.core.catalog.ManifestExamples;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.etcd.client.Credentials;
import dev.perigee.etcd.client.EtcdSettings;
import dev.perigee.test.servers.FaultProxy;
import dev.perigee.test.servers.RealEtcd;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a claim allows, and what is known of runs under it. */
class FleetFencesTest extends FleetFixture {

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
}
