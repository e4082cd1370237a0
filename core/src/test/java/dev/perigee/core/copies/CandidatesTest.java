package dev.perigee.core.copies;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.api.ObjectInfo;
import dev.perigee.core.backup.Bench;
import dev.perigee.core.catalog.Layout;
import dev.perigee.core.catalog.Manifest;
import dev.perigee.core.catalog.ManifestExamples;
import dev.perigee.core.catalog.Origin;
import dev.perigee.core.catalog.SnapshotId;
import dev.perigee.core.catalog.Standing;
import dev.perigee.core.catalog.StoredCopy;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which of the copies that were looked at may be taken. */
class CandidatesTest extends CopiesFixture {

    private static final Manifest ONE = ManifestExamples.at(3);
    private static final Manifest OTHER = ManifestExamples.at(3, 7);
    private static final Standing WHOLE = new Standing.Whole(Origin.UNKNOWN);
    private static final Standing BESIDE_DATA = new Standing.Refuted("the companions have another SHA-256", true);

    private Candidates looked(StoredCopy first, StoredCopy second) {
        Bench bench = both();
        return new Candidates(
                first.id(),
                List.of(
                        new Candidates.Looked(bench.destinations().getFirst(), first),
                        new Candidates.Looked(bench.destinations().getLast(), second)),
                List.of());
    }

    private static StoredCopy copy(Manifest manifest, Standing standing) {
        ObjectInfo record = new ObjectInfo(
                Layout.STANDARD.manifest("prod", (SnapshotId) manifest.id()),
                500,
                manifest.id().time());
        ObjectInfo body =
                new ObjectInfo(manifest.body().key(), 1_000, manifest.id().time());
        return new StoredCopy(
                manifest.id(), record, Optional.of(body), Optional.of(manifest), standing, Optional.empty());
    }

    /** Whoever spoils the companions beside a manifest of his own must not win by that. */
    @Test
    void aCopyWithDamagedCompanionsContradictsAnotherLikeAnyThatMayBeTaken() {
        Candidates candidates = looked(copy(OTHER, BESIDE_DATA), copy(ONE, WHOLE));

        OperationException failure = assertThrows(
                OperationException.class, () -> candidates.good(false, Candidates.Needed.DATA, new ArrayList<>()));

        assertEquals(Outcome.DAMAGED, failure.outcome());
        assertTrue(String.valueOf(failure.getMessage()).contains("the manifests in a, b differ"), failure::toString);
    }

    @Test
    void aCopyWithDamagedCompanionsThatAgreesIsTakenForItsData() throws Exception {
        Candidates candidates = looked(copy(ONE, BESIDE_DATA), copy(ONE, WHOLE));

        assertEquals(
                2,
                candidates
                        .good(false, Candidates.Needed.DATA, new ArrayList<>())
                        .size());
        assertEquals(
                List.of("b", "a"),
                candidates.good(false, Candidates.Needed.COMPANIONS, new ArrayList<>()).stream()
                        .map(each -> each.sink().name())
                        .toList());
    }
}
