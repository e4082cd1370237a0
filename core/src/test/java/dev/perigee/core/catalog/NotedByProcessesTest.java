package dev.perigee.core.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.perigee.core.time.Timing;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two processes, such as the daemon and somebody's command, that note at the same time. */
class NotedByProcessesTest {

    private static final int EACH = 60;

    @TempDir
    Path folder;

    @Test
    void noneUndoesWhatTheOtherHasNoted() throws Exception {
        Process one = NotingProcess.start(folder, 0, EACH);
        Process other = NotingProcess.start(folder, EACH, EACH);
        assertEquals(0, one.waitFor());
        assertEquals(0, other.waitFor());

        KnownBackups known = new KnownBackups(folder, Timing.system());
        assertEquals(
                2 * EACH,
                known.held()
                        .at(NotingProcess.UNTIL.minusSeconds(1), "prod", "store")
                        .size());
        assertEquals(
                2 * EACH, known.find("prod", NotingProcess.id(0)).readBack().size());
    }
}
