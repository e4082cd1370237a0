package dev.perigee.core.engine;

import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.signing.NewKey;
import dev.perigee.core.signing.SshKey;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;

/**
 * Makes a key to sign manifests with.
 *
 * @param file where to; nothing may be there yet, nor at {@code FILE.pub}
 */
public record KeyNewRequest(Path file) implements Request<SigningKeyInfo> {

    @Override
    public SigningKeyInfo in(Run run) throws OperationException {
        String instance = run.config().instance();
        if (file.toString().isBlank()) {
            throw new OperationException(
                    Outcome.BAD_INPUT,
                    "the name of the key's file is empty; name one, such as /etc/perigee/signing-key");
        }
        Path absolute = file.toAbsolutePath();
        try {
            SshKey key = NewKey.write(absolute, instance, new SecureRandom()); // never what tests put in its place
            return new SigningKeyInfo(absolute, key.text(), key.fingerprint(), instance);
        } catch (FileAlreadyExistsException e) {
            throw new OperationException(
                    Outcome.REFUSED,
                    e.getFile() + " exists; a key that is replaced can't be had again",
                    Optional.of("name another file, or move that one away"),
                    Optional.empty());
        } catch (NoSuchFileException e) {
            throw new OperationException(
                    Outcome.INPUT_OUTPUT,
                    "can't write " + absolute + ": the directory " + absolute.getParent() + " doesn't exist",
                    Optional.of("make it, for this user alone: mkdir -p -m 700 " + absolute.getParent()),
                    Optional.of(e));
        } catch (IOException e) {
            throw OperationException.ofDisk("can't write " + absolute, e);
        }
    }
}
