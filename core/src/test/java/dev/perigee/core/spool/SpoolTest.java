package dev.perigee.core.spool;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.catalog.Manifest;
import dev.perigee.core.catalog.ManifestExamples;
import dev.perigee.core.catalog.StoredObject;
import dev.perigee.core.encoding.EncodingSettings;
import dev.perigee.core.encoding.Identities;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
        for (SpoolEntry entry : spool.claim(owed -> true)) {
            try (entry) {
                ids.add(entry.owed().orElseThrow().manifest().id());
            }
        }
        return ids;
    }

    private static void prove(SpoolEntry entry) throws IOException {
        entry.prove(EncodingSettings.PLAIN, Identities.NONE);
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
    void onlyTheLastSinkThatWaitsMayKeepTheFileItself() throws Exception {
        try (SpoolEntry entry = owing(1, "offsite", "local")) {
            assertEquals(Optional.empty(), entry.body().file());

            entry.settle("local");

            assertEquals(Optional.of(entry.file()), entry.body().file());
            entry.drop();
        }
    }

    @Test
    void whatWaitedSinceAnEarlierRunIsReadOnItsWay() throws Exception {
        owing(1, "local").close();

        try (SpoolEntry entry = spool.claim(owed -> true).getFirst()) {
            assertEquals(Optional.empty(), entry.body().file());
        }
    }

    /** A sink that keeps it calls it new, at each try. */
    @Test
    void noSinkKeepsTheFileOfRowsWhoseAgeIsStillAskedFor() throws Exception {
        try (SpoolEntry entry = owing(1, "local")) {
            Manifest plain = ManifestExamples.at(1);
            SpoolEntry.Written rows = entry.write(
                    "packs",
                    Manifest.PACK,
                    plain.body().key(),
                    EncodingSettings.PLAIN,
                    Identities.NONE,
                    out -> out.write(new byte[7]));

            SpoolEntry.Outgoing form = rows.owe(plain.with(List.of(packed(plain.body(), rows.object()))));

            assertEquals(Optional.empty(), form.body().file());
            entry.drop();
        }
    }

    private static StoredObject packed(StoredObject plain, StoredObject rows) {
        return new StoredObject(
                Manifest.SNAPSHOT,
                rows.key(),
                rows.length(),
                rows.sha256(),
                List.of("packs"),
                Optional.of(plain.content()),
                List.of(),
                Optional.empty());
    }

    @Test
    void whatAProcessKilledBeforeItsRemovalLeavesIsSweptWhateverIsWanted() throws Exception {
        Path left = Files.createDirectory(directory.resolve("00000000000000aa"));
        Files.write(left.resolve("snapshot.db"), new byte[1_000]);
        Files.write(left.resolve("owed.json"), owed(1).toJson());
        Files.createFile(directory.resolve("00000000000000aa.lock"));

        assertEquals(List.of(), spool.claim(owed -> owed.sinks().contains("offsite")));

        assertEquals(0, files());
    }

    @Test
    void whatAKilledReaderLeftIsSweptByTheNextOneAndWhatIsOwedIsNot() throws Exception {
        Path left = Files.createDirectory(directory.resolve("00000000000000aa"));
        Files.write(left.resolve("snapshot.db"), new byte[1_000]);
        Path owed = Files.createDirectory(directory.resolve("00000000000000bb"));
        Files.write(owed.resolve("snapshot.db"), new byte[1_000]);
        Files.write(owed.resolve("owed.json"), owed(1, "offsite").toJson());

        spool.sweep();

        assertFalse(Files.exists(left));
        assertTrue(Files.exists(owed.resolve("snapshot.db")));
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
    void beyondTheBoundTheOldestIsGivenUpAndNeverTheNewest() {
        List<Owed> newestFirst = List.of(owed(3, "a"), owed(2, "a", "b"), owed(1, "a"));

        assertEquals(List.of("1 a"), givenUp(new SpoolSettings(2, 1 << 30), newestFirst));
        assertEquals(List.of("2 a", "1 a"), givenUp(new SpoolSettings(9, 1), newestFirst));
        assertEquals(List.of("2 a", "1 a"), givenUp(new SpoolSettings(9, 1_999), newestFirst));
        assertEquals(List.of("1 a"), givenUp(new SpoolSettings(9, 2_000), newestFirst));
    }

    private static Owed owed(int hour, String... sinks) {
        return new Owed(ManifestExamples.at(hour), List.of(sinks));
    }

    private static List<String> givenUp(SpoolSettings settings, List<Owed> newestFirst) {
        return new SpoolBounds(settings)
                .exceeded(newestFirst).stream()
                        .map(one -> (one.owed().manifest().facts().revision() - 100) + " " + one.sink())
                        .toList();
    }

    @Test
    void whatIsntWantedStaysFreeForOthers() throws Exception {
        owing(1, "a").close();
        owing(2, "b").close();

        List<SpoolEntry> mine = spool.claim(owed -> owed.sinks().contains("a"));

        assertEquals(1, mine.size());
        assertEquals(List.of(ManifestExamples.at(2).id()), claimed());
        mine.getFirst().close();
    }

    @Test
    void aBodyThatHasSpoiledIsToldAndSetAside() throws Exception {
        owing(1, "a").close();
        Path body = spool.waiting().getFirst().directory().resolve("snapshot.db");
        byte[] other = new byte[1_000];
        other[500] = 1;
        Files.write(body, other);

        try (SpoolEntry entry = spool.claim(owed -> true).getFirst()) {
            SpoiledBodyException spoiled = assertThrows(SpoiledBodyException.class, () -> prove(entry));
            assertTrue(spoiled.getMessage().contains("another digest"), spoiled.getMessage());
        }

        assertEquals(List.of(), claimed());
        Path aside = body.getParent().resolveSibling(body.getParent().getFileName() + ".damaged");
        assertArrayEquals(other, Files.readAllBytes(aside.resolve("snapshot.db")));
    }

    @Test
    void aBodyOfAnotherLengthIsToldByItsLength() throws Exception {
        owing(1, "a").close();
        Files.write(spool.waiting().getFirst().directory().resolve("snapshot.db"), new byte[999]);

        try (SpoolEntry entry = spool.claim(owed -> true).getFirst()) {
            SpoiledBodyException spoiled = assertThrows(SpoiledBodyException.class, () -> prove(entry));
            assertTrue(spoiled.getMessage().contains("has 999 bytes, and had 1000"), spoiled.getMessage());
        }
    }

    @Test
    void whatAnybodyMayHavePutThereIsLeftAlone() throws Exception {
        owing(1, "a").close();
        Path entry = spool.waiting().getFirst().directory();
        Files.setPosixFilePermissions(entry, PosixFilePermissions.fromString("rwxrwxrwx"));

        assertEquals(List.of(), claimed());

        assertTrue(Files.exists(entry.resolve("owed.json")));
    }
}
