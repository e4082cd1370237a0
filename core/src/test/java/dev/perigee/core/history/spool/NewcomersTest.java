package dev.perigee.core.history.spool;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NewcomersTest {

    @TempDir
    Path dir;

    /** Each sink is its name, and behind an @ its place. */
    private Newcomers recording(boolean anew, String... sinks) throws Exception {
        Newcomers newcomers = new Newcomers(dir.resolve("sinks.json"));
        newcomers.record(
                Arrays.stream(sinks)
                        .map(sink -> (sink + "@").split("@", -1))
                        .collect(Collectors.toMap(sink -> sink[0], sink -> sink[1])),
                anew);
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

    @Test
    void whoIsInAnotherPlaceIsNewUntilThereIsABackup() throws Exception {
        recording(true, "near@s3://bucket/a", "far@s3://bucket/b");

        Newcomers newcomers = recording(false, "near@s3://bucket/a", "far@s3://other/b");
        assertTrue(newcomers.isNew("far"));
        assertFalse(newcomers.isNew("near"));

        newcomers.receive();
        assertFalse(recording(false, "near@s3://bucket/a", "far@s3://other/b").isNew("far"));
    }

    @Test
    void whoIsBackInItsPlaceBeforeThereIsABackupElsewhereIsNewThereToo() throws Exception {
        recording(true, "far@s3://bucket/b");
        recording(false, "far@s3://other/b");

        assertTrue(recording(false, "far@s3://bucket/b").isNew("far"));
    }

    @Test
    void whosePlaceNobodyTellsIsWhereItWas() throws Exception {
        recording(true, "near", "far@s3://bucket/b");

        Newcomers newcomers = recording(false, "near@file:///a", "far");
        assertFalse(newcomers.isNew("near"));
        assertFalse(newcomers.isNew("far"));
    }

    @Test
    void whatAnEarlierReleaseNotedHasNoPlaces() throws Exception {
        Files.writeString(dir.resolve("sinks.json"), "{\"given\":[\"near\"]}");

        assertFalse(recording(false, "near@file:///a").isNew("near"));
    }
}
