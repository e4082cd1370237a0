package dev.perigee.cli.setup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.perigee.core.engine.Source;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SnapshotFileTest {

    @ParameterizedTest
    @ValueSource(strings = {"latest", "latest~1", "latest~30", "20261201T034724Z-8-8d350945"})
    void aWordThatMeansAStoredBackupIsNoFileThatLiesThereByChance(String word) throws Exception {
        Source.Stored stored = assertInstanceOf(Source.Stored.class, SnapshotFile.source(word, _ -> true));

        assertEquals(word, stored.which().toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"./latest", "/backups/latest", "latest.db", "backup", "2026"})
    void aPathOrAFileThatIsThereIsOne(String word) throws Exception {
        Source.File file = assertInstanceOf(Source.File.class, SnapshotFile.source(word, _ -> true));

        assertEquals(word, file.name());
    }

    @ParameterizedTest
    @ValueSource(strings = {"backup", "2026"})
    void aWordThatIsNoFileIsTheBeginningOfAnId(String word) throws Exception {
        assertInstanceOf(Source.Stored.class, SnapshotFile.source(word, _ -> false));
    }
}
