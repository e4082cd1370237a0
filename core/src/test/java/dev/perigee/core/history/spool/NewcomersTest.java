package dev.perigee.core.history.spool;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NewcomersTest {

    @TempDir
    Path dir;

    private Newcomers recording(boolean anew, String... sinks) throws Exception {
        Newcomers newcomers = new Newcomers(dir.resolve("sinks.json"));
        newcomers.record(List.of(sinks), anew);
        return newcomers;
    }

    @Test
    void whoIsThereFromTheBeginningIsNotNew() throws Exception {
        recording(true, "near", "far");

        assertFalse(recording(false, "near", "far").isNew("far"));
    }

    @Test
    void whoComesLaterIsNewUntilThereIsABackupAlsoAfterAnotherStart() throws Exception {
        recording(true, "near");
        recording(false, "near", "far");

        Newcomers newcomers = recording(false, "near", "far");
        assertTrue(newcomers.isNew("far"));
        assertFalse(newcomers.isNew("near"));

        newcomers.receive();
        assertFalse(newcomers.isNew("far"));
        assertFalse(recording(false, "near", "far").isNew("far"));
    }

    @Test
    void whoWasAwayForAWhileIsNewAgain() throws Exception {
        recording(true, "near", "far");
        recording(false, "near");

        assertTrue(recording(false, "near", "far").isNew("far"));
    }

    @Test
    void whatAnEarlierReleaseBeganHasNobodyNew() throws Exception {
        assertFalse(recording(false, "near").isNew("near"));
    }
}
