package dev.perigee.core.restore;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Nothing here is on the disk: what was seen at the targets is all that the planner knows. */
class PlannerTest {

    private static final Path DATA = Path.of("/srv/etcd/data");
    private static final String OLD = ".old-20261123T040506Z";

    private static RestoreDraft draft(boolean mountPoint, List<String> contents, List<String> beside) throws Exception {
        RestoreRequest request = new RestoreRequest(
                Path.of("source.db"),
                "source.db",
                RestoreRequest.Cluster.DEFAULT,
                new RestoreRequest.Target(DATA, Optional.empty(), true, Optional.empty()),
                RestoreRequest.Data.AS_IT_IS);
        Flags flags = Flags.of(request);
        TargetDirectory seen = new TargetDirectory(DATA, mountPoint, contents, beside, Optional.of("etcd"));
        return new Planner(request, Instant.parse("2026-11-23T04:05:06Z"), 0xabc)
                .draft(flags, List.of(new Targets.Target(flags.members().getFirst(), seen, Optional.empty())));
    }

    private static Placement placement(RestoreDraft draft) {
        return draft.members().getFirst().placements().getFirst();
    }

    @Test
    void whatIsInADirectoryIsMovedAsideWithIt() throws Exception {
        RestoreDraft draft = draft(false, List.of("precious"), List.of());

        assertEquals(DATA, placement(draft).target());
        assertEquals(
                Optional.of(DATA.resolveSibling("data" + OLD)), placement(draft).aside());
        assertEquals(
                DATA.resolveSibling("data.tmp-0000000000000abc"),
                placement(draft).staged());
        assertEquals(Optional.of("etcd"), draft.formerOwner());
    }

    @Test
    void aNameThatIsTakenIsNotTakenAgain() throws Exception {
        RestoreDraft draft = draft(false, List.of("precious"), List.of("data" + OLD));

        assertEquals(
                Optional.of(DATA.resolveSibling("data" + OLD + "-0000000000000abc")),
                placement(draft).aside());
    }

    @Test
    void whereADirectoryIsMountedOnlyTheMemberInItIsSwapped() throws Exception {
        RestoreDraft draft = draft(true, List.of("member", "notes"), List.of());

        assertEquals(DATA.resolve("member"), placement(draft).target());
        assertEquals(Optional.of(DATA.resolve("member" + OLD)), placement(draft).aside());
    }

    @Test
    void whereADirectoryIsMountedWithoutAMemberNothingIsMovedAside() throws Exception {
        assertEquals(
                Optional.empty(),
                placement(draft(true, List.of("notes"), List.of())).aside());
    }

    @Test
    void onlyALockOfExactlyOurShapeIsALeftover() throws Exception {
        RestoreDraft draft = draft(
                false,
                List.of(),
                List.of("data.tmp-0123456789abcdef", "data.tmp-0123456789abcdef.lock", "data.tmp-0123.lock"));

        assertEquals(List.of(DATA.resolveSibling("data.tmp-0123456789abcdef.lock")), draft.leftovers());
    }
}
