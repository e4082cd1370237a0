package dev.perigee.core.drill;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.perigee.core.disk.SmallFile;
import dev.perigee.core.outcome.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DrillMemoryTest {

    @TempDir
    Path folder;

    @Test
    void aFailureIsRememberedWithoutADirectoryThatIsThereAlready() {
        DrillMemory memory = new DrillMemory(folder.resolve("drills"));
        Instant began = Instant.parse("2026-11-30T04:00:00Z");

        memory.rememberFailure("prod", began, Outcome.CONNECTION);

        assertEquals(Optional.of(began), memory.find("prod").map(DrillMemory.Last::time));
        assertEquals(Optional.of(false), memory.find("prod").map(DrillMemory.Last::good));
    }

    @Test
    void aFileThatHasGrownBeyondAllSenseIsNoDrill() throws Exception {
        DrillMemory memory = new DrillMemory(folder);
        memory.rememberFailure("prod", Instant.EPOCH, Outcome.FAILED);
        String sane = Files.readString(folder.resolve("prod.last.json"));
        Files.writeString(folder.resolve("prod.last.json"), sane + " ".repeat(SmallFile.NOTE));

        assertEquals(Optional.empty(), memory.find("prod"));
    }
}
