package dev.perigee.core.copies;

import dev.perigee.api.ObjectKey;
import dev.perigee.api.Sha256;
import dev.perigee.api.SinkException;
import dev.perigee.api.StorageSink;
import dev.perigee.core.catalog.Manifest;
import dev.perigee.core.disk.DurableFile;
import dev.perigee.core.disk.FreeSpace;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.progress.ProgressEvent;
import dev.perigee.core.progress.ProgressListener;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Optional;

/** Brings a stored body to a file, and compares it with its manifest. */
record Download(StorageSink sink, String sinkName, ProgressListener progress) {

    private static final int BUFFER = 1 << 17;

    /** What a file system may need for itself when it takes a file. */
    private static final long SLACK = 4 << 20;

    /** Writes and syncs the file. Says DAMAGED if the bytes aren't those of the manifest; the file is then worthless. */
    void to(Path file, Manifest manifest) throws SinkException, OperationException {
        Manifest.StoredObject object = manifest.body();
        if (!object.encoding().isEmpty()) {
            throw new OperationException(
                    Outcome.REFUSED,
                    object.key() + " is encoded with " + object.encoding() + ", which this release can't undo",
                    Optional.of("use the newer release that wrote it"),
                    Optional.empty());
        }
        requireSame(object, body(file, object.key(), object.length()));
    }

    /** A manifest promises its body: without it the copy is damaged, which is worse than not being there. */
    private Sha256 body(Path file, ObjectKey key, long length) throws SinkException, OperationException {
        try {
            return to(file, key, length, "its manifest");
        } catch (SinkException e) {
            throw e.kind() == SinkException.Kind.NOT_FOUND
                    ? damaged(key, "is missing, although its manifest is there")
                    : e;
        }
    }

    /** Writes and syncs the file, and says its digest. Says DAMAGED if the length isn't what the teller told. */
    Sha256 to(Path file, ObjectKey key, long length, String teller) throws SinkException, OperationException {
        FreeSpace.require(file, length + SLACK, key.value(), "free some space there, or choose another");
        try (FileChannel channel = DurableFile.create(file);
                InputStream stream = sink.get(key, 0)) {
            Sha256 sha256 = copy(stream, channel, key, length, teller);
            channel.force(true);
            return sha256;
        } catch (SinkException e) {
            throw e;
        } catch (IOException e) {
            throw OperationException.ofDisk("can't write " + file, e);
        }
    }

    private Sha256 copy(InputStream stream, FileChannel channel, ObjectKey key, long expected, String teller)
            throws IOException {
        MessageDigest digest = Sha256.digester();
        byte[] buffer = new byte[BUFFER];
        long length = 0;
        for (int read = stream.read(buffer); read >= 0 && length <= expected; read = stream.read(buffer)) {
            digest.update(buffer, 0, read);
            DurableFile.write(channel, ByteBuffer.wrap(buffer, 0, read));
            length += read;
            progress.on(new ProgressEvent.Downloading(sinkName, key.value(), length, expected));
        }
        if (length != expected) {
            String amount = length > expected ? "more than " + expected : Long.toString(length);
            throw damaged(key, "has " + amount + " bytes where " + teller + " says " + expected);
        }
        return Sha256.of(digest.digest());
    }

    private void requireSame(Manifest.StoredObject object, Sha256 sha256) throws SinkException {
        if (!sha256.equals(object.sha256())) {
            throw damaged(object.key(), "has SHA-256 " + sha256 + " where its manifest says " + object.sha256());
        }
    }

    SinkException damaged(ObjectKey key, String what) {
        return new SinkException(
                SinkException.Kind.DAMAGED, key, "sink '" + sinkName + "': the copy is damaged: " + key + " " + what);
    }
}
