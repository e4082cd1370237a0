package dev.perigee.cli;

import dev.perigee.cli.console.ExitCode;
import dev.perigee.cli.console.Failure;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says why a command line can't be understood. Pure. */
final class Misunderstanding {

    private Misunderstanding() {}

    static Failure explain(ParameterException e) {
        String command = e.getCommandLine().getCommandSpec().qualifiedName();
        Failure failure = Failure.of(ExitCode.BAD_ARGUMENTS, message(e, command));
        List<String> suggestions =
                e instanceof UnmatchedArgumentException unmatched ? unmatched.getSuggestions() : List.of();
        return failure.withHint(
                suggestions.isEmpty()
                        ? "'" + command + " --help' shows what it takes"
                        : "did you mean: " + String.join(", ", suggestions) + "?");
    }

    private static String message(ParameterException e, String command) {
        if (e instanceof UnmatchedArgumentException unmatched) {
            String word = unmatched.getUnmatched().getFirst();
            return "'" + command + "' knows no " + kind(unmatched.getCommandLine(), word) + " '" + word + "'";
        }
        String text = String.valueOf(e.getMessage());
        return text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1);
    }

    private static String kind(CommandLine command, String word) {
        if (word.startsWith("-")) {
            return "option";
        }
        return command.getSubcommands().isEmpty() ? "further argument" : "command";
    }
}
