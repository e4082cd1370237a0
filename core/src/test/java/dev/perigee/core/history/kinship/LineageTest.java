package dev.perigee.core.history.kinship;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.history.GoldenCopy;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LineageTest {

    private static final BackupId FIRST = GoldenCopy.id("20261129T113601Z-1-0badf00d");
    private static final BackupId SECOND = GoldenCopy.id("20261129T113602Z-2-0badf00d");
    private static final BackupId THIRD = GoldenCopy.id("20261129T113603Z-3-0badf00d");

    private static Lineage<RuntimeException> lineage(Map<BackupId, BackupId> before) {
        return new Lineage<>(timeline -> Optional.ofNullable(before.get(timeline)));
    }

    @Test
    void aHistoryGoesOnFromAnotherThroughOthersToo() {
        Lineage<RuntimeException> lineage = lineage(Map.of(THIRD, SECOND, SECOND, FIRST));

        assertTrue(lineage.follows(THIRD, FIRST));
        assertFalse(lineage.follows(FIRST, THIRD));
    }

    /** Records may lie. */
    @Test
    void historiesThatAreEachSaidToGoOnFromTheOtherComeToAnEnd() {
        Lineage<RuntimeException> lineage = lineage(Map.of(THIRD, SECOND, SECOND, THIRD));

        assertFalse(lineage.follows(THIRD, FIRST));
    }
}
