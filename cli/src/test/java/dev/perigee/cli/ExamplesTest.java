package dev.perigee.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.perigee.cli.console.GlobalOptions;
import dev.perigee.cli.console.Session;
import dev.perigee.cli.console.Signals;
import dev.perigee.cli.console.Terminal;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Each command's help ends with examples, and they can be typed as they stand there. */
class ExamplesTest {

    @Test
    void everyCommandHasAnExampleOfItself() {
        List<String> without = commands(tree())
                .filter(command -> examples(command).noneMatch(line -> isOf(command, line)))
                .map(command -> command.getCommandSpec().qualifiedName())
                .toList();

        assertEquals(List.of(), without);
    }

    @Test
    void everyExampleIsUnderstood() {
        List<String> examples = commands(tree()).flatMap(ExamplesTest::examples).toList();

        assertFalse(examples.isEmpty());
        for (String example : examples) {
            String[] words = example.replaceFirst("^(.*\\| |source <\\()?perigee ", "")
                    .replaceFirst("\\)$| >.*", "")
                    .split(" +");
            tree().parseArgs(words);
        }
    }

    private static boolean isOf(CommandLine command, String line) {
        return line.contains(command.getCommandSpec().qualifiedName());
    }

    private static Stream<String> examples(CommandLine command) {
        return Arrays.stream(command.getCommandSpec().usageMessage().footer())
                .map(String::strip)
                .filter(line -> line.contains("perigee "));
    }

    /** Groups have no examples, but their commands do. A command that stands in two places has those of one. */
    private static Stream<CommandLine> commands(CommandLine group) {
        return group.getSubcommands().values().stream()
                .filter(command -> !command.getCommandSpec().usageMessage().hidden())
                .filter(command -> !isAlias(command))
                .flatMap(command -> command.getSubcommands().isEmpty() ? Stream.of(command) : commands(command));
    }

    private static boolean isAlias(CommandLine command) {
        String name = command.getCommandSpec().qualifiedName();
        return name.startsWith("perigee member")
                || name.startsWith("perigee endpoint")
                || name.equals("perigee etcdctl snapshot status")
                || name.equals("perigee etcdctl snapshot restore");
    }

    private static CommandLine tree() {
        Terminal terminal = new Terminal(
                InputStream.nullInputStream(), OutputStream.nullOutputStream(), OutputStream.nullOutputStream(), "");
        Session session = new Session(terminal, Map.of(), Optional.empty(), Signals.none(), new GlobalOptions());
        return new CommandTree(session).whole();
    }
}
