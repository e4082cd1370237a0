package dev.perigee.core.backup;

import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.catalog.Manifest;
import dev.perigee.core.catalog.ManifestJson;
import dev.perigee.core.catalog.Timeline;
import dev.perigee.core.catalog.UnreadableManifest;
import dev.perigee.core.disk.ChangeTurn;
import dev.perigee.core.disk.DurableFile;
import dev.perigee.core.disk.SmallFile;
import dev.perigee.core.logging.LateLogger;
import dev.perigee.core.outcome.DiskException;
import dev.perigee.core.time.Timing;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The newest backup of each member in each timeline of a cluster: a file with a manifest a line. What can't be read or
 * written is logged, and is no failure: the sinks are asked then.
 *
 * @param directory where the files are; made when the first is written
 * @param timing how to wait for whoever else changes them
 */
record KnownTimelines(Path directory, Timing timing) {

    private static final System.Logger LOG = LateLogger.of(KnownTimelines.class);

    /** More than the members of the timelines that a prune looks after. */
    private static final int MOST = 64;

    private record Place(Optional<BackupId> timeline, long member) {}

    List<Manifest> read(String cluster) {
        Path file = file(cluster);
        List<Manifest> known = new ArrayList<>();
        try {
            for (String line : SmallFile.lines(file, StandardCharsets.UTF_8)) {
                known.add(ManifestJson.read(file.toString(), line.getBytes(StandardCharsets.UTF_8)));
            }
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException | UnreadableManifest e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "can''t read the timelines of {0}: {1}",
                    cluster,
                    DiskException.words(e));
        }
        return known;
    }

    /** Adds to what is noted there; of each place the newest stays. */
    void note(String cluster, Collection<Manifest> others) {
        try (ChangeTurn _ = ChangeTurn.in(directory, timing)) { // jobs of one cluster may end together
            List<Manifest> all = new ArrayList<>(read(cluster));
            all.addAll(others);
            all.sort(Comparator.comparing(Manifest::id).reversed());
            Map<Place, Manifest> newest = new LinkedHashMap<>();
            all.forEach(one -> newest.putIfAbsent(
                    new Place(one.timeline().map(Timeline::start), one.member().id()), one));
            write(cluster, newest.values().stream().limit(MOST).toList());
        }
    }

    private void write(String cluster, List<Manifest> manifests) {
        StringBuilder lines = new StringBuilder();
        manifests.forEach(one -> lines.append(new String(ManifestJson.write(one), StandardCharsets.UTF_8)));
        try {
            DurableFile.createDirectories(directory);
            DurableFile.replace(file(cluster), lines.toString().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "can''t note the timelines of {0}: {1}",
                    cluster,
                    DiskException.words(e));
        }
    }

    private Path file(String cluster) {
        return directory.resolve(cluster + ".jsonl");
    }
}
