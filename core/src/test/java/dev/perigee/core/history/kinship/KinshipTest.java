package dev.perigee.core.history.kinship;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.history.GoldenCopy;
import dev.perigee.core.history.archive.Archive;
import dev.perigee.core.history.pack.PackId;
import dev.perigee.core.history.pack.PackRecord.Moment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KinshipTest {

    private static final BackupId TAKEN_LATER = GoldenCopy.id("20261129T114000Z-13-0000000d");

    @TempDir
    Path dir;

    private static Kin kin(GoldenCopy golden) throws Exception {
        Archive archive = Archive.look(
                golden.bench().environment(), "prod", golden.bench().destinations());
        return new Kinship(archive, _ -> Optional.empty()).of(GoldenCopy.TIMELINE, TAKEN_LATER);
    }

    @Test
    void aBackupThatHoldsLessThanHadBeenRecordedWhenItWasTakenIsDoubted() throws Exception {
        assertEquals(Kin.BEHIND, kin(new GoldenCopy(dir)));
    }

    @Test
    void aPackWhoseRecordCantBeReadHidesNothingThatAnotherOneTells() throws Exception {
        GoldenCopy golden = new GoldenCopy(dir);
        PackId part = new PackId(14, 15, 0x0f);
        golden.write(GoldenCopy.TIMELINE, GoldenCopy.MIDDLE, part, new Moment(15, GoldenCopy.SEEN_19));
        Files.writeString(golden.record(part), "{}");

        assertEquals(Kin.BEHIND, kin(golden));
    }
}
