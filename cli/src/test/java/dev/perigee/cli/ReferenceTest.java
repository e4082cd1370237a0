package dev.perigee.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.perigee.cli.reference.CommandWords;
import dev.perigee.test.servers.Command;
import dev.perigee.test.servers.CommandResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The manual pages and completions, read by the programs that they are for. A program that isn't installed is left out. */
class ReferenceTest {

    /** Types the words, presses the tabulator, and prints what zsh shows. */
    private static final String ZSH = """
            zmodload zsh/zpty
            zpty shell 'TERM=dumb zsh -f -i'
            zpty -w shell 'PS1=; unsetopt zle_bracketed_paste 2>/dev/null; fpath=('$1' $fpath); autoload -Uz compinit; compinit -u -D'
            zpty -w shell "zstyle ':completion:*' list-prompt ''; zstyle ':completion:*' verbose no; LISTMAX=1000; stty -echo; print re''ady"
            zpty -r shell seen '*ready*'
            zpty -n -w shell "$2"$'\\t\\t'
            zpty -r -t shell seen 2>/dev/null
            zpty -n -w shell $'\\C-a\\C-kprint en''ded\\n'
            zpty -r shell seen '*ended*'
            print -r -- $seen
            """;

    @TempDir
    static Path folder;

    @BeforeAll
    static void write() throws IOException {
        Reference.write(folder);
    }

    @Test
    void everyCommandHasAPageThatManShowsWithoutAWarning() throws IOException {
        List<String> names = CommandWords.of(Reference.commands())
                .all()
                .map(command -> command.pageName() + ".1")
                .toList();

        assertTrue(names.contains("perigee-snapshot-save.1"), names.toString());
        try (Stream<Path> pages = Files.list(folder.resolve("man/man1"))) {
            assertEquals(
                    names.stream().sorted().toList(),
                    pages.map(page -> page.getFileName().toString()).sorted().toList());
        }
        assumeTrue(installed("man"));
        CommandResult shown = run(
                "sh",
                "-c",
                "for page in \"$1\"/*; do man --warnings -l \"$page\"; done",
                "sh",
                folder.resolve("man/man1").toString());
        assertEquals("", shown.stderr());
        assertTrue(shown.stdout().contains("perigee snapshot save [OPTIONS] [FILE]"), shown.stdout());
    }

    @Test
    void aPageSaysWhatTheHelpSays() throws IOException {
        String page = Files.readString(folder.resolve("man/man1/perigee-snapshot-save.1"));

        for (String part :
                List.of("\\-\\-job=NAME", "Every job, one after the other.", ".SH \"EXAMPLES\"", "perigee(1)")) {
            assertTrue(page.contains(part), part + " is not in\n" + page);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "perigee snap, snapshot",
        "perigee snapshot re, restore",
        "perigee --state-dir /x snapshot save --jo, --job",
        "perigee snapshot list --write-o, --write-out",
        "perigee etcdctl member up, update"
    })
    void eachShellCompletesCommandsAndOptions(String typed, String wanted) {
        assertTrue(bash(typed).contains(wanted), "bash: " + bash(typed));
        if (installed("fish")) {
            assertTrue(fish(typed).contains(wanted), "fish: " + fish(typed));
        }
        if (installed("zsh")) {
            assertTrue(zsh(typed).contains(wanted), "zsh: " + zsh(typed));
        }
    }

    @Test
    void fishOffersTheFormatsAndNoOptionOfOtherCommands() {
        assumeTrue(installed("fish"));

        assertTrue(
                fish("perigee snapshot list -w ").lines().anyMatch("json"::equals), fish("perigee snapshot list -w "));
        assertFalse(fish("perigee snapshot list --").contains("--data-dir"));
    }

    private static String bash(String typed) {
        String script = "source \"$1\"; read -ra COMP_WORDS <<<\"$2\"; COMP_LINE=$2 COMP_POINT=${#2}"
                + " COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _complete_perigee; printf '%s\\n' \"${COMPREPLY[@]}\"";
        return run(
                        "bash",
                        "-c",
                        script,
                        "bash",
                        folder.resolve("completions/bash/perigee").toString(),
                        typed)
                .orFail()
                .stdout();
    }

    private static String fish(String typed) {
        Path script = folder.resolve("completions/fish/perigee.fish");
        return run("fish", "--no-config", "-c", "source " + script + "; complete -C '" + typed + "'")
                .orFail()
                .stdout()
                .replaceAll("\t.*", "");
    }

    private static String zsh(String typed) {
        return run(
                        "zsh",
                        "-f",
                        "-c",
                        ZSH,
                        "zsh",
                        folder.resolve("completions/zsh").toString(),
                        typed)
                .stdout();
    }

    private static boolean installed(String program) {
        return run("sh", "-c", "command -v " + program).exitCode() == 0;
    }

    private static CommandResult run(String... command) {
        return Command.run(Map.of("HOME", folder.toString(), "MANWIDTH", "80"), List.of(command));
    }
}
