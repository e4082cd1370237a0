package dev.perigee.cli.signing;

import dev.perigee.cli.console.Command;
import dev.perigee.cli.console.ExitCode;
import dev.perigee.cli.console.Session;
import dev.perigee.cli.output.Format;
import dev.perigee.core.engine.KeyNewRequest;
import dev.perigee.core.engine.SigningKeyInfo;
import java.nio.file.Path;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

/** {@code perigee key new}. */
@CommandLine.Command(
        name = "new",
        description =
                "Make a key of Ed25519 to sign manifests with, as OpenSSH keeps it, and FILE.pub beside it. Prints the"
                        + " line for trust.signers, and nothing else, to standard output.",
        footer = {
            "  perigee key new /etc/perigee/signing-key",
            "  perigee key new /etc/perigee/signing-key >> /etc/perigee/signers"
        })
public final class KeyNew extends Command {

    @Parameters(paramLabel = "FILE", description = "Where to. Nothing may be there yet.")
    private String file = "";

    /**
     * The command of one run.
     *
     * @param session the run
     */
    public KeyNew(Session session) {
        super(session);
    }

    @Override
    protected Set<Format> formats() {
        return Format.ALL;
    }

    @Override
    protected ExitCode run() throws Exception {
        SigningKeyInfo key = quietly(new KeyNewRequest(Path.of(file)));
        if (session.reports()) {
            SignerLine.show(session, key);
        }
        return ExitCode.OK;
    }
}
