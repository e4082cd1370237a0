package dev.perigee.core.backup;

import dev.perigee.core.catalog.Layout;
import dev.perigee.core.catalog.Manifest;
import dev.perigee.core.catalog.NeededKeys;
import dev.perigee.core.catalog.StoredObject;
import dev.perigee.core.companions.CompanionSettings;
import dev.perigee.core.companions.Companions;
import dev.perigee.core.companions.LeftOut;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.progress.ProgressEvent;
import dev.perigee.core.sinks.Destination;
import dev.perigee.core.spool.SpoolEntry;
import dev.perigee.core.state.Environment;
import dev.perigee.core.words.FailureWords;
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

    private static final int MOST_STORED = 100;
    private static final int MOST_TOLD = 5;

    static CompanionsTaken of(Job job, Manifest manifest, SpoolEntry entry, Environment environment) {
        if (job.companions().isEmpty()) {
            return new CompanionsTaken(manifest, Optional.empty());
        }
        try {
            return taken(job, job.companions().get(), manifest, entry, environment);
        } catch (IOException e) {
            OperationException failure =
                    OperationException.ofDisk("the backup has no companions: they can't be packed", e);
            return new CompanionsTaken(
                    manifest,
                    Optional.of(FailureWords.of(failure)
                            + failure.hint().map(hint -> "; " + hint).orElse("")));
        }
    }

    private static CompanionsTaken taken(
            Job job, CompanionSettings settings, Manifest manifest, SpoolEntry entry, Environment environment)
            throws IOException {
        Companions found = Companions.read(settings.files());
        List<String> lacks = found.lacks().stream().map(LeftOut::line).toList();
        if (found.count() == 0) {
            List<String> why = lacks.isEmpty() ? List.of("companions.files names empty directories") : lacks;
            return new CompanionsTaken(manifest, lack("the backup has no companions: ", why));
        }
        StoredObject object = entry.companions(
                        found::pack,
                        found.bytes(),
                        Layout.STANDARD.companions(manifest.cluster().name(), manifest.id()),
                        settings.encoding(),
                        environment.identities())
                .as(new StoredObject.Companions(
                        found.count(), sinks(job, settings), found.encryptionKeys(), first(lacks, MOST_STORED)));
        Manifest with = manifest.with(
                Stream.concat(manifest.objects().stream(), Stream.of(object)).toList());
        warn(with, environment);
        return new CompanionsTaken(with, lack("companions that were asked for are left out: ", lacks));
    }

    private static Optional<String> lack(String what, List<String> lacks) {
        return lacks.isEmpty() ? Optional.empty() : Optional.of(what + String.join("; ", first(lacks, MOST_TOLD)));
    }

    private static List<String> first(List<String> lacks, int most) {
        Stream<String> more = lacks.size() > most ? Stream.of("and " + (lacks.size() - most) + " more") : Stream.of();
        return Stream.concat(lacks.stream().limit(most), more).toList();
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
