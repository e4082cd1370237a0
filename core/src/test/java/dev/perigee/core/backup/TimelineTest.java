package dev.perigee.core.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.catalog.Manifest;
import dev.perigee.core.catalog.Selector;
import dev.perigee.core.catalog.Timeline;
import dev.perigee.core.copies.Fetch;
import dev.perigee.core.copies.ListBackups;
import dev.perigee.core.copies.Sought;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.progress.ProgressEvent;
import dev.perigee.core.removal.Prune;
import dev.perigee.core.restore.Restore;
import dev.perigee.core.restore.RestoreRequest;
import dev.perigee.core.retention.RetentionRules;
import dev.perigee.core.time.Timing;
import dev.perigee.etcd.format.snapshot.Progress;
import dev.perigee.test.servers.EtcdRecipe;
import dev.perigee.test.servers.Ports;
import dev.perigee.test.servers.RealEtcd;
import dev.perigee.testkit.MemorySink;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A cluster is restored: what was before must not be taken for what is. */
class TimelineTest {

    private static final Instant START = Instant.now();
    private static final Pattern PEER = Pattern.compile("http://127\\.0\\.0\\.1:([0-9]+)");

    @TempDir
    Path temp;

    private MemorySink sink = new MemorySink(() -> START.plusSeconds(600));
    private Instant now = START;

    private Bench bench(String state, RetentionRules rules) {
        Bench bench = new Bench(temp.resolve(state)).with("a", sink.reopen(), rules);
        bench.clock = () -> now;
        return bench;
    }

    private Manifest backup(RealEtcd etcd) throws Exception {
        return backup(etcd, bench("state", RetentionRules.KEEP_ALL));
    }

    private Manifest backup(RealEtcd etcd, Bench bench) throws Exception {
        now = now.plusSeconds(1);
        return bench.backup(etcd.endpoint()).manifest();
    }

    private BackupId fetched(Selector which) throws Exception {
        Bench bench = bench("state", RetentionRules.KEEP_ALL);
        return new Fetch(bench.environment())
                .run(Sought.anywhere("prod", bench.destinations()), which, temp.resolve("fetched.db"))
                .manifest()
                .id();
    }

    private static int peerPort(RealEtcd etcd) {
        Matcher peer = PEER.matcher(etcd.etcdctl("member", "list").orFail().stdout());
        assertTrue(peer.find());
        return Integer.parseInt(peer.group(1));
    }

    private static void put(RealEtcd etcd, int count) {
        for (int i = 0; i < count; i++) {
            etcd.etcdctl("put", "more" + i, "x").orFail();
        }
    }

    /** With the names, URLs and token of the old one, and so with its ids. */
    private RealEtcd restored(String version, int peerPort, String dir) throws Exception {
        RestoreRequest request = new RestoreRequest(
                temp.resolve("fetched.db"),
                "it",
                new RestoreRequest.Cluster(
                        "default", "default=http://127.0.0.1:" + peerPort, "etcd-cluster", Optional.empty(), false),
                RestoreRequest.Target.of(temp.resolve(dir)),
                RestoreRequest.Data.AS_IT_IS);
        new Restore(Timing.system(), Progress.NONE).run(request);
        RealEtcd etcd = RealEtcd.launchOn(EtcdRecipe.of(version), "default", peerPort, temp.resolve(dir));
        etcd.awaitHealthy();
        return etcd;
    }

    @ParameterizedTest
    @ValueSource(strings = {"3.4", "3.5", "3.6", "3.7"})
    void latestIsOfTheHistoryThatGoesOnAlsoWhereTheIdsAreTheSameAndTheRevisionIsHigherAgain(String version)
            throws Exception {
        Manifest first;
        Manifest left;
        int peerPort;
        try (RealEtcd etcd = RealEtcd.start(version)) {
            peerPort = peerPort(etcd);
            put(etcd, 20);
            first = backup(etcd);
            put(etcd, 3);
            left = backup(etcd);
        }
        assertEquals(first.id(), fetched(new Selector.Back(1)));

        try (RealEtcd etcd = restored(version, peerPort, "new")) {
            put(etcd, 6);
            Manifest begun = backup(etcd);
            put(etcd, 1);
            Manifest goesOn = backup(etcd);

            assertEquals(left.cluster(), begun.cluster());
            assertTrue(begun.facts().revision() > left.facts().revision());
            assertEquals(Optional.of(new Timeline(begun.id(), left.id(), Timeline.Cause.LOG_BACK)), begun.timeline());
            assertEquals(begun.timeline(), goesOn.timeline());
            assertEquals(goesOn.id(), fetched(new Selector.Latest()));
            assertEquals(begun.id(), fetched(new Selector.Back(1)));
            OperationException none = assertThrows(OperationException.class, () -> fetched(new Selector.Back(2)));
            assertEquals(Outcome.NOT_FOUND, none.outcome());
            String message = String.valueOf(none.getMessage());
            assertTrue(message.contains("'latest~2' in the timeline that goes on, which has 2 backups: "), message);
            assertTrue(message.contains(left.id().toString()), message);
            assertEquals(left.id(), fetched(new Selector.At(left.id().until())), "as it was then");
            assertEquals(left.id(), fetched(new Selector.Prefix(left.id().toString())));
        }
    }

    @Test
    void whatAnOldMemberStillSendsIsNeitherLatestNorFreshAndPushesNothingOut() throws Exception {
        try (RealEtcd old = RealEtcd.start("3.6")) {
            old.load(50, 100);
            Manifest left = backup(old);
            assertEquals(left.id(), fetched(new Selector.Latest()));
            Manifest begun;
            try (RealEtcd etcd = restored("3.6", Ports.free(), "new")) {
                begun = backup(etcd);
            }
            put(old, 2);
            Manifest stray = backup(old);
            put(old, 2);
            Bench bench = bench("state", RetentionRules.keepLast(1));
            Manifest strayToo = backup(old, bench);

            assertEquals(Optional.empty(), stray.timeline());
            assertEquals(begun.id(), fetched(new Selector.Latest()));
            assertEquals(
                    begun.id(),
                    new ListBackups(bench.environment())
                            .run("prod", bench.destinations())
                            .newestFresh()
                            .get("a"));
            new Prune(bench.environment()).run("prod", bench.destinations(), true, plan -> true);
            assertEquals(List.of(strayToo.id(), begun.id()), bench.listed());
            assertTrue(bench.events.stream().anyMatch(TimelineTest::tellsOfAnOldMember), bench.events::toString);
        }
    }

    private static boolean tellsOfAnOldMember(ProgressEvent event) {
        return event instanceof ProgressEvent.Warning(String text) && text.contains("of before the restore still run");
    }

    @Test
    void theLastBackupOfATimelineThatWasLeftStaysWhateverTheRulesSay() throws Exception {
        Manifest left;
        try (RealEtcd etcd = RealEtcd.start("3.6")) {
            etcd.load(5, 100);
            backup(etcd);
            left = backup(etcd);
        }
        Bench bench = bench("state", RetentionRules.keepLast(2));
        try (RealEtcd etcd = RealEtcd.start("3.6")) {
            backup(etcd, bench);
            Manifest one = backup(etcd, bench);
            Manifest two = backup(etcd, bench);

            new Prune(bench.environment()).run("prod", bench.destinations(), false, plan -> true);

            assertEquals(List.of(two.id(), one.id(), left.id()), bench.listed());
            assertEquals(Timeline.Cause.CLUSTER_ID, two.timeline().orElseThrow().cause());
        }
    }

    @Test
    void anInstallationThatKnowsNothingAsksTheSinks() throws Exception {
        try (RealEtcd etcd = RealEtcd.start("3.6")) {
            backup(etcd);
        }
        try (RealEtcd etcd = RealEtcd.start("3.6")) {
            Manifest begun = backup(etcd);

            Manifest elsewhere = backup(etcd, bench("other", RetentionRules.KEEP_ALL));

            assertEquals(begun.id(), begun.timeline().orElseThrow().start());
            assertEquals(begun.timeline(), elsewhere.timeline());
        }
    }

    /** By less than anybody would call wrong, or by two hours that have passed since. */
    @ParameterizedTest
    @ValueSource(ints = {200, 7_200})
    void whatIsWrittenOnceAClockThatRanAheadIsSetRightIsTheNewestAndStays(int seconds) throws Exception {
        sink = new MemorySink(() -> now);
        try (RealEtcd etcd = RealEtcd.start("3.6")) {
            now = START.plusSeconds(seconds);
            Manifest ahead = backup(etcd);
            put(etcd, 1);
            now = START;
            Manifest since = backup(etcd);

            assertTrue(since.id().compareTo(ahead.id()) < 0);
            assertEquals(since.id(), fetched(new Selector.Latest()));

            now = START.plusSeconds(seconds + 50);
            Bench bench = bench("state", RetentionRules.keepLast(1));
            new Prune(bench.environment()).run("prod", bench.destinations(), false, plan -> true);

            assertEquals(since.id(), fetched(new Selector.Latest()));
        }
    }
}
