package dev.perigee.core.restore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.core.outcome.Outcome;
import dev.perigee.test.servers.RealEtcd;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class RestoreTest extends RestorePlace {

    @Test
    void aMemberDirectoryIsWholeAndPrivate() throws Exception {
        run(RestoreRequest.of(source, target));

        assertEquals(
                List.of(
                        "rwx------ ",
                        "rwx------ member",
                        "rwx------ member/snap",
                        "rw------- member/snap/0000000000000001-0000000000000001.snap",
                        "rw------- member/snap/db",
                        "rwx------ member/wal",
                        "rw------- member/wal/0000000000000000-0000000000000000.wal"),
                tree(target));
        assertEquals(64_000_000, Files.size(target.resolve("member/wal/0000000000000000-0000000000000000.wal")));
        assertEquals(List.of("data"), names(target.getParent()));
    }

    @Test
    void theLogAndTheHashAreThoseOfEtcdutl() throws Exception {
        Path theirs = dir.resolve("theirs");
        RealEtcd.etcdutlOf(
                        "3.6",
                        "snapshot",
                        "restore",
                        source.toString(),
                        "--data-dir=" + theirs,
                        "--name=b",
                        "--initial-cluster=" + THREE,
                        "--initial-cluster-token=tok",
                        "--initial-advertise-peer-urls=http://127.0.0.1:36002")
                .orFail();

        run(with(
                new RestoreRequest.Cluster("b", THREE, "tok", Optional.of("http://127.0.0.1:36002"), false),
                RestoreRequest.Target.of(target)));

        Path log = Path.of("member/wal/0000000000000000-0000000000000000.wal");
        assertEquals(-1, Files.mismatch(theirs.resolve(log), target.resolve(log)));
        assertEquals(status(theirs.resolve("member/snap/db")), status(target.resolve("member/snap/db")));
    }

    /** Everything but the size: etcdutl's own edit leaves other free pages than ours. */
    private static String status(Path db) {
        return RealEtcd.etcdutlOf("3.6", "snapshot", "status", db.toString(), "-w", "json")
                .orFail()
                .stdout()
                .replaceAll("\"totalSize\":\\d+", "");
    }

    @Test
    void aWholeClusterIsRestoredAtOnce() throws Exception {
        RestoreResult result = run(with(
                new RestoreRequest.Cluster("unread", THREE, "tok", Optional.empty(), true),
                RestoreRequest.Target.of(target)));

        assertEquals(List.of("a.etcd", "b.etcd", "c.etcd"), names(target));
        assertEquals(
                -1, Files.mismatch(target.resolve("a.etcd/member/snap/db"), target.resolve("c.etcd/member/snap/db")));
        String next = String.join("\n", NextSteps.lines(result.nextSteps()));
        assertTrue(next.contains("--name b --data-dir " + real(target.resolve("b.etcd"))), next);
    }

    @Test
    void aLogDirectoryOfItsOwnIsSwappedInToo() throws Exception {
        Path wal = dir.resolve("fast-disk/wal");

        run(with(
                RestoreRequest.Cluster.DEFAULT,
                new RestoreRequest.Target(target, Optional.of(wal), false, Optional.empty())));

        assertEquals(List.of("0000000000000000-0000000000000000.wal"), names(wal));
        assertEquals(List.of("snap"), names(target.resolve("member")));
    }

    @Test
    void aPlanWritesNothing() throws Exception {
        precious();
        List<String> before = tree(dir);

        RestorePlan plan = restore().plan(replacing());

        assertEquals(before, tree(dir));
        String lines = String.join("\n", plan.lines());
        assertTrue(lines.contains("move " + real(target) + " aside to"), lines);
        assertTrue(lines.contains("set meta/consistent_index to 1"), lines);
        assertTrue(lines.contains("revision 501, 500 keys"), lines);
    }

    @Test
    void aPlanThatIsExecutedLaterMakesTheSame() throws Exception {
        run(RestoreRequest.of(source, target));
        Path later = dir.resolve("later");

        restore().run(restore().plan(RestoreRequest.of(source, later)));

        assertEquals(tree(target), tree(later));
        assertEquals(-1, Files.mismatch(target.resolve("member/snap/db"), later.resolve("member/snap/db")));
    }

    @Test
    void flagsAtOddsAreAnsweredWithWhatToDo() throws Exception {
        refused(
                Outcome.BAD_INPUT,
                "has no member named 'x', only 'default'",
                with(cluster("x", "default=http://h:1", Optional.empty())));
        refused(
                Outcome.BAD_INPUT,
                "--initial-advertise-peer-urls says [http://h:2]",
                with(cluster("a", "a=http://h:1", Optional.of("http://h:2"))));
        refused(Outcome.BAD_INPUT, "not even a slash", with(cluster("a", "a=http://h:1/", Optional.empty())));
        refused(Outcome.BAD_INPUT, "it takes a version of etcd from 3.4 to 3.7", with(target("3.3")));
        refused(Outcome.BAD_INPUT, "it takes a version of etcd from 3.4 to 3.7", with(target("new")));
        refused(Outcome.BAD_INPUT, "it takes a version of etcd from 3.4 to 3.7", with(target("9.9")));
        refused(
                Outcome.BAD_INPUT,
                "takes a number from 1 up, or auto",
                with(new RestoreRequest.Data(
                        false, false, Optional.of(new RevisionBump.By(-5)), false, Optional.empty())));
        refused(
                Outcome.BAD_INPUT,
                "more than a revision can be",
                with(new RestoreRequest.Data(
                        false, false, Optional.of(new RevisionBump.By(Long.MAX_VALUE)), false, Optional.empty())));
        refused(
                Outcome.BAD_INPUT,
                "names a user or group that this machine doesn't know",
                with(
                        RestoreRequest.Cluster.DEFAULT,
                        new RestoreRequest.Target(target, Optional.empty(), false, Optional.of("no-such-user-here"))));
        refused(
                Outcome.BAD_INPUT,
                "can't be the name of a directory",
                with(new RestoreRequest.Cluster("a", "../a=http://h:1", "t", Optional.empty(), true)));
    }

    @Test
    void anAutomaticBumpGoesFarBeyondTheLastRevisionKnown() {
        assertEquals(1_000_000_000, new RevisionBump.Beyond(OptionalLong.empty()).over(500));
        assertEquals(1_000_000_000, new RevisionBump.Beyond(OptionalLong.of(400)).over(500));
        assertEquals(1_000_000_250, new RevisionBump.Beyond(OptionalLong.of(750)).over(500));
    }

    @Test
    void thePlanTellsWhatComesAlong() throws Exception {
        source = new SyntheticDatabase()
                .rows(2, 5, 5)
                .set("alarm", SyntheticDatabase.hex("08ee8ecda4800a1001"), new byte[0])
                .set("auth", "authEnabled", new byte[] {1})
                .set("cluster", "clusterVersion", SyntheticDatabase.ascii("3.7.0"))
                .set("meta", "storageVersion", SyntheticDatabase.ascii("3.7.0"))
                .set("meta", "scheduledCompactRev", SyntheticDatabase.revision(4, 0))
                .set(
                        "members",
                        "beef",
                        SyntheticDatabase.ascii("{\"id\":48879,\"peerURLs\":[\"http://l:1\"],\"isLearner\":true}"))
                .set("cluster", "downgrade", SyntheticDatabase.ascii("{\"target-version\":\"3.6.0\",\"enabled\":true}"))
                .snapshot(dir.resolve("troubled.db"));

        String warnings = String.join(
                "\n", restore().plan(RestoreRequest.of(source, target)).warnings());

        for (String part : List.of(
                "NOSPACE alarm",
                "authentication stays on",
                "was a learner",
                "compaction at revision 4",
                "older than 3.7",
                "being downgraded to 3.6.0")) {
            assertTrue(warnings.contains(part), part + " in\n" + warnings);
        }
    }

    @Test
    void anOwnerIsGivenToEveryFile() throws Exception {
        String me = Files.getOwner(dir).getName();

        run(with(
                RestoreRequest.Cluster.DEFAULT,
                new RestoreRequest.Target(target, Optional.empty(), false, Optional.of(me))));

        assertEquals(me, Files.getOwner(target.resolve("member/snap/db")).getName());
    }

    @Test
    void aCompactedRestoreHoldsTheSameAndIsNotLarger() throws Exception {
        Path compacted = dir.resolve("compacted");
        run(RestoreRequest.of(source, target));

        run(new RestoreRequest(
                source,
                source.toString(),
                RestoreRequest.Cluster.DEFAULT,
                RestoreRequest.Target.of(compacted),
                new RestoreRequest.Data(false, true, Optional.empty(), false, Optional.empty())));

        Path db = Path.of("member/snap/db");
        assertEquals(status(target.resolve(db)), status(compacted.resolve(db)));
        assertTrue(Files.size(compacted.resolve(db)) <= Files.size(target.resolve(db)));
    }
}
