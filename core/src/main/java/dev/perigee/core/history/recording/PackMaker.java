package dev.perigee.core.history.recording;

import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.catalog.Manifest;
import dev.perigee.core.catalog.StoredObject;
import dev.perigee.core.history.pack.PackPlace;
import dev.perigee.core.history.pack.PackRecord;
import dev.perigee.core.history.spool.HistorySpool;
import dev.perigee.core.history.spool.RecordedTimeline;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;

/**
 * Writes the records of finished packs.
 *
 * @param cluster the cluster's name in the configuration
 * @param job the job's
 * @param instance this machine's
 * @param by our own name and version
 */
record PackMaker(String cluster, String job, String instance, String by) {

    /** The record of a pack of which leases and seal aren't known yet, with its rows as they are. */
    PackRecord record(OpenPack.Content content, RecordedTimeline timeline) throws IOException {
        return record(content, timeline.base(), timeline.cluster(), timeline.follows());
    }

    private PackRecord record(
            OpenPack.Content content, BackupId base, long clusterId, Optional<PackRecord.Follows> follows)
            throws IOException {
        PackPlace place = new PackPlace(base, content.id());
        return new PackRecord(
                place,
                new Manifest.Cluster(cluster, clusterId),
                job,
                instance,
                by,
                content.rows(),
                content.moments(),
                content.repeated(),
                List.of(),
                Optional.empty(),
                follows,
                new StoredObject(
                        PackRecord.ROWS,
                        place.key(cluster, PackPlace.Part.ROWS),
                        Files.size(content.file()),
                        HistorySpool.digest(content.file())));
    }
}
