package dev.perigee.core.history.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.perigee.api.Sha256;
import dev.perigee.core.history.pack.PackId;
import dev.perigee.core.history.pack.PackPlace;
import dev.perigee.core.history.pack.PackRecord;
import dev.perigee.core.history.pack.PackRecord.LeaseTime;
import dev.perigee.core.history.pack.PackRecord.Moment;
import dev.perigee.core.history.pack.PackRecord.Seal;
import dev.perigee.core.history.pack.SamplePack;
import dev.perigee.core.history.spool.KeptPack;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RecordsTest {

    private static final PackPlace PLACE = new PackPlace(KeptPack.BASE, new PackId(11, 20, 1));
    private static final PackRecord RECORD =
            SamplePack.of(PLACE, List.of(new Moment(20, Instant.EPOCH)), 1, Sha256.digest(new byte[1]));
    private static final PackRecord OTHER =
            SamplePack.of(PLACE, List.of(new Moment(20, Instant.EPOCH)), 1, Sha256.digest(new byte[2]));
    private static final PackRecord SEALED =
            RECORD.knowing(List.of(new LeaseTime(7, 60)), Optional.of(new Seal(20, 5, 1, "3.6.0")));

    private final SequencedMap<String, Archive.Had<PackRecord>> told = new LinkedHashMap<>();

    private void tells(String sink, PackRecord record) {
        TreeMap<PackPlace, PackRecord> had = new TreeMap<>();
        had.put(PLACE, record);
        told.put(sink, new Archive.Had<>(had, new TreeMap<>()));
    }

    @Test
    void whoMerelyKnowsLessIsOnTheSideOfWhoKnowsMore() {
        tells("early", RECORD);
        tells("forged", OTHER);
        tells("late", SEALED);

        assertEquals(
                List.of(List.of("early", "late"), List.of("forged")),
                Records.of(List.of(PLACE), told).contradicted().get(PLACE).sides());
    }

    @Test
    void whoMerelyKnowsLessContradictsNobody() {
        tells("early", RECORD);
        tells("late", SEALED);

        assertEquals(SEALED, Records.of(List.of(PLACE), told).had().get(PLACE));
    }
}
