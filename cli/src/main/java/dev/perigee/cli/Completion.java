package dev.perigee.cli;

import dev.perigee.cli.console.AboutCommands;
import dev.perigee.cli.console.Command;
import dev.perigee.cli.console.ExitCode;
import dev.perigee.cli.console.Failure;
import dev.perigee.cli.console.Session;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

/** {@code perigee completion}. */
@CommandLine.Command(
        name = "completion",
        description = "Print a completion script for bash or zsh.",
        footer = {"  source <(perigee completion bash)"})
public final class Completion extends Command implements AboutCommands {

    @Parameters(
            arity = "0..1",
            paramLabel = "SHELL",
            defaultValue = "bash",
            description = "bash or zsh. Default: bash.")
    private String shell = "bash";

    /**
     * The command of one run.
     *
     * @param session the run
     */
    public Completion(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run() throws Failure {
        if (!shell.equals("bash") && !shell.equals("zsh")) {
            throw Failure.of(ExitCode.FEATURE, "no completion for '" + shell + "'")
                    .withHint("there is one for bash, which zsh reads as well");
        }
        session.terminal().data(AutoComplete.bash("perigee", spec().root().commandLine()));
        return ExitCode.OK;
    }
}
