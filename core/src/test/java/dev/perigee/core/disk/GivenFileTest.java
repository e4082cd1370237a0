package dev.perigee.core.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.core.outcome.DiskException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GivenFileTest {

    @TempDir
    Path folder;

    @Test
    void aFileAndADeviceThatAnswersAreRead() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "text");

        try (InputStream in = GivenFile.open(file);
                InputStream none = GivenFile.open(Path.of("/dev/null"))) {
            assertEquals("text", new String(in.readAllBytes()));
            assertEquals(-1, none.read());
        }
        assertTrue(GivenFile.isReadable(file));
    }

    @Test
    void aPipeWithANameIsRefusedBeforeAnybodyWaitsForAWriter() throws Exception {
        Path pipe = folder.resolve("pipe");
        assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());

        IOException refused = assertThrows(IOException.class, () -> GivenFile.open(pipe));

        assertEquals(
                pipe + ": it is a pipe, which may never get a writer; name a file, or hand it over: <(cat " + pipe
                        + ")",
                DiskException.words(refused));
        assertFalse(GivenFile.isReadable(pipe));
    }
}
