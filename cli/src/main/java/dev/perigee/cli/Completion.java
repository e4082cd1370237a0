package dev.perigee.cli;

import dev.perigee.cli.console.AboutCommands;
import dev.perigee.cli.console.Command;
import dev.perigee.cli.console.ExitCode;
import dev.perigee.cli.console.Failure;
import dev.perigee.cli.console.Session;
import dev.perigee.cli.reference.CommandWords;
import dev.perigee.cli.reference.FishCompletion;
import dev.perigee.cli.reference.ZshCompletion;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

/** {@code perigee completion}. */
@CommandLine.Command(
        name = "completion",
        description = "Print a completion script for bash, zsh or fish.",
        footer = {
            "  source <(perigee completion bash)",
            "  perigee completion fish > ~/.config/fish/completions/perigee.fish"
        })
public final class Completion extends Command implements AboutCommands {

    @Parameters(
            arity = "0..1",
            paramLabel = "SHELL",
            defaultValue = "bash",
            description = "bash, zsh or fish. Default: bash.")
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
        session.terminal().data(script(spec().root().commandLine()));
        return ExitCode.OK;
    }

    private String script(CommandLine root) throws Failure {
        return switch (shell) {
            case "bash" -> AutoComplete.bash("perigee", root);
            case "zsh" -> ZshCompletion.of(CommandWords.of(root));
            case "fish" -> FishCompletion.of(CommandWords.of(root));
            default ->
                throw Failure.of(ExitCode.FEATURE, "no completion for '" + shell + "'")
                        .withHint("there is one for bash, for zsh and for fish");
        };
    }
}
