package dev.perigee.core.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.api.ObjectKey;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BackupIdTest {

    private static final BackupId OLD = id("20261122T060000Z-9-00000001");
    private static final BackupId NEW = id("20261123T060000Z-9-00000001");
    private static final BackupId NEWER = id("20261123T060000Z-10-00000001");
    private static final List<BackupId> ALL = List.of(NEWER, OLD, NEW);

    private static BackupId id(String text) {
        return BackupId.parse(text).orElseThrow();
    }

    @Test
    void itIsReadAsItIsWritten() {
        BackupId id = new SnapshotId(Instant.parse("2026-11-23T06:00:00.9Z"), 48213, 0x9f3a01bc);

        assertEquals("20261123T060000Z-48213-9f3a01bc", id.toString());
        assertEquals(Optional.of(id), BackupId.parse(id.toString()));
    }

    @Test
    void ofTwoBackupsWithinASecondTheLaterOneIsTheNewestWhateverItsRandomBits() {
        Instant second = Instant.parse("2026-11-23T06:00:00Z");
        SnapshotId earlier = SnapshotId.taken(second.plusMillis(511), 9, -1);
        SnapshotId later = SnapshotId.taken(second.plusMillis(512), 9, 0);

        assertEquals("20261123T060000Z-9-7fffffff", earlier.toString());
        assertEquals("20261123T060000Z-9-80000000", later.toString());
        assertTrue(earlier.compareTo(later) < 0);
        assertEquals(
                "20261123T060000Z-9-f9ffffff",
                SnapshotId.taken(second.plusMillis(999), 9, -1024).toString());
    }

    @Test
    void aTimeWithinItsSecondHasABackupOnlyOnceThatWasTaken() throws Exception {
        Instant second = Instant.parse("2026-11-23T06:00:00Z");
        List<BackupId> ids =
                List.of(OLD, SnapshotId.taken(second.plusMillis(965).plusNanos(7), 48, -1));

        for (int before : new int[] {0, 100, 965}) {
            assertEquals(OLD, new Selector.At(second.plusMillis(before)).resolve(ids));
        }
        assertEquals(ids.getLast(), new Selector.At(second.plusMillis(966)).resolve(ids));
    }

    @Test
    void aNameThatTellsNoMillisecondIsOfTheEndOfItsSecond() {
        assertEquals(
                Instant.parse("2026-11-23T06:00:01Z"),
                id("20261123T060000Z-9-ffffffff").until());
        assertEquals(
                Instant.parse("2026-11-23T06:00:01Z"),
                id("20261123T060000Z-9-f9ffffff").until());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "20261123T060000Z-48213",
                "20261123T060000Z-48213-9F3A01BC",
                "20261123T060000Z-048213-9f3a01bc",
                "20261323T060000Z-48213-9f3a01bc",
                "20260230T060000Z-48213-9f3a01bc",
                "20261123T250000Z-48213-9f3a01bc",
                "20261123T060000Z-9999999999999999999-9f3a01bc",
                "20261123T060000Z--1-9f3a01bc",
                "20261123T060000Z-+1-9f3a01bc",
                "20261123T060000Z--9f3a01bc",
                "20261123T+60000Z-48213-9f3a01bc",
                "20261123T240000Z-48213-9f3a01bc",
                "20261123T235960Z-48213-9f3a01bc",
                "+0261123T060000Z-48213-9f3a01bc",
                "20261123T060000Z-48213-9f3a0zbc",
                "20261123T060000Z-48213-9f3a01bc ",
                "20261123T060000Z-48213-9f3a01bc.db"
            })
    void whatItWouldNotWriteItDoesNotRead(String text) {
        assertEquals(Optional.empty(), BackupId.parse(text));
    }

    @Test
    void theOrderIsThatOfTheParts() {
        assertTrue(NEW.compareTo(NEWER) < 0, "revision 9 before 10");
        assertTrue(OLD.compareTo(NEW) < 0);
        assertTrue(id("20261123T060000Z-9-7fffffff").compareTo(id("20261123T060000Z-9-80000000")) < 0);
    }

    @Test
    void aSelectorFindsTheOneThatIsMeant() throws Exception {
        assertEquals(NEWER, Selector.parse("latest").resolve(ALL));
        assertEquals(OLD, Selector.parse("20261122").resolve(ALL));
        assertEquals(NEW, Selector.parse(NEW.toString()).resolve(ALL));
        assertEquals(OLD, new Selector.At(Instant.parse("2026-11-23T05:59:59Z")).resolve(ALL));
        assertEquals(OLD, new Selector.At(Instant.parse("2026-11-23T06:00:00Z")).resolve(ALL));
        assertEquals(NEWER, new Selector.At(Instant.parse("2026-11-23T06:00:00.001Z")).resolve(ALL));
    }

    @Test
    void aSelectorThatFitsSeveralOrNoneSaysSo() {
        assertEquals(Outcome.BAD_INPUT, failure(Selector.parse("20261123"), ALL));
        assertEquals(Outcome.NOT_FOUND, failure(Selector.parse("2025"), ALL));
        assertEquals(Outcome.NOT_FOUND, failure(new Selector.At(Instant.EPOCH), ALL));
        assertEquals(Outcome.NOT_FOUND, failure(Selector.parse("latest"), List.of()));
    }

    @Test
    void whoAsksForATimeBeforeAllBackupsIsToldWhichTimeMeansTheOldest() throws Exception {
        OperationException failure =
                assertThrows(OperationException.class, () -> new Selector.At(Instant.EPOCH).resolve(ALL));

        String said = String.valueOf(failure.getMessage());
        Instant told = Instant.parse(said.replaceFirst(".*'--at (\\S+)' means$", "$1"));
        assertEquals(OLD, new Selector.At(told).resolve(ALL));
    }

    private static Outcome failure(Selector selector, List<BackupId> ids) {
        return assertThrows(OperationException.class, () -> selector.resolve(ids))
                .outcome();
    }

    @Test
    void onlyKeysOfExactlyOurShapeAreBackups() {
        Layout.Standard layout = Layout.STANDARD;

        assertEquals(Optional.of(NEW), layout.ofBody("prod", layout.body("prod", NEW)));
        assertEquals(Optional.of(NEW), layout.ofManifest("prod", layout.manifest("prod", NEW)));
        for (String key : List.of(
                "prod/snapshots/" + NEW + ".json",
                "prod/snapshots/x/" + NEW + ".db",
                "prod2/snapshots/" + NEW + ".db",
                "prod/snapshots/.db".replace("/.", "/x."),
                "prod/snapshots/db")) {
            assertEquals(Optional.empty(), layout.ofBody("prod", ObjectKey.of(key)), key);
        }
    }
}
