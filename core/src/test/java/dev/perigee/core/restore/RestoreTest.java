package dev.perigee.core.restore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.test.servers.RealEtcd;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RestoreTest {

    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-23T04:05:06Z"));
    private static final String THREE = "a=http://127.0.0.1:36001,b=http://127.0.0.1:36002,c=http://127.0.0.1:36005";

    @TempDir
    Path dir;

    private Path source;
    private Path target;

    @BeforeEach
    void makeSource() throws IOException {
        source = new SyntheticDatabase().rows(2, 500, 100).snapshot(dir.resolve("source.db"));
        target = Files.createDirectory(dir.resolve("work")).resolve("data");
    }

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
    void aLogDirectoryThatSwallowsTheDataDirectoryIsRefused() throws Exception {
        for (Path wal : List.of(target, target.getParent(), target.resolve("member"), target.resolve("member/snap"))) {
            refused(
                    Outcome.BAD_INPUT,
                    "is in the way of the data directory",
                    with(
                            RestoreRequest.Cluster.DEFAULT,
                            new RestoreRequest.Target(target, Optional.of(wal), false, Optional.empty())));
        }
    }

    @Test
    void anEmptyTargetIsFine() throws Exception {
        Files.createDirectory(target);

        run(RestoreRequest.of(source, target));

        assertEquals(List.of("member"), names(target));
    }

    @Test
    void aTargetInUseIsRefusedAndUntouched() throws Exception {
        precious();

        OperationException refusal =
                refused(Outcome.REFUSED, "is not empty: it holds precious", RestoreRequest.of(source, target));

        assertTrue(refusal.hint().orElseThrow().contains("--replace"));
        assertEquals(List.of("precious"), names(target));
    }

    @Test
    void aFileAtTheTargetIsRefused() throws Exception {
        Files.writeString(target, "a file");

        refused(Outcome.BAD_INPUT, "is a file, not a directory", RestoreRequest.of(source, target));
    }

    @Test
    void replaceMovesTheOldDirectoryAsideWhole() throws Exception {
        precious();

        RestoreResult result = run(replacing());

        Path aside = real(target).resolveSibling("data.old-20261123T040506Z");
        assertEquals(List.of(aside), result.movedAside());
        assertEquals("precious", Files.readString(aside.resolve("precious")));
        assertEquals(List.of("member"), names(target));
    }

    @Test
    void twoReplacementsInOneSecondKeepBothOldDirectories() throws Exception {
        precious();
        run(replacing());

        run(replacing());

        assertEquals(
                3, names(target.getParent()).size(), names(target.getParent()).toString());
    }

    @Test
    void whatCannotBeClearedAwayAfterASuccessIsNoFailure() throws Exception {
        RestorePlan plan = planner().plan(RestoreRequest.of(source, target));

        RestoreResult result = RestoreResult.of(plan, List.of(new IOException("it is locked")));

        assertTrue(result.leftovers().getFirst().contains("the restore is complete, but"));
    }

    @Test
    void aPlanWritesNothing() throws Exception {
        precious();
        List<String> before = tree(dir);

        RestorePlan plan = planner().plan(replacing());

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

        new Executor().execute(planner().plan(RestoreRequest.of(source, later)));

        assertEquals(tree(target), tree(later));
        assertEquals(-1, Files.mismatch(target.resolve("member/snap/db"), later.resolve("member/snap/db")));
    }

    @Test
    void parentsOfTheTargetAreMadeAndGoAgainIfItFails() throws Exception {
        Path deep = dir.resolve("new/and/deep");
        flipAByteInAValue();

        refused(Outcome.DAMAGED, "its SHA-256 is wrong", RestoreRequest.of(source, deep));
        run(new RestoreRequest(
                source,
                source.toString(),
                RestoreRequest.Cluster.DEFAULT,
                RestoreRequest.Target.of(deep),
                new RestoreRequest.Data(true, false, Optional.empty(), false, Optional.empty())));

        assertEquals(List.of("deep"), names(deep.getParent()));
    }

    @Test
    void nobodyElseCanReadWhatIsBeingBuilt() throws Exception {
        List<String> modes = new ArrayList<>();
        Planner watching = new Planner(CLOCK, new Random(), (done, total) -> modes.addAll(stagedModes()));

        new Executor().execute(RestoreRequest.of(source, target), watching);

        assertFalse(modes.isEmpty(), "the progress was told while it was built");
        assertEquals(Set.of("rwx------"), Set.copyOf(modes));
    }

    private List<String> stagedModes() {
        try (Stream<Path> entries = Files.list(target.getParent())) {
            return entries.filter(Files::isDirectory).map(RestoreTest::mode).toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void aSourceThatIsCutWritesNothing() throws Exception {
        try (FileChannel cut = FileChannel.open(source, StandardOpenOption.WRITE)) {
            cut.truncate(Files.size(source) / 2);
        }

        refused(Outcome.DAMAGED, "is damaged", RestoreRequest.of(source, target));

        assertEquals(List.of(), names(target.getParent()));
    }

    @Test
    void aFlippedBitInAValueIsFoundByTheDigest() throws Exception {
        flipAByteInAValue();

        OperationException refusal =
                refused(Outcome.DAMAGED, "its SHA-256 is wrong", RestoreRequest.of(source, target));

        assertTrue(refusal.hint().orElseThrow().contains("--skip-hash-check"));
        assertEquals(List.of(), names(target.getParent()));
        refused(
                Outcome.DAMAGED,
                "its SHA-256 is wrong",
                with(new RestoreRequest.Data(false, true, Optional.empty(), false, Optional.empty())));
    }

    @Test
    void theDigestCanBeSkippedAndThePlanSaysSo() throws Exception {
        flipAByteInAValue();
        RestoreRequest request = with(new RestoreRequest.Data(true, false, Optional.empty(), false, Optional.empty()));

        RestorePlan plan = planner().plan(request);

        assertTrue(
                plan.warnings().getFirst().contains("SHA-256 was not checked"),
                plan.warnings().toString());
    }

    @Test
    void aCopyOfAMembersFileNeedsTheFlag() throws Exception {
        Path copy = new SyntheticDatabase().rows(2, 5, 5).database(dir.resolve("copy.db"));

        OperationException refusal =
                refused(Outcome.REFUSED, "has no SHA-256 at its end", RestoreRequest.of(copy, target));

        assertTrue(refusal.hint().orElseThrow().contains("member/snap/db"));
    }

    @Test
    void unusableSourcesAreTold() throws Exception {
        refused(Outcome.NOT_FOUND, "no such file", RestoreRequest.of(dir.resolve("absent"), target));
        refused(Outcome.INPUT_OUTPUT, "can't be read", RestoreRequest.of(dir, target));
        Path empty = Files.createFile(dir.resolve("empty"));
        refused(Outcome.DAMAGED, "is damaged", RestoreRequest.of(empty, target));
        Path text = Files.writeString(dir.resolve("text"), "no database".repeat(1000));
        refused(Outcome.DAMAGED, "is damaged", RestoreRequest.of(text, target));
    }

    @Test
    void aSourceThatChangesAfterThePlanStopsTheRestore() throws Exception {
        RestorePlan plan = planner().plan(RestoreRequest.of(source, target));
        Files.write(source, new byte[512], StandardOpenOption.APPEND);

        OperationException refusal = assertThrows(OperationException.class, () -> new Executor().execute(plan));

        assertEquals(Outcome.REFUSED, refusal.outcome());
        assertEquals(List.of(), names(target.getParent()));
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
        refused(Outcome.BAD_INPUT, "it takes a version of etcd from 3.4 up", with(target("3.3")));
        refused(Outcome.BAD_INPUT, "it takes a version of etcd from 3.4 up", with(target("new")));
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
                "\n", planner().plan(RestoreRequest.of(source, target)).warnings());

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
    void aRunningEtcdIsNoticed() throws Exception {
        try (RealEtcd etcd = RealEtcd.start("3.5")) {
            RestoreRequest request = with(
                    RestoreRequest.Cluster.DEFAULT,
                    new RestoreRequest.Target(etcd.dataDir(), Optional.empty(), true, Optional.empty()));

            refused(Outcome.REFUSED, "an etcd is running on", request);
            etcd.stop();

            planner().plan(request);
        }
    }

    @Test
    void whatAKilledRunLeftIsRemovedAndNothingElse() throws Exception {
        Path work = target.getParent();
        litter(work, "data.tmp-0123456789abcdef", true);
        litter(work, "data.tmp-0123456789abcdee", false);
        litter(work, "data.tmp-012345678", true);
        litter(work, "other.tmp-0123456789abcdef", true);

        run(RestoreRequest.of(source, target));

        assertEquals(
                List.of(
                        "data",
                        "data.tmp-012345678",
                        "data.tmp-012345678.lock",
                        "data.tmp-0123456789abcdee",
                        "other.tmp-0123456789abcdef",
                        "other.tmp-0123456789abcdef.lock"),
                names(work));
    }

    @Test
    void whatAnotherRunIsBuildingStays() throws Exception {
        Path lock = litter(target.getParent(), "data.tmp-0123456789abcdef", true);
        try (FileChannel other = FileChannel.open(lock, StandardOpenOption.WRITE)) {
            other.lock();

            run(RestoreRequest.of(source, target));

            assertTrue(Files.exists(lock));
        }
    }

    private static Path litter(Path work, String name, boolean locked) throws IOException {
        Files.writeString(Files.createDirectory(work.resolve(name)).resolve("db"), "half");
        Path lock = work.resolve(name + ".lock");
        return locked ? Files.createFile(lock) : lock;
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

    private void flipAByteInAValue() throws IOException {
        byte[] bytes = Files.readAllBytes(source);
        for (int i = bytes.length / 2; ; i++) {
            if (bytes[i] == 'c' && bytes[i + 1] == 'c' && bytes[i - 1] == 'c') {
                try (RandomAccessFile file = new RandomAccessFile(source.toFile(), "rw")) {
                    file.seek(i);
                    file.write('X');
                }
                return;
            }
        }
    }

    private void precious() throws IOException {
        Files.writeString(Files.createDirectory(target).resolve("precious"), "precious");
    }

    private RestoreRequest replacing() {
        return with(
                RestoreRequest.Cluster.DEFAULT,
                new RestoreRequest.Target(target, Optional.empty(), true, Optional.empty()));
    }

    private static RestoreRequest.Cluster cluster(String name, String members, Optional<String> urls) {
        return new RestoreRequest.Cluster(name, members, "tok", urls, false);
    }

    private static RestoreRequest.Data target(String version) {
        return new RestoreRequest.Data(false, false, Optional.empty(), false, Optional.of(version));
    }

    private RestoreRequest with(RestoreRequest.Cluster cluster) {
        return with(cluster, RestoreRequest.Target.of(target));
    }

    private RestoreRequest with(RestoreRequest.Cluster cluster, RestoreRequest.Target where) {
        return new RestoreRequest(source, source.toString(), cluster, where, RestoreRequest.Data.AS_IT_IS);
    }

    private RestoreRequest with(RestoreRequest.Data data) {
        return new RestoreRequest(
                source, source.toString(), RestoreRequest.Cluster.DEFAULT, RestoreRequest.Target.of(target), data);
    }

    /** By the plan and by the run, which copies while it proves: in the same words, and without a trace. */
    private OperationException refused(Outcome outcome, String part, RestoreRequest request) throws IOException {
        List<String> before = tree(dir);
        OperationException refusal =
                assertThrows(OperationException.class, () -> planner().plan(request));
        assertEquals(outcome, refusal.outcome(), refusal.getMessage());
        assertTrue(String.valueOf(refusal.getMessage()).contains(part), refusal.getMessage());
        OperationException second = assertThrows(OperationException.class, () -> run(request));
        assertEquals(refusal.getMessage(), second.getMessage());
        assertEquals(before, tree(dir));
        return refusal;
    }

    private static Planner planner() {
        return new Planner(CLOCK, new Random(), (done, total) -> {});
    }

    private static RestoreResult run(RestoreRequest request) throws OperationException {
        return new Executor().execute(request, planner());
    }

    private static Path real(Path path) throws IOException {
        return path.getParent().toRealPath().resolve(path.getFileName());
    }

    private static List<String> names(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        }
    }

    private static List<String> tree(Path root) throws IOException {
        try (Stream<Path> paths = Files.walk(root)) {
            return paths.sorted()
                    .map(path -> mode(path) + " " + root.relativize(path))
                    .toList();
        }
    }

    private static String mode(Path path) {
        try {
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
