package dev.perigee.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.cli.console.ExitCode;
import dev.perigee.cli.console.GlobalOptions;
import dev.perigee.cli.console.Session;
import dev.perigee.cli.console.Signals;
import dev.perigee.cli.console.Terminal;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.PositionalParamSpec;

/** A command has a JSON document, which docs/output.md knows, or it refuses {@code -w json} before it does anything. */
class FormatsTest {

    @Test
    void aCommandHasADocumentOrRefusesTheFormat() throws IOException {
        String documents = Files.readString(Path.of("..", "docs", "output.md"));
        String table = documents.substring(documents.indexOf("## JSON"), documents.indexOf("| `etcdctl …`"));

        for (CommandLine command : commands(tree()).toList()) {
            String name = command.getCommandSpec().qualifiedName().replaceFirst("perigee ", "");
            boolean documented = table.contains("`" + name + "`");
            CliRun run = CliRun.of(line(command, name));

            assertEquals(!documented, refused(run), name + ": " + run.err());
            assertTrue(documented || run.code() == ExitCode.BAD_ARGUMENTS, name);
            assertFalse(refused(run) && !run.out().isEmpty(), name);
        }
    }

    @Test
    void aFormatThatNobodyHasIsSaidToBeThat() {
        CliRun run = CliRun.of("snapshot", "list", "-w", "yaml");

        assertEquals(ExitCode.FEATURE, run.code());
        assertEquals(
                "Error: unsupported output format 'yaml'\nhint: -w takes simple, table, json or fields\n", run.err());
    }

    @Test
    void whatIsRefusedIsNamedWithWhatThereIs() {
        assertEquals(
                "Error: 'perigee config check' can't write its output as table\nhint: -w takes simple or json\n",
                CliRun.of("config", "check", "-w", "table").err());
        assertEquals(
                "Error: 'perigee daemon' can't write its output as json\n"
                        + "hint: its output has one form only; leave -w out\n",
                CliRun.of("daemon", "-w", "json").err());
    }

    @Test
    void aPageIsAFormOfItsOwn() {
        CliRun run = CliRun.of("report", "--html", "-w", "json");

        assertEquals(ExitCode.BAD_ARGUMENTS, run.code());
        assertEquals("", run.out());
        assertEquals(
                "Error: --html is a form of its own, so it can't be given with -w\n"
                        + "hint: run the command twice: once with --html, once with -w\n",
                run.err());
    }

    private static boolean refused(CliRun run) {
        return run.err().contains("can't write its output as json");
    }

    /** With a word for each argument, and a configuration that isn't there: nothing happens. */
    private static String[] line(CommandLine command, String name) {
        long needed = command.getCommandSpec().positionalParameters().stream()
                .filter(PositionalParamSpec::required)
                .count();
        return Stream.of(
                        List.of(name.split(" ")),
                        Collections.nCopies((int) needed, "no-such-thing"),
                        List.of("-w", "json", "--config", "/nonexistent/perigee.conf"))
                .flatMap(List::stream)
                .toArray(String[]::new);
    }

    /** What stands in for etcdctl has etcdctl's formats. */
    private static Stream<CommandLine> commands(CommandLine group) {
        return group.getSubcommands().values().stream()
                .filter(command -> !command.getCommandSpec().usageMessage().hidden())
                .filter(command ->
                        !command.getCommandSpec().qualifiedName().matches("perigee (etcdctl|member|endpoint)"))
                .flatMap(command -> command.getSubcommands().isEmpty() ? Stream.of(command) : commands(command));
    }

    private static CommandLine tree() {
        Terminal terminal = new Terminal(
                InputStream.nullInputStream(), OutputStream.nullOutputStream(), OutputStream.nullOutputStream(), "");
        return new CommandTree(new Session(terminal, Map.of(), Optional.empty(), Signals.none(), new GlobalOptions()))
                .whole();
    }
}
