package dev.perigee.core.signing;

import dev.perigee.core.words.FailureWords;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * What this machine signs with, and whom it believes. The files are read at each use.
 *
 * @param key the private key; empty if there is no such file
 * @param agent who signs instead; empty if nobody does
 * @param signers the list of those who are trusted; empty for believing everybody
 * @param newerThan a sink must show something that is newer, or it isn't believed; empty for whatever it shows
 */
public record Seals(Optional<Path> key, Optional<SshAgent> agent, Optional<Path> signers, Optional<Instant> newerThan) {

    /**
     * Whatever age a sink shows.
     *
     * @param key the private key; empty for signing nothing
     * @param signers the list of those who are trusted; empty for believing everybody
     */
    public Seals(Optional<Path> key, Optional<Path> signers) {
        this(key, Optional.empty(), signers, Optional.empty());
    }

    /**
     * The same, where a sink is believed only if it shows something newer.
     *
     * @param time what somebody knows that there must be something newer than; empty for whatever a sink shows
     * @return with this time
     */
    public Seals newerThan(Optional<Instant> time) {
        return new Seals(key, agent, signers, time);
    }

    /** Signs nothing, believes everybody. */
    public static final Seals NONE = new Seals(Optional.empty(), Optional.empty());

    /** What is signed. A signature for one is worth nothing for the other. */
    public enum Purpose {
        /** A manifest. */
        MANIFEST("perigee-manifest"),
        /** What an installation saw in a sink. */
        LEDGER("perigee-ledger"),
        /** The record of a pack of rows. */
        HISTORY("perigee-history");

        private final String namespace;

        Purpose(String namespace) {
            this.namespace = namespace;
        }

        /**
         * OpenSSH's word for it.
         *
         * @return the namespace, as {@code ssh-keygen -n} takes it
         */
        public String namespace() {
            return namespace;
        }
    }

    /**
     * The same, where an agent signs.
     *
     * @param other who
     * @return with this agent
     */
    public Seals signedBy(Optional<SshAgent> other) {
        return new Seals(key, other, signers, newerThan);
    }

    /**
     * Whether anything is signed here.
     *
     * @return true if there is a key, or an agent
     */
    public boolean signs() {
        return key.isPresent() || agent.isPresent();
    }

    private Optional<SigningHand> hand() throws IOException {
        return key.isEmpty() ? agent.map(one -> one) : Optional.of(read(key.get(), SigningKey::read));
    }

    /**
     * Whether only what is signed is believed.
     *
     * @return true if there is a list
     */
    public boolean demand() {
        return signers.isPresent();
    }

    /**
     * Signs.
     *
     * @param purpose what it is
     * @param message its bytes
     * @return the armoured signature; empty if nothing is signed here
     * @throws IOException if the key can't be read
     */
    public Optional<byte[]> sign(Purpose purpose, byte[] message) throws IOException {
        Optional<SigningHand> hand = hand();
        return hand.isEmpty()
                ? Optional.empty()
                : Optional.of(SshSignature.sign(hand.get(), purpose.namespace(), message));
    }

    /**
     * Says why a signature isn't believed.
     *
     * @param purpose what was signed
     * @param message its bytes
     * @param signature armoured, from whoever
     * @param time when it was signed, as far as anybody knows; asked last
     * @param <X> what is thrown if the message is well signed and doesn't tell
     * @return a clause; empty if it is believed
     * @throws IOException if the list of signers can't be read
     * @throws X if the message is well signed and doesn't tell
     */
    public <X extends Exception> Optional<String> finding(
            Purpose purpose, byte[] message, byte[] signature, SigningTime<X> time) throws IOException, X {
        Signers trusted = read(signers.orElseThrow(), Signers::read);
        SshKey by;
        try {
            by = SshSignature.verified(signature, purpose.namespace(), message);
        } catch (SignatureException e) {
            return Optional.of("its signature isn't good: " + FailureWords.of(e));
        }
        return trusted.distrust(by, purpose.namespace(), time);
    }

    /**
     * Says whose a signature is, whether or not it has to be anybody's.
     *
     * @param purpose what was signed
     * @param message its bytes
     * @param signature armoured, from whoever
     * @return the key, and whom the list of signers says it belongs to; or that it isn't good
     * @throws IOException if the list of signers can't be read
     */
    public String whose(Purpose purpose, byte[] message, byte[] signature) throws IOException {
        try {
            SshKey by = SshSignature.verified(signature, purpose.namespace(), message);
            if (signers.isEmpty()) {
                return by.fingerprint();
            }
            List<String> principals = read(signers.get(), Signers::read).principals(by);
            return by.fingerprint()
                    + (principals.isEmpty() ? ", who isn't trusted" : " (" + String.join(", ", principals) + ")");
        } catch (SignatureException e) {
            return "not well: " + FailureWords.of(e);
        }
    }

    /**
     * Reads both files, for somebody who wants to know whether they can be used.
     *
     * @param purposes what is to be signed
     * @return why what is signed here wouldn't be believed here; empty if it would, or one of the two isn't there
     * @throws IOException if one can't be read, or used
     */
    public Optional<String> check(Collection<Purpose> purposes) throws IOException {
        return stranger(tried(), trusted(), purposes);
    }

    /** What an agent wouldn't do now it wouldn't do at night. */
    private Optional<SigningHand> tried() throws IOException {
        Optional<SigningHand> own = hand();
        if (agent.isPresent()) {
            agent.get().sign(new byte[1]);
        }
        return own;
    }

    private Optional<Signers> trusted() throws IOException {
        return signers.isEmpty() ? Optional.empty() : Optional.of(read(signers.get(), Signers::read));
    }

    private static Optional<String> stranger(
            Optional<SigningHand> own, Optional<Signers> trusted, Collection<Purpose> purposes) {
        return own.map(SigningHand::publicKey)
                .flatMap(signing -> trusted.flatMap(signers -> purposes.stream()
                        .flatMap(purpose -> signers.stranger(signing, purpose.namespace()).stream())
                        .findFirst()));
    }

    /**
     * Why nothing that this machine stores for a purpose is believed by itself.
     *
     * @param purpose what it stores
     * @return a clause; empty if it is believed
     */
    public Optional<String> disbelief(Purpose purpose) {
        if (!signs()) {
            return disbelief();
        }
        Optional<Signers> trusted;
        try {
            trusted = trusted();
        } catch (IOException e) {
            return Optional.of(nobody(e));
        }
        try {
            return stranger(tried(), trusted, List.of(purpose));
        } catch (IOException e) {
            return Optional.of(FailureWords.of(e));
        }
    }

    private static String nobody(IOException e) {
        return "nobody is trusted, for the signers can't be read: " + FailureWords.of(e);
    }

    /**
     * The same without a look at the key, which not everybody may read.
     *
     * @return a clause; empty if it may be believed
     */
    public Optional<String> disbelief() {
        try {
            return trusted().isEmpty() || signs()
                    ? Optional.empty()
                    : Optional.of("nothing is signed here, and trust.signers demands signatures");
        } catch (IOException e) {
            return Optional.of(nobody(e));
        }
    }

    /** Reads a file. */
    @FunctionalInterface
    private interface Reader<T> {
        T of(Path file) throws IOException;
    }

    /** What Java says of a missing file is its name alone. */
    private static <T> T read(Path file, Reader<T> reader) throws IOException {
        try {
            return reader.of(file);
        } catch (NoSuchFileException e) {
            throw new SignatureException(file + " doesn't exist");
        }
    }
}
