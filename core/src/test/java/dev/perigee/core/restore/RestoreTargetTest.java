package dev.perigee.core.restore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.test.servers.RealEtcd;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is at the target stays as it was, or is moved aside whole. */
class RestoreTargetTest extends RestorePlace {

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
    void whatIsMadeAboveTheTargetIsTheOwnersTooAndWhatWasThereIsNot() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "only root gives files away");
        Path above = target.resolve("made/above");

        run(with(
                RestoreRequest.Cluster.DEFAULT,
                new RestoreRequest.Target(above.resolve("data"), Optional.empty(), false, Optional.of("nobody"))));

        for (Path made : List.of(target, target.resolve("made"), above, above.resolve("data/member"))) {
            assertEquals("nobody", Files.getOwner(made).getName(), made::toString);
        }
        assertEquals("root", Files.getOwner(target.getParent()).getName());
    }

    @Test
    void aNumberThatIsNoIdIsNoOwner() throws Exception {
        for (String owner : List.of("-1", "-1:-1", "0:-1", "4294967295", "99999999999999999999", "")) {
            refused(
                    Outcome.BAD_INPUT,
                    "doesn't know",
                    with(
                            RestoreRequest.Cluster.DEFAULT,
                            new RestoreRequest.Target(target, Optional.empty(), false, Optional.of(owner))));
        }
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
        RestorePlan plan = restore().plan(RestoreRequest.of(source, target));

        RestoreResult result = RestoreResult.of(plan, List.of(new IOException("it is locked")));

        assertTrue(result.leftovers().getFirst().contains("the restore is complete, but"));
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
        restore((done, total) -> modes.addAll(stagedModes())).run(RestoreRequest.of(source, target));

        assertFalse(modes.isEmpty(), "the progress was told while it was built");
        assertEquals(Set.of("rwx------"), Set.copyOf(modes));
    }

    private List<String> stagedModes() {
        try (Stream<Path> entries = Files.list(target.getParent())) {
            return entries.filter(Files::isDirectory).map(RestorePlace::mode).toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
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

            restore().plan(request);
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
}
