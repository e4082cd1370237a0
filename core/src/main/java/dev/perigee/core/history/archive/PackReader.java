package dev.perigee.core.history.archive;

import dev.perigee.api.SinkException;
import dev.perigee.core.catalog.UnreadableManifest;
import dev.perigee.core.copies.DecodedCopy;
import dev.perigee.core.disk.DurableFile;
import dev.perigee.core.history.pack.DamagedPackException;
import dev.perigee.core.history.pack.PackPlace;
import dev.perigee.core.history.pack.PackRecord;
import dev.perigee.core.history.pack.PackRows;
import dev.perigee.core.history.pack.PackShelf;
import dev.perigee.core.history.pack.ShownPack;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.state.Environment;
import dev.perigee.core.words.FailureWords;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/**
 * Reads the packs of one sink: what the listing shows, the record, its signature and the rows are held against one another. Safe for many
 * threads.
 *
 * @param shelf the sink
 * @param listed what its listing shows
 * @param read what was read of it before
 * @param environment what it stands on
 */
record PackReader(PackShelf shelf, SortedMap<PackPlace, ShownPack> listed, RecordsRead read, Environment environment) {

    /** The record, and rows of its length are there. */
    PackRecord record(PackPlace place) throws SinkException, UnreadableManifest {
        Optional<PackRecord> before = read.find(place);
        PackRecord record = before.isPresent() ? before.get() : readNow(place);
        read.keep(record);
        return record;
    }

    private PackRecord readNow(PackPlace place) throws SinkException, UnreadableManifest {
        PackRecord record = shelf.read(place);
        ShownPack shown = listed.getOrDefault(place, ShownPack.NOTHING);
        if (shown.hasRows() && shown.length() != record.object().length()) {
            throw damaged(
                    record,
                    "has " + shown.length() + " bytes where its record, the .json beside it, says "
                            + record.object().length());
        }
        return record;
    }

    /** The rows, plain, each of them looked at. */
    Archive.Fetched fetch(PackPlace place, Path file) throws SinkException, OperationException {
        PackRecord record = record(place);
        DecodedCopy copy = new DecodedCopy(record.object(), environment.identities());
        copy.requireDecodable();
        try (FileChannel channel = DurableFile.create(file);
                InputStream stream = shelf.sink().get(record.object().key(), 0)) {
            Optional<String> difference = copy.to(channel, stream, _ -> {});
            if (difference.isPresent()) {
                throw damaged(record, difference.get());
            }
        } catch (SinkException e) {
            throw e;
        } catch (IOException e) {
            throw OperationException.ofDisk("can't write " + file, e);
        }
        return new Archive.Fetched(record, file, leases(record, file));
    }

    /** Brings the rows here for as long as they are looked at. */
    PackRecord show(PackPlace place, Path file, SameRows rows) throws SinkException, OperationException {
        try {
            Archive.Fetched pack = fetch(place, file);
            rows.show(pack);
            return pack.record();
        } finally {
            remove(file);
        }
    }

    private static void remove(Path file) throws OperationException {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw OperationException.ofDisk("can't remove " + file, e);
        }
    }

    /** Those that the rows name, each of which is looked at: one who can write into a sink may write what is no row of etcd's. */
    private static Set<Long> leases(PackRecord record, Path file) throws SinkException, OperationException {
        try {
            return PackRows.leases(file, record.place().pack(), record.rows());
        } catch (DamagedPackException e) {
            throw damaged(record, FailureWords.of(e));
        } catch (IOException e) {
            throw OperationException.ofDisk("can't read " + file, e);
        }
    }

    private static SinkException damaged(PackRecord record, String what) {
        return new SinkException(
                SinkException.Kind.DAMAGED,
                record.object().key(),
                "the pack is damaged: " + record.object().key() + " " + what);
    }
}
