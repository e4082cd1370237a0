package dev.perigee.cli.reference;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Completions for fish: one line each. */
public final class FishCompletion {

    private FishCompletion() {}

    /**
     * Writes the script.
     *
     * @param root the program
     * @return the script
     */
    public static String of(CommandWords root) {
        String paths = root.all().skip(1).map(command -> quoted(command.path())).collect(Collectors.joining(" "));
        String globals =
                root.globalOptions().stream().map(option -> line("", option)).collect(Collectors.joining());
        return SCRIPT.replace("@VALUED@", ShellWords.valued(root, " ")).replace("@PATHS@", paths)
                + globals
                + root.all().flatMap(FishCompletion::lines).collect(Collectors.joining());
    }

    private static Stream<String> lines(CommandWords command) {
        String when = " -n " + quoted("__perigee_at " + command.path());
        Stream<String> files = command.takesPath() ? Stream.of("complete -c perigee -F" + when + "\n") : Stream.of();
        Stream<String> names = command.commands().stream()
                .map(below ->
                        "complete -c perigee" + when + " -a " + below.name() + " -d " + quoted(below.summary()) + "\n");
        Stream<String> options = command.ownOptions().stream().map(option -> line(when, option));
        return Stream.of(files, names, options).flatMap(lines -> lines);
    }

    private static String line(String when, OptionWords option) {
        String names = option.names().stream()
                .map(name -> name.startsWith("--") ? " -l " + name.substring(2) : " -s " + name.substring(1))
                .collect(Collectors.joining());
        return "complete -c perigee" + when + names + value(option) + " -d "
                + quoted(Description.summary(option.description())) + "\n";
    }

    private static String value(OptionWords option) {
        if (!option.takesValue()) {
            return "";
        }
        String values = option.values().isEmpty() ? "" : " -a " + quoted(String.join(" ", option.values()));
        return option.takesPath() ? " -r -F" : " -x" + values;
    }

    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }

    private static final String SCRIPT = """
            # Made by Perigee's build from its commands.

            # Whether the words so far are of this command, and of none below it.
            function __perigee_at
                set -l at perigee
                set -l skip no
                set -l tokens (commandline -opc)
                set -e tokens[1]
                for word in $tokens
                    if test $skip = yes
                        set skip no
                    else if contains -- $word @VALUED@
                        set skip yes
                    else if not string match -q -- '-*' $word
                        contains -- "$at $word" @PATHS@
                        or break
                        set at "$at $word"
                    end
                end
                test "$at" = "$argv"
            end

            complete -c perigee -f
            """;
}
