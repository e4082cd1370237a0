package dev.perigee.core.history.recording;

import dev.perigee.api.SinkException;
import dev.perigee.api.StorageSink;
import dev.perigee.core.body.FileBody;
import dev.perigee.core.catalog.StoredObject;
import dev.perigee.core.history.pack.PackRecord;
import dev.perigee.core.history.pack.PackShelf;
import dev.perigee.core.history.spool.HistorySpool;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.sinks.Destination;
import dev.perigee.core.spool.EncodedFile;
import dev.perigee.core.state.Environment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Stores packs in one sink, encoded as its backups are.
 *
 * @param environment what it stands on
 * @param destination the sink
 * @param cluster the cluster's name
 */
record PackUpload(Environment environment, Destination destination, String cluster) {

    /** Stores one. To store it again changes nothing. */
    void store(StorageSink sink, HistorySpool.Waiting pack) throws SinkException, OperationException {
        PackShelf shelf = new PackShelf(sink, cluster, environment.seals());
        if (destination.encoding().isPlain()) {
            publish(shelf, pack.record(), pack.rows());
            return;
        }
        Path encoded = pack.rows().resolveSibling(pack.rows().getFileName() + "." + destination.name());
        try {
            StoredObject object = new EncodedFile(destination.encoding(), environment.identities())
                    .write(pack.rows(), pack.record().object(), encoded);
            publish(shelf, pack.record().with(object), encoded);
        } catch (SinkException e) {
            throw e;
        } catch (IOException e) {
            throw OperationException.ofDisk("can't encode " + pack.rows(), e);
        } finally {
            remove(encoded);
        }
    }

    private static void publish(PackShelf shelf, PackRecord record, Path file) throws SinkException {
        shelf.publish(
                record,
                new FileBody(file, record.object().length(), record.object().sha256()));
    }

    private static void remove(Path encoded) throws OperationException {
        try {
            Files.deleteIfExists(encoded);
        } catch (IOException e) {
            throw OperationException.ofDisk("can't remove " + encoded, e);
        }
    }
}
