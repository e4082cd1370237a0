package dev.perigee.core.spool;

import dev.perigee.api.ObjectKey;
import dev.perigee.api.Sha256;
import dev.perigee.core.catalog.StoredObject;
import dev.perigee.core.disk.DurableFile;
import dev.perigee.core.disk.FreeSpace;
import dev.perigee.core.disk.PartFile;
import dev.perigee.core.encoding.AgeRecipient;
import dev.perigee.core.encoding.Decoding;
import dev.perigee.core.encoding.EncodingSettings;
import dev.perigee.core.encoding.Identities;
import dev.perigee.core.encoding.ReadAhead;
import dev.perigee.core.encoding.UndecodableException;
import dev.perigee.core.words.FailureWords;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Optional;

/**
 * Writes a body in another form into a file of its own, and reads it back where that can be done.
 *
 * @param encoding the form
 * @param identities what is tried on what was encrypted
 */
public record EncodedFile(EncodingSettings encoding, Identities identities) {

    private static final int BUFFER = 1 << 17;
    private static final String UNDECODABLE = "what was encoded doesn't decode again";

    /** What is to be encoded. */
    @FunctionalInterface
    interface Content {
        void to(OutputStream out) throws IOException;
    }

    /**
     * Writes it: aside, synced, read back, renamed. What can't be finished leaves nothing.
     *
     * @param plain what to encode
     * @param object what that is
     * @param file where to
     * @return what it is now
     * @throws IOException if it can't be written, or read back, or isn't what it was said to be
     */
    public StoredObject write(Path plain, StoredObject object, Path file) throws IOException {
        return aside(file, object.length(), part -> {
            StoredObject stored = writePart(
                    out -> {
                        try (InputStream in = Files.newInputStream(plain)) {
                            require(copy(in, out), object.sha256(), "the spooled body isn't what was proven any more");
                        }
                    },
                    object.role(),
                    object.key(),
                    part);
            prove(part, stored);
            return stored;
        });
    }

    /** What lies nowhere in a plain form. Read back only where an identity fits: its keys may be kept apart. */
    StoredObject write(Content content, long bytes, String role, ObjectKey key, Path file) throws IOException {
        return aside(file, bytes, part -> {
            StoredObject stored = writePart(content, role, key, part);
            if (!encoding.isEncrypted() || identities.open(encoding.recipients())) {
                prove(part, stored);
            }
            return stored;
        });
    }

    /** Writes a part. */
    @FunctionalInterface
    private interface Work {
        StoredObject on(Path part) throws IOException;
    }

    /** A disk that is full is told with what it lacks, which can be said once the part is gone. */
    private static StoredObject aside(Path file, long bytes, Work work) throws IOException {
        Path part = DurableFile.part(file);
        try (PartFile _ = new PartFile(part)) {
            StoredObject stored = work.on(part);
            DurableFile.publish(part, file);
            return stored;
        } catch (IOException e) {
            throw FreeSpace.withFigures(e, part, bytes);
        }
    }

    private StoredObject writePart(Content content, String role, ObjectKey key, Path part) throws IOException {
        MessageDigest stored = Sha256.digester();
        MessageDigest plain = Sha256.digester();
        try (FileChannel channel = DurableFile.create(part)) {
            Digested taken;
            try (OutputStream out = encoding.encode(new Digested(Channels.newOutputStream(channel), stored))) {
                taken = new Digested(out, plain);
                content.to(taken);
            }
            channel.force(true);
            Sha256 sha256 = Sha256.of(stored.digest());
            return new StoredObject(
                    role,
                    key,
                    channel.size(),
                    sha256,
                    encoding.names(),
                    encoding.isPlain()
                            ? Optional.empty()
                            : Optional.of(new StoredObject.Plain(taken.length, Sha256.of(plain.digest()))),
                    encoding.recipients().stream().map(AgeRecipient::text).toList(),
                    Optional.empty());
        }
    }

    /**
     * What nobody could read must not count as a backup.
     *
     * @throws SpoiledBodyException if it doesn't decode, or not to what was encoded
     * @throws IOException if it can't be read, or no identity opens it
     */
    void prove(Path file, StoredObject stored) throws IOException {
        if (nobodyCanTell(stored)) {
            return;
        }
        try (InputStream in = Files.newInputStream(file);
                InputStream decoded = ReadAhead.of(Decoding.of(stored.encoding(), in, identities))) {
            require(
                    copy(decoded, OutputStream.nullOutputStream()),
                    stored.content().sha256(),
                    UNDECODABLE);
        } catch (UndecodableException e) {
            throw new SpoiledBodyException(UNDECODABLE + ": it " + FailureWords.of(e));
        }
    }

    /** Where there is no identity, or where one can't be used that may be the very one which opens it. */
    private boolean nobodyCanTell(StoredObject stored) throws IOException {
        return Decoding.needsIdentity(stored.encoding())
                && (identities.isEmpty() || !identities.faults().isEmpty())
                && !identities.open(
                        stored.recipients().stream().map(AgeRecipient::new).toList());
    }

    private static void require(Sha256 found, Sha256 expected, String otherwise) throws SpoiledBodyException {
        if (!found.equals(expected)) {
            throw new SpoiledBodyException(otherwise + ": it has SHA-256 " + found + ", not " + expected);
        }
    }

    private static Sha256 copy(InputStream in, OutputStream out) throws IOException {
        MessageDigest digest = Sha256.digester();
        byte[] buffer = new byte[BUFFER];
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            digest.update(buffer, 0, read);
            out.write(buffer, 0, read);
        }
        return Sha256.of(digest.digest());
    }

    /** Digests what is written; its close leaves the file open, to be synced. */
    private static final class Digested extends FilterOutputStream {

        private final MessageDigest digest;
        private long length;

        Digested(OutputStream out, MessageDigest digest) {
            super(out);
            this.digest = digest;
        }

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
            digest.update(bytes, offset, length);
            this.length += length;
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }
}
