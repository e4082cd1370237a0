package dev.perigee.cli;

import dev.perigee.cli.console.AboutCommands;
import dev.perigee.cli.console.ExitCode;
import dev.perigee.cli.console.Failure;
import dev.perigee.cli.console.Failures;
import dev.perigee.cli.console.GlobalOptions;
import dev.perigee.cli.console.Logging;
import dev.perigee.cli.console.Session;
import dev.perigee.cli.console.Signals;
import dev.perigee.cli.console.Terminal;
import dev.perigee.cli.console.Version;
import dev.perigee.core.words.FailureWords;
import dev.perigee.core.words.Printable;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Reads a command line, runs its command, and explains what went wrong. One use each. */
public final class Cli {

    private final Session session;

    /**
     * The program on some streams.
     *
     * @param terminal the streams
     * @param environment the environment's variables
     * @param installation the folder that holds {@code plugins/} and {@code conf/}; empty if we aren't installed
     * @param signals what ends the process early
     */
    public Cli(Terminal terminal, Map<String, String> environment, Optional<Path> installation, Signals signals) {
        this.session = new Session(terminal, environment, installation, signals, new GlobalOptions());
    }

    /**
     * Runs a command line.
     *
     * @param args without the program's name
     * @return how it ended
     */
    public ExitCode run(String... args) {
        return ExitCode.of(number(args));
    }

    /**
     * Runs a command line.
     *
     * @param args without the program's name
     * @return what the shell sees: an {@link ExitCode}'s number, or that of a command that was run for the user
     */
    public int number(String... args) {
        CommandTree tree = new CommandTree(session);
        CommandLine named = tree.named(Set.copyOf(List.of(args)));
        named.setExecutionStrategy(parsed -> sufficient(parsed) ? execute(parsed) : wholly(tree, args));
        named.setParameterExceptionHandler((e, all) -> wholly(tree, args));
        try {
            return answering(named).execute(args);
        } catch (Error e) { // picocli lets it pass; unsaid, the process would hang on until the signals lose patience
            return failed(e).number();
        }
    }

    /** Whether the commands that weren't named can't have to do with the answer. */
    private static boolean sufficient(ParseResult parsed) {
        List<CommandLine> path = parsed.asCommandLineList();
        return path.getFirst().isVersionHelpRequested() || !(path.getLast().getCommand() instanceof AboutCommands);
    }

    /** Reads the command line again; that sets the global options to the same once more. */
    private int wholly(CommandTree tree, String... args) {
        CommandLine whole = tree.whole(Set.copyOf(List.of(args)));
        whole.setExecutionStrategy(this::execute);
        whole.setParameterExceptionHandler((e, all) -> misunderstood(e, all).number());
        return answering(whole).execute(args);
    }

    private CommandLine answering(CommandLine commands) {
        return commands.setExecutionExceptionHandler(
                (e, command, result) -> failed(e).number());
    }

    private int execute(ParseResult parsed) {
        Logging.prepare(detail(), session.terminal());
        return helped(parsed) ? ExitCode.OK.number() : new CommandLine.RunLast().execute(parsed);
    }

    private Logging.Detail detail() {
        if (session.options().debug()) {
            return Logging.Detail.DEBUG;
        }
        return session.options().quiet() ? Logging.Detail.QUIET : Logging.Detail.NORMAL;
    }

    /**
     * Wherever help is asked for, it is the last command's. picocli would print it through a writer that hides errors; ours
     * tells of a full disk.
     */
    private boolean helped(ParseResult parsed) {
        List<CommandLine> path = parsed.asCommandLineList();
        if (path.getFirst().isVersionHelpRequested()) {
            refuseRest(path.getLast(), parsed);
            return told(path.getFirst(), "perigee " + Version.number() + "\n");
        }
        return (path.stream().anyMatch(CommandLine::isUsageHelpRequested) || saysHelp(parsed))
                && told(path.getLast(), path.getLast().getUsageMessage());
    }

    /** picocli itself passes over what it doesn't know where a version is asked for. */
    private static void refuseRest(CommandLine last, ParseResult parsed) {
        if (!parsed.unmatched().isEmpty()) {
            throw new CommandLine.UnmatchedArgumentException(last, parsed.unmatched());
        }
    }

    /** Where a name may stand, the word alone is no name: ./help is one. To etcd's own commands it is a key like any other. */
    private static boolean saysHelp(ParseResult parsed) {
        if (parsed.hasSubcommand()) {
            return !parsed.subcommand().commandSpec().name().equals("etcdctl") && saysHelp(parsed.subcommand());
        }
        return parsed.matchedPositionals().stream()
                .flatMap(argument -> argument.originalStringValues().stream())
                .toList()
                .equals(List.of("help"));
    }

    private boolean told(CommandLine command, String text) {
        try {
            session.terminal().data(text);
            return true;
        } catch (Failure e) {
            throw new CommandLine.ExecutionException(command, "help", e);
        }
    }

    private ExitCode misunderstood(ParameterException e, String... words) {
        explain(Misunderstanding.explain(e, List.of(words)));
        return ExitCode.BAD_ARGUMENTS;
    }

    private ExitCode failed(Throwable e) {
        Failure failure = Failures.explain(e);
        if (failure.code() != ExitCode.OK) { // else nobody reads on
            explain(failure);
        }
        return failure.code();
    }

    private void explain(Failure failure) {
        session.error(FailureWords.of(failure));
        failure.hint().ifPresent(hint -> session.terminal().say("hint: " + Printable.line(hint) + "\n"));
        if (session.options().debug()) {
            StringWriter trace = new StringWriter();
            failure.printStackTrace(new PrintWriter(trace));
            session.terminal().say(Printable.lines(trace.toString()));
        }
    }
}
