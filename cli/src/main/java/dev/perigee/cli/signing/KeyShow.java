package dev.perigee.cli.signing;

import dev.perigee.cli.console.Command;
import dev.perigee.cli.console.ExitCode;
import dev.perigee.cli.console.Session;
import dev.perigee.cli.output.Format;
import dev.perigee.core.engine.KeyShowRequest;
import dev.perigee.core.engine.SigningKeyInfo;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

/** {@code perigee key show}. */
@CommandLine.Command(
        name = "show",
        description = "Show a key: prints its line for trust.signers, which holds its public half, to standard output.",
        footer = {"  perigee key show", "  perigee key show /etc/perigee/signing-key"})
public final class KeyShow extends Command {

    @Parameters(arity = "0..1", paramLabel = "FILE", description = "The private key. Default: the configuration's.")
    private Optional<String> file = Optional.empty();

    /**
     * The command of one run.
     *
     * @param session the run
     */
    public KeyShow(Session session) {
        super(session);
    }

    @Override
    protected Set<Format> formats() {
        return Format.ALL;
    }

    @Override
    protected ExitCode run() throws Exception {
        SigningKeyInfo key = quietly(new KeyShowRequest(file.map(Path::of)));
        SignerLine.show(session, key);
        return ExitCode.OK;
    }
}
