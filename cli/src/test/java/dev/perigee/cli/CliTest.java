package dev.perigee.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.cli.console.ExitCode;
import dev.perigee.cli.console.Signals;
import dev.perigee.cli.console.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CliTest {

    @Test
    void aVersionAndSomethingElseIsNotUnderstood() {
        CliRun run = CliRun.of("--version", "extra");

        assertEquals(ExitCode.BAD_ARGUMENTS, run.code());
        assertTrue(run.err().contains("extra"), run.err());
    }

    @Test
    void theVersionIsTheOneBuilt() {
        CliRun run = CliRun.of("--version");

        assertEquals(ExitCode.OK, run.code());
        assertTrue(run.out().matches("perigee [0-9]+\\.[0-9]+\\.[0-9]+\\S*\n"), run.out());
    }

    @Test
    void aUserWithoutAPasswordIsAskedForItOnATerminalOnly() {
        String[] get = {"etcdctl", "get", "a", "--user", "root", "--endpoints", "http://127.0.0.1:9"};

        CliRun asked = new CliRun.Setting().terminals("02").input("pass\n").run(get);
        CliRun script = CliRun.of(get);

        assertTrue(asked.err().startsWith("Password of etcd's user root: "), asked.err());
        assertTrue(asked.err().contains("nobody listens there"), asked.err());
        assertEquals(ExitCode.BAD_CONFIGURATION, script.code());
        assertTrue(script.err().contains("user is given without a password"), script.err());
    }

    @Test
    void anErrorOfTheMachineIsToldAsADefect() {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        OutputStream broken = new OutputStream() {
            @Override
            public void write(int b) {
                throw new StackOverflowError();
            }
        };

        ExitCode code = new Cli(
                        new Terminal(InputStream.nullInputStream(), broken, err, ""),
                        Map.of(),
                        Optional.empty(),
                        Signals.none())
                .run("--version");

        assertEquals(ExitCode.ERROR, code);
        assertEquals(
                "Error: unexpected: StackOverflowError\nhint: this is a fault of perigee's; --debug shows where\n",
                err.toString(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--config", "--state-dir", "--cacert"})
    void anEmptyPathIsNotTheWorkingDirectory(String option) {
        CliRun run = CliRun.of("snapshot", "list", option + "=");

        assertEquals(ExitCode.BAD_ARGUMENTS, run.code());
        assertTrue(run.err().contains("option '" + option + "'"), run.err());
        assertTrue(run.err().contains("it is empty; is the variable set that it was taken from?"), run.err());
    }

    @Test
    void withoutACommandTheHelpIsShown() {
        CliRun run = CliRun.of();

        assertEquals(ExitCode.OK, run.code());
        assertTrue(run.out().startsWith("Usage: perigee COMMAND\n"), run.out());
        assertEquals("", run.err());
    }

    @Test
    void noLineOfAnyHelpIsWiderThanATerminal() {
        for (String command : new String[] {"", "snapshot", "completion", "help"}) {
            CliRun run = command.isEmpty() ? CliRun.of("help") : CliRun.of("help", command);

            assertEquals(ExitCode.OK, run.code());
            run.out().lines().forEach(line -> assertTrue(line.length() <= 80, line));
        }
    }

    @Test
    void anUnknownCommandIsABadArgumentAndNamesALikelyOne() {
        CliRun run = CliRun.of("snapshto");

        assertEquals(ExitCode.BAD_ARGUMENTS, run.code());
        assertEquals("", run.out());
        assertEquals(
                "Error: 'perigee' knows no command 'snapshto'\nhint: did you mean 'perigee snapshot'?\n", run.err());
    }

    @Test
    void anUnknownOptionIsABadArgument() {
        CliRun run = CliRun.of("--frobnicate");

        assertEquals(ExitCode.BAD_ARGUMENTS, run.code());
        assertTrue(run.err().startsWith("Error: 'perigee' knows no option '--frobnicate'\n"), run.err());
    }

    @Test
    void anOptionWithoutItsValueIsABadArgument() {
        assertEquals(ExitCode.BAD_ARGUMENTS, CliRun.of("--config").code());
    }

    @Test
    void whatIsSaidOfTheCommandsDoesNotDependOnTheWordsAround() {
        String all = CliRun.of("help").out();

        assertEquals(all, CliRun.of("--help").out());
        assertEquals(all, CliRun.of("--quiet", "--no-color").out());
        assertTrue(CliRun.of("snapsho", "list").err().contains("did you mean 'perigee snapshot list'?"));
    }

    @Test
    void everyCommandsOwnHelpIsTheOneThatHelpShows() {
        for (String path : commands("")) {
            List<String> words = List.of(path.split(" "));
            CliRun asked =
                    CliRun.of(Stream.concat(words.stream(), Stream.of("--help")).toArray(String[]::new));
            CliRun told =
                    CliRun.of(Stream.concat(Stream.of("help"), words.stream()).toArray(String[]::new));

            assertEquals(ExitCode.OK, asked.code(), path);
            assertEquals(told.out(), asked.out());
        }
    }

    /** The paths of all commands below one, as its help lists them. */
    private static List<String> commands(String above) {
        String help = CliRun.of(("help " + above).strip().split(" ")).out();
        int list = help.indexOf("\nCommands:\n");
        if (list < 0) {
            return List.of();
        }
        return help.substring(list + "\nCommands:\n".length())
                .lines()
                .takeWhile(line -> !line.isEmpty())
                .filter(line -> line.matches("  [a-z].*"))
                .map(line -> (above + " " + line.strip().split(" ")[0]).strip())
                .flatMap(path -> Stream.concat(Stream.of(path), commands(path).stream()))
                .toList();
    }

    @Test
    void completionIsForBashZshAndFish() {
        assertTrue(CliRun.of("completion", "bash").out().contains("complete -F"));
        assertTrue(CliRun.of("completion", "zsh").out().startsWith("#compdef perigee"));
        assertTrue(CliRun.of("completion", "fish").out().contains("complete -c perigee"));
        assertEquals(ExitCode.FEATURE, CliRun.of("completion", "tcsh").code());
    }

    @Test
    void errorsAreRedOnATerminalOnly() {
        assertTrue(new CliRun.Setting().terminals("012").run("x").err().startsWith("\033[31mError:\033[0m "));
        assertTrue(CliRun.of("x").err().startsWith("Error: "));
    }

    @Test
    void noColorIsObeyed() {
        CliRun.Setting setting = new CliRun.Setting().terminals("012").variable("NO_COLOR", "1");

        assertTrue(setting.run("x").err().startsWith("Error: "));
    }

    @Test
    void aFullDiskBehindStandardOutputIsAnError() {
        ByteArrayOutputStream err = new ByteArrayOutputStream();

        ExitCode code = new Cli(failingWith("No space left on device", err), Map.of(), Optional.empty(), Signals.none())
                .run("--version");

        assertEquals(ExitCode.IO, code);
        assertEquals(
                "Error: can't write to standard output: No space left on device\n",
                err.toString(StandardCharsets.UTF_8));
    }

    @Test
    void aReaderThatHasGoneAwayIsNoError() {
        ByteArrayOutputStream err = new ByteArrayOutputStream();

        ExitCode code =
                new Cli(failingWith("Broken pipe", err), Map.of(), Optional.empty(), Signals.none()).run("--version");

        assertEquals(ExitCode.OK, code);
        assertFalse(err.size() > 0);
    }

    private static Terminal failingWith(String message, OutputStream err) {
        OutputStream broken = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException(message);
            }
        };
        return new Terminal(InputStream.nullInputStream(), broken, err, "");
    }
}
