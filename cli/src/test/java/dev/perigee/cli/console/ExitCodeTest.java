package dev.perigee.cli.console;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.perigee.cli.CliRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExitCodeTest {

    @Test
    void theDocumentSaysWhatTheProgramDoes() throws IOException {
        List<String> expected = Arrays.stream(ExitCode.values())
                .map(code -> "| " + code.number() + " | " + code.meaning() + " |")
                .toList();

        List<String> documented = Files.readAllLines(Path.of("..", "docs", "exit-codes.md")).stream()
                .filter(line -> line.matches("\\| [0-9]+ \\|.*"))
                .toList();

        assertEquals(expected, documented);
    }

    @Test
    void theHelpListsEveryOne() {
        String help = CliRun.of("help", "exit-codes").out();

        assertEquals(ExitCode.values().length, help.lines().count());
    }

    @Test
    void everyNumberFindsItsCode() {
        for (ExitCode code : ExitCode.values()) {
            assertEquals(code, ExitCode.of(code.number()));
        }
    }
}
