package dev.perigee.core.copies;

import dev.perigee.api.Sha256;
import dev.perigee.core.catalog.StoredObject;
import dev.perigee.core.disk.DurableFile;
import dev.perigee.core.encoding.Decoding;
import dev.perigee.core.encoding.Identities;
import dev.perigee.core.encoding.NoIdentityException;
import dev.perigee.core.encoding.ReadAhead;
import dev.perigee.core.encoding.UndecodableException;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.source.StreamDigest;
import dev.perigee.core.words.FailureWords;
import dev.perigee.core.words.Printable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;

/**
 * Undoes what was done to a stored object while it comes, and compares both sides with its manifest: what is stored first,
 * since that is what a damaged store spoils.
 *
 * @param object what its record says of it
 * @param identities what is tried on what was encrypted
 */
public record DecodedCopy(StoredObject object, Identities identities) {

    private static final int BUFFER = 1 << 17;
    private static final int MOST_NAMED = 8;

    /** Is given the plain bytes, in their order. */
    @FunctionalInterface
    interface Taking {
        void take(ByteBuffer bytes) throws IOException;
    }

    /**
     * Refuses what this release or this machine can't open, before anything is fetched.
     *
     * @throws OperationException REFUSED
     */
    public void requireDecodable() throws OperationException {
        Optional<String> unknown = Decoding.unknown(object.encoding());
        if (unknown.isPresent()) {
            throw refused(
                    object.key() + " is encoded with " + unknown.get() + ", which this release can't undo",
                    "use the newer release that wrote it");
        }
        if (object.encoding().contains(Decoding.PACKS)) {
            throw refused(
                    object.key() + " says that it is made of packs, which only a backup's body is",
                    "'perigee snapshot verify' says which stored copies are good");
        }
        if (Decoding.needsIdentity(object.encoding()) && identities.isEmpty()) {
            throw noIdentity("this machine has no identity to read it with");
        }
    }

    /**
     * Writes the plain bytes.
     *
     * @param channel where to
     * @param stream the stored bytes
     * @param progress is told how many of them have come
     * @return what is wrong with either side, in words; else nothing is
     * @throws IOException if the stream breaks off, or they can't be written
     * @throws OperationException REFUSED if no identity fits
     */
    public Optional<String> to(FileChannel channel, InputStream stream, LongConsumer progress)
            throws IOException, OperationException {
        return to(bytes -> DurableFile.write(channel, bytes), stream, progress, new StreamDigest());
    }

    /** Gives them to somebody else; they pass the digest. */
    Optional<String> to(Taking taking, InputStream stream, LongConsumer progress, StreamDigest digest)
            throws IOException, OperationException {
        return object.encoding().isEmpty()
                ? asStored(taking, stream, progress, digest)
                : decoded(taking, stream, progress, digest);
    }

    /** What isn't encoded has one digest, which tells of both sides. */
    private Optional<String> asStored(Taking taking, InputStream stream, LongConsumer progress, StreamDigest digest)
            throws IOException {
        pass(stream, object.length(), taking, progress, digest);
        return storedDifference(object, digest.length(), digest.whole());
    }

    /** Until there are no more, or more than there may be: it may go on for ever. */
    static void pass(InputStream stream, long most, Taking taking, LongConsumer progress, StreamDigest digest)
            throws IOException {
        byte[] buffer = new byte[BUFFER];
        for (int read = stream.read(buffer); read >= 0 && digest.length() <= most; read = stream.read(buffer)) {
            digest.update(ByteBuffer.wrap(buffer, 0, read));
            taking.take(ByteBuffer.wrap(buffer, 0, read));
            progress.accept(digest.length());
        }
    }

    private Optional<String> decoded(Taking taking, InputStream stream, LongConsumer progress, StreamDigest digest)
            throws IOException, OperationException {
        StoredBytes stored = new StoredBytes(stream, object.length(), progress);
        Optional<String> unopened = Optional.empty();
        Optional<String> difference = Optional.empty();
        try {
            difference = decode(taking, stored, digest)
                            .filter(object.content().sha256()::equals)
                            .isPresent()
                    ? Optional.empty()
                    : Optional.of(otherContent());
        } catch (UndecodableException e) {
            difference = Optional.of(FailureWords.of(e));
        } catch (NoIdentityException e) {
            unopened = Optional.of(FailureWords.of(e));
        }
        stored.drain();
        Optional<String> damage = storedDifference(object, stored);
        if (damage.isEmpty() && unopened.isPresent()) {
            throw noIdentity(unopened.get());
        }
        return damage.isPresent() ? damage : difference;
    }

    /** The digest of what came; nothing if more came than there may be, however well it begins. */
    private Optional<Sha256> decode(Taking taking, StoredBytes stored, StreamDigest digest) throws IOException {
        byte[] buffer = new byte[BUFFER];
        long length = 0;
        try (InputStream plain = ReadAhead.of(Decoding.of(object.encoding(), stored, identities))) {
            for (int read = plain.read(buffer); read >= 0; read = plain.read(buffer)) {
                length += read;
                if (length > object.content().length()) {
                    return Optional.empty(); // it may go on for ever
                }
                digest.update(ByteBuffer.wrap(buffer, 0, read));
                taking.take(ByteBuffer.wrap(buffer, 0, read));
            }
        }
        return Optional.of(digest.whole());
    }

    /**
     * What the stored bytes are not, whoever can open them.
     *
     * @param stream the stored bytes
     * @return what is wrong with them, in words; else nothing is
     * @throws IOException if the stream breaks off
     */
    public Optional<String> storedDifference(InputStream stream) throws IOException {
        StoredBytes stored = new StoredBytes(stream, object.length(), _ -> {});
        stored.drain();
        return storedDifference(object, stored);
    }

    /** Of bytes that were read to their end. */
    static Optional<String> storedDifference(StoredObject object, StoredBytes stored) {
        return storedDifference(object, stored.length(), stored.sha256());
    }

    private static Optional<String> storedDifference(StoredObject object, long length, Sha256 sha256) {
        if (length != object.length()) {
            return Optional.of(otherLength(length, "its manifest", object.length()));
        }
        return sha256.equals(object.sha256())
                ? Optional.empty()
                : Optional.of("has SHA-256 " + sha256 + " where its manifest says " + object.sha256());
    }

    static String otherLength(long length, String teller, long told) {
        return "has " + (length > told ? "more than " + told : "" + length) + " bytes where " + teller + " says "
                + told;
    }

    private String otherContent() {
        return "isn't what its manifest says once it is decoded: it must have "
                + object.content().length() + " bytes of SHA-256 "
                + object.content().sha256();
    }

    private OperationException noIdentity(String why) {
        String recipients = object.recipients().stream()
                .limit(MOST_NAMED)
                .map(Printable::line)
                .collect(Collectors.joining(", "));
        return refused(
                object.key() + " is encrypted, and " + why,
                recipients.isEmpty()
                        ? "name the file with the identity in age.identities of the configuration"
                        : "name the file with the identity of " + recipients
                                + " in age.identities of the configuration");
    }

    private static OperationException refused(String what, String cure) {
        return new OperationException(Outcome.REFUSED, what, Optional.of(cure), Optional.empty());
    }
}
