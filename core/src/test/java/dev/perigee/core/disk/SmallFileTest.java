package dev.perigee.core.disk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.perigee.core.outcome.DiskException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SmallFileTest {

    @TempDir
    Path folder;

    @Test
    void aFileOfJustTheLengthThatItMayHaveIsRead() throws Exception {
        byte[] bytes = {1, 2, 3};
        Path file = Files.write(folder.resolve("note"), bytes);

        assertArrayEquals(bytes, SmallFile.read(file, 3));
    }

    @Test
    void oneThatIsLongerIsRefusedByNameWithWhatToDo() throws Exception {
        Path file = Files.write(folder.resolve("note"), new byte[4]);

        IOException refused = assertThrows(IOException.class, () -> SmallFile.read(file, 3));

        assertEquals(
                file + ": is longer than 3 bytes, which Perigee never makes it; look at it, and remove it",
                DiskException.words(refused));
    }

    @Test
    void oneWithoutAnEndIsRefusedToo() {
        assertThrows(IOException.class, () -> SmallFile.note(Path.of("/dev/zero")));
        assertThrows(IOException.class, () -> SmallFile.lines(Path.of("/dev/zero"), StandardCharsets.ISO_8859_1));
    }

    @Test
    void aNoteComesWithoutBlanksAndAListByLines() throws Exception {
        Path file = Files.writeString(folder.resolve("note"), "\none\ntwo \n");

        assertEquals("one\ntwo", SmallFile.note(file));
        assertEquals(List.of("", "one", "two "), SmallFile.lines(file, StandardCharsets.UTF_8));
    }

    @Test
    void whatIsntThereOrIsNoTextIsToldAsSuch() throws Exception {
        Path binary = Files.write(folder.resolve("binary"), new byte[] {(byte) 0xff});

        assertThrows(NoSuchFileException.class, () -> SmallFile.note(folder.resolve("none")));
        assertThrows(CharacterCodingException.class, () -> SmallFile.note(binary));
    }
}
