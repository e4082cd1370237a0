package dev.perigee.core.engine;

import dev.perigee.core.disk.GivenFile;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.signing.SignatureException;
import dev.perigee.core.signing.SigningKey;
import dev.perigee.core.signing.SshAgent;
import dev.perigee.core.signing.SshKey;
import dev.perigee.core.words.FailureWords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Shows the public half of a key that manifests are signed with.
 *
 * @param file the private key; empty for the configuration's
 */
public record KeyShowRequest(Optional<Path> file) implements Request<SigningKeyInfo> {

    @Override
    public SigningKeyInfo in(Run run) throws OperationException {
        Optional<SshAgent> agent =
                file.isPresent() ? Optional.empty() : run.config().seals().agent();
        if (agent.isPresent()) {
            SshKey open = agent.get().publicKey();
            return new SigningKeyInfo(
                    agent.get().socket(),
                    open.text(),
                    open.fingerprint(),
                    run.config().instance());
        }
        Path key = file.isPresent() ? file.get() : run.config().seals().key().orElseThrow(KeyShowRequest::none);
        if (Files.isDirectory(key)) {
            throw new OperationException(Outcome.BAD_INPUT, "'" + key + "' is a directory, not a key");
        }
        if (GivenFile.isNamedPipe(key)) {
            throw new OperationException(
                    Outcome.BAD_INPUT, "'" + key + "' is a pipe, which may never get a writer, not a key");
        }
        try {
            SshKey open = SigningKey.read(key).publicKey();
            return new SigningKeyInfo(
                    key, open.text(), open.fingerprint(), run.config().instance());
        } catch (SignatureException e) {
            throw new OperationException(Outcome.BAD_INPUT, FailureWords.of(e));
        } catch (NoSuchFileException e) {
            throw file.isPresent() ? Causes.explained(e) : absent(key);
        } catch (IOException e) {
            throw OperationException.ofDisk("can't read " + key, e);
        }
    }

    private static OperationException absent(Path key) {
        return new OperationException(
                Outcome.BAD_CONFIGURATION,
                "sign.key-file names " + key + ", which doesn't exist",
                Optional.of("'perigee key new " + key
                        + "' makes one, which those who trust the old one have to be told of"),
                Optional.empty());
    }

    private static OperationException none() {
        return new OperationException(
                Outcome.NOT_FOUND,
                "nothing is signed here: the configuration has neither sign.key-file nor sign.agent",
                Optional.of("'perigee key new FILE' makes a key; 'perigee key show FILE' shows one"),
                Optional.empty());
    }
}
