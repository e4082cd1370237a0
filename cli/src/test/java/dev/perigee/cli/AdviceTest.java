package dev.perigee.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.cli.reference.CommandWords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The engine and the daemon advise with the command line's words. What they name, there is. */
class AdviceTest {

    private static final Pattern COMMENT = Pattern.compile("/\\*.*?\\*/", Pattern.DOTALL);
    private static final Pattern LITERAL = Pattern.compile("\"((?:[^\"\\\\\\n]|\\\\.)*)\"");
    private static final Pattern OPTION = Pattern.compile("(?<![\\w-])--[a-z][a-z-]*");
    private static final Pattern COMMAND = Pattern.compile("(?<!\\w)perigee ((?:[a-z-]+ ?)+)");

    /** Of etcd's server, and of the system's programs. */
    private static final Set<String> FOREIGN = Set.of(
            "--advertise-client-urls",
            "--clear-groups",
            "--initial-advertise-peer-urls",
            "--initial-cluster-token",
            "--listen-client-urls",
            "--listen-peer-urls",
            "--quota-backend-bytes",
            "--regid",
            "--reuid",
            "--system");

    private static final List<CommandWords> COMMANDS =
            CommandWords.of(Reference.commands()).all().toList();

    /** By the file's name, without comments. */
    private static Map<String, List<String>> literals() throws IOException {
        Map<String, List<String>> found = new TreeMap<>();
        for (String module : List.of("core", "daemon")) {
            try (Stream<Path> files = Files.walk(Path.of("../" + module + "/src/main/java"))) {
                for (Path file :
                        files.filter(path -> path.toString().endsWith(".java")).toList()) {
                    String code = COMMENT.matcher(Files.readString(file)).replaceAll("");
                    found.put(
                            file.getFileName().toString(),
                            LITERAL.matcher(code)
                                    .results()
                                    .map(literal -> literal.group(1))
                                    .toList());
                }
            }
        }
        return found;
    }

    @Test
    void everyOptionThatAdviceNamesIsOneOfACommand() throws IOException {
        Set<String> options = COMMANDS.stream()
                .flatMap(command -> command.options().stream())
                .flatMap(option -> option.names().stream())
                .collect(Collectors.toSet());
        Set<String> stale = new TreeSet<>();

        literals()
                .forEach((file, texts) -> texts.stream()
                        .flatMap(text -> OPTION.matcher(text).results().map(found -> found.group()))
                        .filter(option ->
                                !option.endsWith("-") && !options.contains(option) && !FOREIGN.contains(option))
                        .forEach(option -> stale.add(file + ": " + option)));

        assertEquals(Set.of(), stale);
    }

    @Test
    void everyCommandThatAdviceNamesIsThere() throws IOException {
        List<String> paths = COMMANDS.stream().map(CommandWords::path).toList();
        List<String> stale = new ArrayList<>();
        int seen = 0;

        for (Map.Entry<String, List<String>> file : literals().entrySet()) {
            for (String text : file.getValue()) {
                Matcher command = COMMAND.matcher(text);
                while (command.find() && text.contains("'perigee ")) {
                    seen++;
                    String first = command.group(1).strip().split(" ")[0];
                    if (!paths.contains("perigee " + first)) {
                        stale.add(file.getKey() + ": " + text);
                    }
                }
            }
        }

        assertEquals(List.of(), stale);
        assertTrue(seen > 10, "commands that are named: " + seen);
    }
}
