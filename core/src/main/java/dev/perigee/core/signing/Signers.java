package dev.perigee.core.signing;

import dev.perigee.core.disk.GivenFile;
import dev.perigee.core.words.FailureWords;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Who is trusted: OpenSSH's list of allowed signers.
 *
 * @param signers in the order of the file
 */
record Signers(List<Signer> signers) {

    private static final int LONGEST_FILE = 1 << 20;

    Signers {
        signers = List.copyOf(signers);
    }

    static Signers read(Path file) throws IOException {
        byte[] bytes;
        try (InputStream in = GivenFile.open(file)) {
            bytes = in.readNBytes(LONGEST_FILE + 1);
        }
        if (bytes.length > LONGEST_FILE) {
            throw new SignatureException(file + " is too long to be a list of signers");
        }
        List<Signer> signers = new ArrayList<>();
        int number = 0;
        for (String line : new String(bytes, StandardCharsets.UTF_8).lines().toList()) {
            number++;
            if (!line.isBlank() && !line.startsWith("#")) {
                signers.add(parse(line, file + ":" + number));
            }
        }
        if (signers.isEmpty()) {
            throw new SignatureException(file + " names nobody");
        }
        return new Signers(signers);
    }

    private static Signer parse(String line, String where) throws SignatureException {
        try {
            return Signer.parse(line);
        } catch (SignatureException e) {
            throw new SignatureException(where + " can't be used: " + FailureWords.of(e));
        }
    }

    /** Why a key isn't trusted to sign such a thing at any time; empty if it is. */
    Optional<String> stranger(SshKey key, String namespace) {
        List<Signer> ofKey = of(key);
        if (ofKey.isEmpty()) {
            return Optional.of(key.text() + " isn't among the signers");
        }
        return ofKey.stream().anyMatch(signer -> signer.maySign(namespace))
                ? Optional.empty()
                : Optional.of(notFor(ofKey, namespace));
    }

    private List<Signer> of(SshKey key) {
        return signers.stream().filter(signer -> signer.key().equals(key)).toList();
    }

    private static String notFor(List<Signer> ofKey, String namespace) {
        return "the key of " + ofKey.getFirst().principals() + " isn't trusted to sign for '" + namespace + "'";
    }

    /** Who a key is said to belong to. */
    List<String> principals(SshKey key) {
        return signers.stream()
                .filter(signer -> signer.key().equals(key))
                .map(Signer::principals)
                .toList();
    }

    /** Why a key isn't trusted; empty if it is. When it has signed is asked only if it may sign such a thing at all. */
    <X extends Exception> Optional<String> distrust(SshKey key, String namespace, SigningTime<X> time) throws X {
        List<Signer> ofKey = of(key);
        if (ofKey.isEmpty()) {
            return Optional.of("it was signed by " + key + ", which isn't among the signers that are trusted");
        }
        List<Signer> allowed =
                ofKey.stream().filter(signer -> signer.maySign(namespace)).toList();
        return allowed.isEmpty() ? Optional.of(notFor(ofKey, namespace)) : distrust(allowed, time.tell());
    }

    private static Optional<String> distrust(List<Signer> signers, Instant time) {
        List<Optional<String>> reasons =
                signers.stream().map(signer -> signer.distrust(time)).toList();
        return reasons.contains(Optional.<String>empty()) ? Optional.empty() : reasons.getFirst();
    }
}
