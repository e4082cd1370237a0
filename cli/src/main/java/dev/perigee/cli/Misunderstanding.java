package dev.perigee.cli;

import dev.perigee.cli.console.ExitCode;
import dev.perigee.cli.console.Failure;
import dev.perigee.cli.guess.CommandGuess;
import dev.perigee.cli.guess.OptionGuess;
import dev.perigee.core.words.FailureWords;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says why a command line can't be understood, and what may have been meant. Pure. */
final class Misunderstanding {

    private Misunderstanding() {}

    /** picocli tells of what it came upon last; a first word that is no command is what was wrong first. */
    static Failure explain(ParameterException e, List<String> words) {
        CommandLine root = e.getCommandLine().getCommandSpec().root().commandLine();
        boolean noCommand = !words.isEmpty()
                && !words.getFirst().startsWith("-")
                && !root.getSubcommands().containsKey(words.getFirst());
        return explain(noCommand ? new UnmatchedArgumentException(root, words) : e);
    }

    private static Failure explain(ParameterException e) {
        CommandLine command = e.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        return Failure.of(ExitCode.BAD_ARGUMENTS, message(e, name))
                .withHint(hint(e, command).orElse("'" + name + " --help' shows what it takes"));
    }

    private static String message(ParameterException e, String command) {
        return switch (e) {
            case UnmatchedArgumentException unmatched -> {
                String word = withoutValue(unmatched.getUnmatched().getFirst());
                yield "'" + command + "' knows no " + kind(unmatched.getCommandLine(), word) + " '" + word + "'";
            }
            case MissingParameterException missing -> "'" + command + "' needs " + missing(missing);
            default -> lowered(FailureWords.of(e));
        };
    }

    /** What stands behind the equals sign may be a secret. */
    private static String withoutValue(String word) {
        return word.startsWith("-") && word.contains("=") ? word.substring(0, word.indexOf('=')) : word;
    }

    private static String missing(MissingParameterException e) {
        return e.getMissing().stream().map(Misunderstanding::label).collect(Collectors.joining(" and "));
    }

    private static String label(ArgSpec argument) {
        return argument instanceof OptionSpec option
                ? option.longestName() + (option.paramLabel().isEmpty() ? "" : " " + option.paramLabel())
                : argument.paramLabel();
    }

    private static String lowered(String text) {
        return text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1);
    }

    private static String kind(CommandLine command, String word) {
        if (word.startsWith("-")) {
            return "option";
        }
        return command.getSubcommands().isEmpty() ? "further argument" : "command";
    }

    private static Optional<String> hint(ParameterException e, CommandLine command) {
        return switch (e) {
            case UnmatchedArgumentException unmatched -> guess(unmatched.getUnmatched(), command);
            case MissingParameterException missing -> example(command).map(line -> "such as: " + line);
            default -> Optional.empty();
        };
    }

    private static Optional<String> guess(List<String> words, CommandLine command) {
        if (words.getFirst().startsWith("-")) {
            return new OptionGuess(command).hint(words.getFirst());
        }
        return command.getSubcommands().isEmpty() ? namesake(command) : new CommandGuess(command).hint(words);
    }

    /** 'status' with a file is etcdutl's 'snapshot status'. */
    private static Optional<String> namesake(CommandLine command) {
        CommandLine snapshot =
                command.getCommandSpec().root().commandLine().getSubcommands().get("snapshot");
        boolean ofRoot = command.getParent() != null && command.getParent().getParent() == null;
        return Optional.ofNullable(snapshot)
                .filter(group -> ofRoot && group.getSubcommands().containsKey(command.getCommandName()))
                .map(group -> "did you mean 'perigee snapshot " + command.getCommandName() + "'?");
    }

    /** The first of the examples below its help. */
    private static Optional<String> example(CommandLine command) {
        return Arrays.stream(command.getCommandSpec().usageMessage().footer())
                .map(String::strip)
                .filter(line -> line.startsWith("perigee "))
                .findFirst();
    }
}
