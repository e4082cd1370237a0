package dev.perigee.core.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PartFileTest {

    @TempDir
    Path folder;

    @Test
    void whatGotItsNameStaysAndWhatDidNotIsRemoved() throws Exception {
        Path part = Files.createFile(folder.resolve("a.part"));
        try (PartFile left = new PartFile(part)) {
            assertTrue(Files.exists(left.path()));
        }
        assertFalse(Files.exists(part));

        Path named = folder.resolve("a");
        try (PartFile moved = new PartFile(Files.createFile(part))) {
            Files.move(moved.path(), named);
        }
        assertTrue(Files.exists(named));
    }

    @Test
    void whatFailedFirstIsToldAlsoWhereTheRemovalFails() throws Exception {
        Path stubborn = Files.createDirectories(folder.resolve("a.part/full")).getParent();

        IOException told = assertThrows(IOException.class, () -> {
            try (PartFile _ = new PartFile(stubborn)) {
                throw new IOException("the disk is full");
            }
        });

        assertEquals("the disk is full", told.getMessage());
        assertEquals(1, told.getSuppressed().length);
    }
}
