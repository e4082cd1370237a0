package dev.perigee.core.spool;

import dev.perigee.api.Sha256;
import dev.perigee.core.catalog.Manifest;
import dev.perigee.core.disk.DurableFile;
import dev.perigee.core.encoding.AgeRecipient;
import dev.perigee.core.encoding.Decoding;
import dev.perigee.core.encoding.EncodingSettings;
import dev.perigee.core.encoding.Identities;
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
record EncodedFile(EncodingSettings encoding, Identities identities) {

    private static final int BUFFER = 1 << 17;

    /** Aside, synced, read back, renamed. What can't be finished leaves nothing. */
    Manifest.StoredObject write(Path plain, Manifest.StoredObject object, Path file) throws IOException {
        Path part = DurableFile.part(file);
        try {
            Manifest.StoredObject stored = writePart(plain, object, part);
            prove(part, object);
            DurableFile.publish(part, file);
            return stored;
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private Manifest.StoredObject writePart(Path plain, Manifest.StoredObject object, Path part) throws IOException {
        MessageDigest stored = Sha256.digester();
        try (FileChannel channel = DurableFile.create(part);
                InputStream in = Files.newInputStream(plain)) {
            Sha256 read;
            try (OutputStream out = encoding.encode(new Digested(Channels.newOutputStream(channel), stored))) {
                read = copy(in, out);
            }
            require(read, object, "the spooled body isn't what was proven any more");
            channel.force(true);
            return new Manifest.StoredObject(
                    object.role(),
                    object.key(),
                    channel.size(),
                    Sha256.of(stored.digest()),
                    encoding.names(),
                    Optional.of(object.content()),
                    encoding.recipients().stream().map(AgeRecipient::text).toList());
        }
    }

    /** What nobody could read must not count as a backup. Where there is no identity, nobody here can tell. */
    private void prove(Path part, Manifest.StoredObject object) throws IOException {
        if (encoding.isEncrypted() && identities.isEmpty()) {
            return;
        }
        try (InputStream in = Files.newInputStream(part);
                InputStream decoded = Decoding.of(encoding.names(), in, identities)) {
            require(copy(decoded, OutputStream.nullOutputStream()), object, "what was encoded doesn't decode again");
        }
    }

    private static void require(Sha256 found, Manifest.StoredObject object, String otherwise) throws IOException {
        if (!found.equals(object.sha256())) {
            throw new IOException(otherwise + ": it has SHA-256 " + found + ", not " + object.sha256());
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
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }
}
