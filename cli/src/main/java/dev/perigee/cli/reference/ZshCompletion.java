package dev.perigee.cli.reference;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A completion function for zsh: finds the command among the words, and leaves the rest to {@code _arguments}. */
public final class ZshCompletion {

    private ZshCompletion() {}

    /**
     * Writes the script. It lies on {@code fpath} as {@code _perigee}, or is sourced.
     *
     * @param root the program
     * @return the script
     */
    public static String of(CommandWords root) {
        return SCRIPT.replace("@GLOBALS@", specs(root.globalOptions(), "    "))
                .replace("@VALUED@", ShellWords.valued(root, "|"))
                .replace("@PATHS@", paths(root))
                .replace("@CASES@", root.all().map(ZshCompletion::branch).collect(Collectors.joining()));
    }

    private static String paths(CommandWords root) {
        return root.all().skip(1).map(command -> quoted(command.path())).collect(Collectors.joining("|"));
    }

    private static String branch(CommandWords command) {
        String rest = command.commands().isEmpty()
                ? command.takesPath() ? "        '*:file:_files'\n" : ""
                : "        '1: :{ _describe command commands }'\n";
        return "    " + quoted(command.path()) + ")\n" + commands(command) + "      specs=(\n"
                + specs(command.ownOptions(), "        ") + rest + "      )\n      ;;\n";
    }

    private static String commands(CommandWords command) {
        if (command.commands().isEmpty()) {
            return "";
        }
        return command.commands().stream()
                .map(below ->
                        "        " + quoted(below.name() + ":" + below.summary().replace(":", "\\:")) + "\n")
                .collect(Collectors.joining("", "      commands=(\n", "      )\n"));
    }

    private static String specs(List<OptionWords> options, String indent) {
        return options.stream()
                .flatMap(ZshCompletion::spec)
                .map(spec -> indent + spec + "\n")
                .collect(Collectors.joining());
    }

    /** One for each name; each excludes the others. */
    private static Stream<String> spec(OptionWords option) {
        String all = String.join(" ", option.names());
        return option.names().stream().map(name -> quoted("(" + all + ")" + name + explained(name, option)));
    }

    private static String explained(String name, OptionWords option) {
        String text = "[" + Description.summary(option.description()).replaceAll("([\\[\\]\\\\])", "\\\\$1") + "]";
        if (!option.takesValue()) {
            return text;
        }
        return (name.startsWith("--") ? "=" : "") + text + ":" + option.label().replace(":", "\\:") + ":"
                + values(option);
    }

    private static String values(OptionWords option) {
        if (option.takesPath()) {
            return "_files";
        }
        return option.values().isEmpty() ? " " : "(" + String.join(" ", option.values()) + ")";
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }

    private static final String SCRIPT = """
            #compdef perigee
            # Made by Perigee's build from its commands.

            _perigee() {
              local at=perigee word
              local -i depth=1 i=2
              local -a globals specs commands
              globals=(
            @GLOBALS@  )
              while (( i < CURRENT )); do
                word=${words[i]}
                case $word in
                  @VALUED@) (( i++ )) ;;
                  -*) ;;
                  *)
                    case "$at $word" in
                      @PATHS@) at="$at $word"; depth=$i ;;
                      *) break ;;
                    esac
                    ;;
                esac
                (( i++ ))
              done
              words=("$at" "${(@)words[depth+1,-1]}")
              (( CURRENT -= depth - 1 ))
              case $at in
            @CASES@  esac
              _arguments -s $globals $specs
            }

            if [ "$funcstack[1]" = _perigee ]; then
              _perigee "$@"
            else
              compdef _perigee perigee
            fi
            """;
}
