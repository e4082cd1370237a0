package dev.perigee.core.backup;

import dev.perigee.core.catalog.Layout;
import dev.perigee.core.catalog.Manifest;
import dev.perigee.core.catalog.NeededKeys;
import dev.perigee.core.companions.CompanionSettings;
import dev.perigee.core.companions.Companions;
import dev.perigee.core.progress.ProgressEvent;
import dev.perigee.core.sinks.Destination;
import dev.perigee.core.spool.SpoolEntry;
import dev.perigee.core.state.Environment;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A new backup with the files that go along with it.
 *
 * @param manifest the backup, with or without them
 * @param lack what it lacks, in a sentence: the data is whole, and kept all the same
 */
record CompanionsTaken(Manifest manifest, Optional<String> lack) {

    static CompanionsTaken of(Job job, Manifest manifest, SpoolEntry entry, Environment environment) {
        if (job.companions().isEmpty()) {
            return new CompanionsTaken(manifest, Optional.empty());
        }
        try {
            return taken(job, job.companions().get(), manifest, entry, environment);
        } catch (IOException e) {
            return new CompanionsTaken(
                    manifest, Optional.of("the backup has no companions, for they can't be packed: " + e.getMessage()));
        }
    }

    private static CompanionsTaken taken(
            Job job, CompanionSettings settings, Manifest manifest, SpoolEntry entry, Environment environment)
            throws IOException {
        Companions found = Companions.read(settings.files());
        Optional<String> lack = found.unmatched().isEmpty()
                ? Optional.empty()
                : Optional.of(
                        "no file is there that companions.files names with " + String.join(", ", found.unmatched()));
        if (found.count() == 0) {
            return new CompanionsTaken(manifest, lack);
        }
        Manifest.StoredObject object = entry.companions(
                        found::pack,
                        Layout.STANDARD.companions(manifest.cluster().name(), manifest.id()),
                        settings.encoding(),
                        environment.identities())
                .as(new Manifest.Companions(found.count(), sinks(job, settings), found.encryptionKeys()));
        Manifest with = manifest.with(
                Stream.concat(manifest.objects().stream(), Stream.of(object)).toList());
        warn(with, environment);
        return new CompanionsTaken(with, lack);
    }

    private static List<String> sinks(Job job, CompanionSettings settings) {
        return job.destinations().stream()
                .filter(destination -> destination.layout() instanceof Layout.Standard)
                .map(Destination::name)
                .filter(name -> settings.sinks().isEmpty() || settings.sinks().contains(name))
                .toList();
    }

    /** A key rotated between the snapshot and the files would be missed at the worst of times. */
    private static void warn(Manifest manifest, Environment environment) {
        NeededKeys keys = NeededKeys.of(manifest);
        if (!keys.missing().isEmpty()) {
            keys.sentence().ifPresent(text -> environment.progress().on(new ProgressEvent.Warning(text)));
        }
    }
}
