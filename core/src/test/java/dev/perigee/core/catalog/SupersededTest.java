package dev.perigee.core.catalog;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.api.ObjectInfo;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class SupersededTest {

    private static final Instant DUE = Instant.parse("2026-11-20T05:00:00Z");

    @Test
    void ofTwoForOneDueTimeTheHigherFenceCounts() {
        StoredCopy late = copy(7, DUE, 12);
        StoredCopy right = copy(6, DUE, 40);

        Superseded superseded = Superseded.among(List.of(late, right));

        assertEquals(Optional.of(right.id()), superseded.by(late.id()));
        assertTrue(superseded.reason(late.id()).orElseThrow().contains(right.id() + " of host"));
        assertEquals(Optional.empty(), superseded.by(right.id()));
    }

    @Test
    void copiesOfOneBackupInSeveralSinksDontSupersedeEachOther() {
        Superseded superseded = Superseded.among(List.of(copy(6, DUE, 40), copy(6, DUE, 40)));

        assertEquals(Optional.empty(), superseded.by(copy(6, DUE, 40).id()));
    }

    @Test
    void backupsOfOtherDueTimesOrOnDemandCount() {
        StoredCopy hourLater = copy(7, DUE.plusSeconds(3_600), 12);
        StoredCopy onDemand = copy(8, new Purpose(Optional.empty(), OptionalLong.of(1)));
        StoredCopy alone = copy(9, new Purpose(Optional.of(DUE), OptionalLong.empty()));

        Superseded superseded = Superseded.among(List.of(copy(6, DUE, 40), hourLater, onDemand, alone));

        for (StoredCopy copy : List.of(hourLater, onDemand, alone)) {
            assertEquals(Optional.empty(), superseded.by(copy.id()));
        }
    }

    @Test
    void oneThatIsNotWholeSupersedesNothing() {
        StoredCopy damaged = copy(6, DUE, 40).refuted("of this test");
        StoredCopy whole = copy(7, DUE, 12);

        assertEquals(Optional.empty(), Superseded.among(List.of(damaged, whole)).by(whole.id()));
    }

    @Test
    void theManifestTellsDueTimeAndFence() throws Exception {
        Manifest manifest = ManifestExamples.on(purpose(DUE, 77), ManifestExamples.at(5));
        byte[] json = ManifestJson.write(manifest);

        assertTrue(new String(json, StandardCharsets.UTF_8).contains("\"due\":\"2026-11-20T05:00:00Z\",\"fence\":77"));
        assertEquals(manifest, ManifestJson.read("it", json));
        assertArrayEquals(json, ManifestJson.write(ManifestJson.read("it", json)));
        assertFalse(new String(ManifestJson.write(ManifestExamples.at(5)), StandardCharsets.UTF_8).contains("fence"));
    }

    @Test
    void aFenceThatNoClaimHasIsRefused() {
        byte[] json = new String(
                        ManifestJson.write(ManifestExamples.on(purpose(DUE, 77), ManifestExamples.at(5))),
                        StandardCharsets.UTF_8)
                .replace("\"fence\":77", "\"fence\":-1")
                .getBytes(StandardCharsets.UTF_8);

        assertThrows(UnreadableManifest.class, () -> ManifestJson.read("it", json));
    }

    private static StoredCopy copy(int hour, Instant due, long fence) {
        return copy(hour, purpose(due, fence));
    }

    private static Purpose purpose(Instant due, long fence) {
        return new Purpose(Optional.of(due), OptionalLong.of(fence));
    }

    private static StoredCopy copy(int hour, Purpose purpose) {
        Manifest manifest = ManifestExamples.on(purpose, ManifestExamples.at(hour));
        BackupId id = manifest.id();
        ObjectInfo record = new ObjectInfo(Layout.STANDARD.manifest("prod", (SnapshotId) id), 500, id.time());
        ObjectInfo body = new ObjectInfo(manifest.body().key(), 1_000, id.time());
        return new StoredCopy(id, record, Optional.of(body), Optional.of(manifest), new Standing.Whole(Origin.UNKNOWN));
    }
}
