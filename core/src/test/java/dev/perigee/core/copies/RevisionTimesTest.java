package dev.perigee.core.copies;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.perigee.core.catalog.Manifest;
import dev.perigee.core.catalog.ManifestExamples;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Backups are of revision 100 and their hour. */
class RevisionTimesTest {

    private static final long OTHER = 7;

    @Test
    void aRevisionWasWrittenAfterTheBackupThatLacksItAndBeforeTheOneThatHasIt() {
        RevisionTimes times = of(ManifestExamples.at(3), ManifestExamples.at(1), ManifestExamples.at(5));

        assertEquals(Optional.empty(), times.after(101));
        assertEquals(endOf(1), times.by(101));
        assertEquals(hour(1), times.after(102));
        assertEquals(endOf(3), times.by(102));
        assertEquals(endOf(3), times.by(103));
        assertEquals(hour(5), times.after(106));
        assertEquals(Optional.empty(), times.by(106));
    }

    @Test
    void ofBackupsOfOneRevisionTheNewestTellsWhatCameAfterAndTheOldestWhatWasThere() {
        RevisionTimes times = of(ofRevision104(0), ofRevision104(1), ManifestExamples.at(5));

        assertEquals(hour(1), times.after(105));
        assertEquals(endOf(0), times.by(104));
    }

    @Test
    void whatIsOfAnEarlierClusterTellsNothing() {
        RevisionTimes times = of(ManifestExamples.at(1, OTHER), ManifestExamples.at(3), ManifestExamples.at(5));

        assertEquals(Optional.empty(), times.after(102));
        assertEquals(endOf(3), times.by(102));
    }

    @Test
    void noBackupsTellNothing() {
        assertEquals(Optional.empty(), of().after(1));
        assertEquals(Optional.empty(), of().by(1));
    }

    private static Manifest ofRevision104(int hour) {
        Manifest taken = ManifestExamples.at(hour);
        return new Manifest(
                taken.id(),
                taken.cluster(),
                taken.member(),
                taken.job(),
                taken.instance(),
                ManifestExamples.at(4).facts(),
                taken.proof(),
                taken.objects());
    }

    private static RevisionTimes of(Manifest... backups) {
        return RevisionTimes.of(List.of(backups));
    }

    /** Of the millisecond in which its first byte came: for no earlier time the backup is what is meant. */
    private static Optional<Instant> endOf(int hour) {
        return hour(hour).map(begin -> begin.plusMillis(1));
    }

    private static Optional<Instant> hour(int hour) {
        return Optional.of(Instant.parse("2026-11-20T00:00:00Z").plusSeconds(3600L * hour));
    }
}
