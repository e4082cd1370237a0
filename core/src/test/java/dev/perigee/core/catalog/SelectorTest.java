package dev.perigee.core.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SelectorTest {

    private static final List<BackupId> ALL = List.of(
            BackupId.parse("20261123T060000Z-10-00000001").orElseThrow(),
            BackupId.parse("20261122T060000Z-9-00000001").orElseThrow(),
            BackupId.parse("20261123T060000Z-9-00000001").orElseThrow());

    @ParameterizedTest
    @CsvSource({
        "latest, 20261123T060000Z-10-00000001",
        "latest~0, 20261123T060000Z-10-00000001",
        "latest~1, 20261123T060000Z-9-00000001",
        "latest~2, 20261122T060000Z-9-00000001"
    })
    void countsBackFromTheNewest(String word, String id) throws OperationException {
        assertEquals(id, Selector.parse(word).resolve(ALL).toString());
    }

    @Test
    void whoCountsBackTooFarIsToldHowManyThereAre() {
        OperationException failure = assertThrows(
                OperationException.class, () -> Selector.parse("latest~3").resolve(ALL));

        assertEquals(Outcome.NOT_FOUND, failure.outcome());
        assertEquals("there is no 'latest~3': 3 backups in all", failure.getMessage());
    }

    @Test
    void whereThereIsNoBackupNoCountingHelps() {
        OperationException failure = assertThrows(
                OperationException.class, () -> Selector.parse("latest~1").resolve(List.of()));

        assertEquals("there is no backup yet", failure.getMessage());
    }
}
