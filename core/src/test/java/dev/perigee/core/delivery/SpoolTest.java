package dev.perigee.core.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.catalog.ManifestExamples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolTest {

    @TempDir
    Path directory;

    private Spool spool;

    @BeforeEach
    void open() throws IOException {
        spool = Spool.open(directory, new Random(1));
    }

    private SpoolEntry owing(int hour, String... sinks) throws IOException {
        SpoolEntry entry = spool.create();
        Files.write(entry.file(), new byte[1_000]);
        entry.owe(new Owed(ManifestExamples.at(hour), List.of(sinks)));
        return entry;
    }

    private List<BackupId> claimed() throws IOException {
        List<BackupId> ids = new ArrayList<>();
        for (SpoolEntry entry : spool.claim()) {
            try (entry) {
                ids.add(entry.owed().orElseThrow().manifest().id());
            }
        }
        return ids;
    }

    private long files() throws IOException {
        try (var files = Files.list(directory)) {
            return files.count();
        }
    }

    @Test
    void whatIsOwedOutlivesItsProcess() throws Exception {
        owing(1, "offsite").close();
        owing(2, "offsite", "local").close();

        assertEquals(List.of(ManifestExamples.at(2).id(), ManifestExamples.at(1).id()), claimed());
        assertEquals(
                Set.of(ManifestExamples.at(1).id(), ManifestExamples.at(2).id()),
                spool.spooled().ids());
        assertTrue(spool.spooled().complete());
    }

    @Test
    void whatNobodyIsOwedIsGone() throws Exception {
        try (SpoolEntry entry = owing(1, "offsite", "local")) {
            entry.settle("local");
            assertEquals(List.of("offsite"), entry.owed().orElseThrow().sinks());
            entry.settle("offsite");
        }

        assertEquals(0, files());
    }

    @Test
    void aBodyThatWasNeverProvenIsSweptAndOneInWorkIsNot() throws Exception {
        SpoolEntry working = spool.create();
        Files.write(working.file(), new byte[10]);
        Path abandoned = Files.createDirectory(directory.resolve("00000000000000aa"));
        Files.write(abandoned.resolve("snapshot.db.part"), new byte[10]);

        assertEquals(List.of(), claimed());

        assertFalse(Files.exists(abandoned));
        assertTrue(Files.exists(working.file()));
        working.close();
        assertEquals(0, files());
    }

    @Test
    void theLockOfAProcessKilledBeforeItsDirectoryIsSweptAndOneInUseIsNot() throws Exception {
        Path left = Files.createFile(directory.resolve("00000000000000aa.lock"));
        SpoolEntry working = spool.create();

        assertEquals(List.of(), claimed());

        assertFalse(Files.exists(left));
        assertEquals(2, files());
        working.close();
        assertEquals(0, files());
    }

    @Test
    void whatIsntOursIsLeftAlone() throws Exception {
        Path file = Files.writeString(directory.resolve("notes.txt"), "somebody's");
        Path folder = Files.createDirectory(directory.resolve("00000000"));
        Path lock = Files.createFile(directory.resolve("00000000.lock"));
        Path unreadable = Files.createDirectory(directory.resolve("00000000000000bb"));
        Files.writeString(unreadable.resolve("owed.json"), "{\"from\": \"the future\"}");

        assertEquals(List.of(), claimed());

        assertTrue(Files.exists(file) && Files.exists(folder) && Files.exists(lock));
        assertTrue(Files.exists(unreadable.resolve("owed.json")));
        assertFalse(spool.spooled().complete());
    }

    @Test
    void beyondTheBoundTheOldestIsGivenUpAndNeverTheNewest() throws Exception {
        List<SpoolEntry> newestFirst = List.of(owing(3, "a"), owing(2, "a", "b"), owing(1, "a"));

        List<SpoolBounds.Dropped> byNumber = new SpoolBounds(new SpoolSettings(2, 1 << 30)).enforce(newestFirst);
        List<SpoolBounds.Dropped> bySize = new SpoolBounds(new SpoolSettings(9, 1)).enforce(newestFirst);

        assertEquals(
                ManifestExamples.at(1).id(),
                byNumber.getFirst().owed().manifest().id());
        assertEquals(List.of("a", "b"), bySize.getFirst().owed().sinks());
        assertEquals(1, bySize.size());
        for (SpoolEntry entry : newestFirst) {
            entry.close();
        }
        assertEquals(List.of(ManifestExamples.at(3).id()), claimed());
    }
}
