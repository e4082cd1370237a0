package dev.perigee.cli;

import dev.perigee.cli.console.Command;
import dev.perigee.cli.console.ExitCode;
import dev.perigee.cli.console.Failure;
import dev.perigee.cli.console.Session;
import dev.perigee.core.engine.FromGravityRequest;
import dev.perigee.core.engine.FromGravityRequest.Translated;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code perigee config from-gravity}. */
@CommandLine.Command(
        name = "from-gravity",
        description = "Print a configuration for what a backup role of Gravity does.",
        footer = {"  perigee config from-gravity role.json >perigee.conf"})
public final class ConfigFromGravity extends Command {

    private static final int LONGEST = 1 << 20;

    @Parameters(paramLabel = "ROLE.json", description = "The role's configuration, as Gravity keeps it.")
    private String file = "";

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "What the cluster is to be called. Default: this machine's name.")
    private @Nullable String name;

    @Option(
            names = "--with-secrets",
            description = "Print the secret key itself. Default: the variable to take it from.")
    private boolean withSecrets;

    /**
     * The command of one run.
     *
     * @param session the run
     */
    public ConfigFromGravity(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run() throws Exception {
        Translated config = quietly(new FromGravityRequest(bytes(), Optional.ofNullable(name), withSecrets));
        session.terminal().data(config.text());
        config.secretVariable()
                .ifPresent(variable -> session.note(
                        withSecrets
                                ? "the secret key is in it: let nobody else read the file"
                                : "the secret key is not in it: set " + variable
                                        + ", or print it with --with-secrets"));
        return ExitCode.OK;
    }

    private byte[] bytes() throws IOException, Failure {
        Path path = Path.of(file);
        if (Files.isDirectory(path)) {
            throw Failure.of(ExitCode.BAD_INPUT, "'" + file + "' is a directory, not a role's configuration");
        }
        try (InputStream in = Files.newInputStream(path)) {
            byte[] bytes = in.readNBytes(LONGEST + 1);
            if (bytes.length > LONGEST) {
                throw Failure.of(ExitCode.BAD_INPUT, file + " has more than 1 MiB, so it is no role of Gravity's");
            }
            return bytes;
        }
    }
}
