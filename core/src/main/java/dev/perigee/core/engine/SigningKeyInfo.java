package dev.perigee.core.engine;

import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.outcome.Result;
import java.nio.file.Path;

/**
 * A key that manifests are signed with.
 *
 * @param file where the private one is
 * @param publicKey as it stands in a list of signers, after the principals
 * @param fingerprint what {@code ssh-keygen -l} calls it
 * @param principal whose it is: this installation's
 */
public record SigningKeyInfo(Path file, String publicKey, String fingerprint, String principal) implements Result {

    /**
     * What goes into a list of signers.
     *
     * @return a line, without its end
     */
    public String signer() {
        return principal + " namespaces=\"perigee-*\" " + publicKey;
    }

    @Override
    public Outcome outcome() {
        return Outcome.OK;
    }
}
