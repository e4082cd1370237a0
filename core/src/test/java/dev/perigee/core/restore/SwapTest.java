package dev.perigee.core.restore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.core.outcome.OperationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SwapTest {

    @TempDir
    Path dir;

    private Path target;

    @BeforeEach
    void precious() throws IOException {
        target = Files.createDirectory(dir.resolve("data"));
        Files.writeString(target.resolve("precious"), "precious");
    }

    @Test
    void aSwapThatFailsPutsTheOldDirectoryBack() throws Exception {
        Path aside = target.resolveSibling("aside");
        Swap swap = new Swap();

        IOException failure = assertThrows(
                IOException.class,
                () -> swap.in(new Placement(target, target.resolveSibling("never-built"), Optional.of(aside))));
        List<String> left = swap.back(failure);

        assertEquals(List.of(), left);
        assertEquals("precious", Files.readString(target.resolve("precious")));
        assertFalse(Files.exists(aside));
    }

    @Test
    void aSecondSwapThatFailsTakesTheFirstOneBack() throws Exception {
        Path built = Files.createDirectory(target.resolveSibling("built"));
        Swap swap = new Swap();
        swap.in(new Placement(target, built, Optional.of(target.resolveSibling("aside"))));

        IOException failure = assertThrows(
                IOException.class,
                () -> swap.in(new Placement(dir.resolve("other"), dir.resolve("never-built"), Optional.empty())));
        swap.back(failure);

        assertEquals("precious", Files.readString(target.resolve("precious")));
        assertTrue(Files.exists(built), "what was built is back aside, to be thrown away");
    }

    @Test
    void aSwapThatCannotBeTakenBackSaysWhatToDoByHand() throws Exception {
        Path aside = target.resolveSibling("as ide");
        Swap swap = new Swap();
        IOException failure = assertThrows(
                IOException.class,
                () -> swap.in(new Placement(target, target.resolveSibling("never-built"), Optional.of(aside))));
        Files.writeString(Files.createDirectory(target).resolve("in the way"), "of the way back");

        List<String> left = swap.back(failure);

        assertEquals(List.of("mv '" + aside + "' " + target), left);
        assertEquals("precious", Files.readString(aside.resolve("precious")));
        OperationException told = Swap.halfWay(RestoreRequest.of(dir, target), failure, left);
        assertTrue(told.getMessage().contains("not all of them could be taken back"), told.getMessage());
        assertTrue(told.hint().orElseThrow().contains("mv '" + aside + "'"));
    }
}
