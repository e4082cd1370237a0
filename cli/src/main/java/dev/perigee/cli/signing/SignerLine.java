package dev.perigee.cli.signing;

import dev.perigee.cli.console.Failure;
import dev.perigee.cli.console.Session;
import dev.perigee.cli.output.Format;
import dev.perigee.core.engine.SigningKeyInfo;
import dev.perigee.core.report.SigningKeyRow;
import java.util.List;

/** Shows a key so that standard output can be appended to a list of signers. */
final class SignerLine {

    private SignerLine() {}

    /** The line alone, and what else is known on standard error; the whole record in any other format. */
    static void show(Session session, SigningKeyInfo key) throws Failure {
        if (session.format(Format.SIMPLE) == Format.SIMPLE) {
            session.note("the key " + key.file() + ", " + key.fingerprint() + ", and its line for trust.signers:");
            session.terminal().lines(List.of(key.signer()));
        } else {
            session.show(SigningKeyRow.of(key), Format.SIMPLE);
        }
    }
}
