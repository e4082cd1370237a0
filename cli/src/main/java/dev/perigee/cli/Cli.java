package dev.perigee.cli;

import dev.perigee.cli.console.ExitCode;
import dev.perigee.cli.console.Failure;
import dev.perigee.cli.console.Failures;
import dev.perigee.cli.console.GlobalOptions;
import dev.perigee.cli.console.Logging;
import dev.perigee.cli.console.Session;
import dev.perigee.cli.console.Signals;
import dev.perigee.cli.console.Terminal;
import dev.perigee.cli.console.Version;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Reads a command line, runs its command, and explains what went wrong. One use each. */
public final class Cli {

    private final Session session;
    private final CommandLine commands;

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
        this.commands = new CommandLine(new Perigee(session), new Commands(session))
                .setExecutionStrategy(this::execute)
                .setParameterExceptionHandler((e, args) -> misunderstood(e).number())
                .setExecutionExceptionHandler((e, command, result) -> failed(e).number())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setHelpFactory(HelpPage::new)
                .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF));
    }

    /**
     * Runs a command line.
     *
     * @param args without the program's name
     * @return how it ended
     */
    public ExitCode run(String... args) {
        try {
            return ExitCode.of(commands.execute(args));
        } catch (Error e) { // picocli lets it pass; unsaid, the process would hang on until the signals lose patience
            return failed(e);
        }
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

    /** picocli would print help through a writer that hides errors; ours tells of a full disk. */
    private boolean helped(ParseResult parsed) {
        for (CommandLine command : parsed.asCommandLineList()) {
            try {
                if (command.isVersionHelpRequested()) {
                    session.terminal().data("perigee " + Version.number() + "\n");
                    return true;
                }
                if (command.isUsageHelpRequested()) {
                    session.terminal().data(command.getUsageMessage());
                    return true;
                }
            } catch (Exception e) {
                throw new CommandLine.ExecutionException(command, "help", e);
            }
        }
        return false;
    }

    private ExitCode misunderstood(ParameterException e) {
        explain(Misunderstanding.explain(e));
        return ExitCode.BAD_ARGUMENTS;
    }

    private ExitCode failed(Throwable e) {
        Failure failure = Failures.explain(e);
        explain(failure);
        return failure.code();
    }

    private void explain(Failure failure) {
        session.error(String.valueOf(failure.getMessage()));
        failure.hint().ifPresent(hint -> session.terminal().say("hint: " + hint + "\n"));
        if (session.options().debug()) {
            StringWriter trace = new StringWriter();
            failure.printStackTrace(new PrintWriter(trace));
            session.terminal().say(trace.toString());
        }
    }
}
