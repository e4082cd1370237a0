package dev.perigee.cli;

import dev.perigee.cli.console.AboutCommands;
import dev.perigee.cli.console.Command;
import dev.perigee.cli.console.ExitCode;
import dev.perigee.cli.console.Failure;
import dev.perigee.cli.console.Session;
import dev.perigee.cli.guess.CommandGuess;
import java.util.List;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

/** {@code perigee help}; each group has one as well, which isn't listed. */
@CommandLine.Command(
        name = "help",
        description = "Show the help of a command, or 'exit-codes'.",
        footer = {"  perigee help snapshot save", "  perigee help exit-codes"})
public final class Help extends Command implements AboutCommands {

    static final String EXIT_CODES = "exit-codes";

    @Parameters(arity = "0..*", paramLabel = "COMMAND", description = "Such as: snapshot save")
    private List<String> path = List.of();

    /**
     * The command of one run.
     *
     * @param session the run
     */
    public Help(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run() throws Failure {
        boolean codes = path.equals(List.of(EXIT_CODES));
        session.terminal().data(codes ? exitCodes() : named().getUsageMessage());
        return ExitCode.OK;
    }

    private static String exitCodes() {
        StringBuilder text = new StringBuilder();
        for (ExitCode code : ExitCode.values()) {
            text.append(String.format("%4d  %s%n", code.number(), code.meaning()));
        }
        return text.toString();
    }

    private CommandLine named() throws Failure {
        CommandLine command = Objects.requireNonNull(spec().parent()).commandLine();
        for (int word = 0; word < path.size(); word++) {
            CommandLine next = command.getSubcommands().get(path.get(word));
            if (next == null) {
                throw unknown(command, path.subList(word, path.size()));
            }
            command = next;
        }
        return command;
    }

    private static Failure unknown(CommandLine group, List<String> words) {
        String name = group.getCommandSpec().qualifiedName();
        return Failure.of(ExitCode.BAD_ARGUMENTS, "'" + name + "' has no command '" + words.getFirst() + "'")
                .withHint(new CommandGuess(group).hint(words).orElse("'" + name + " --help' lists them"));
    }
}
