package dev.perigee.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.perigee.cli.console.ExitCode;
import dev.perigee.cli.reference.CommandWords;
import dev.perigee.cli.reference.OptionWords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What scripts, cron jobs and configurations of others rely on stays: commands, options, exit codes, settings. More may come;
 * then {@code -Dpromised=write} adds it to the files in {@code src/test/promised}. docs/compatibility.md has the promise.
 */
class PromisedTest {

    private static final Path FOLDER = Path.of("src/test/promised");
    private static final Pattern SETTING = Pattern.compile("^\\| `([a-z0-9.-]+)` \\|");
    private static final Pattern BLOCK = Pattern.compile("^## `(\\S+) \\{");

    @Test
    void commandsAndOptionsStay() throws IOException {
        holds(
                "commands.txt",
                CommandWords.of(Reference.commands())
                        .all()
                        .flatMap(PromisedTest::lines)
                        .toList());
    }

    private static Stream<String> lines(CommandWords command) {
        List<OptionWords> options = command.path().contains(" ") ? command.ownOptions() : command.options();
        return Stream.concat(
                Stream.of(String.join(" ", command.path(), String.join(" ", command.arguments()))
                        .strip()),
                options.stream()
                        .flatMap(option -> option.names().stream()
                                .map(name -> command.path() + " " + name + (option.takesValue() ? "=" : ""))));
    }

    @Test
    void exitCodesKeepTheirMeaning() throws IOException {
        holds(
                "exit-codes.txt",
                Arrays.stream(ExitCode.values())
                        .map(code -> code.number() + " " + code.name())
                        .toList());
    }

    /** The tables of docs/configuration.md, which another test compares with what is read. */
    @Test
    void settingsStay() throws IOException {
        String block = "";
        Stream.Builder<String> settings = Stream.builder();
        for (String line : Files.readAllLines(Path.of("../docs/configuration.md"))) {
            var heading = BLOCK.matcher(line);
            block = heading.find() ? heading.group(1) : block;
            var row = SETTING.matcher(line);
            if (row.find()) {
                settings.add(block + " " + row.group(1));
            }
        }
        holds("settings.txt", settings.build().toList());
    }

    private static void holds(String name, List<String> now) throws IOException {
        Path file = FOLDER.resolve(name);
        if ("write".equals(System.getProperty("promised"))) {
            Files.write(file, now);
        }
        assertEquals(
                List.of(),
                Files.readAllLines(file).stream()
                        .filter(promised -> !now.contains(promised))
                        .toList(),
                "gone, and others rely on it");
    }
}
