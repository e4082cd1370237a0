package dev.perigee.core;

import dev.perigee.core.BackupResult.Dropped;
import dev.perigee.core.catalog.Manifest;
import dev.perigee.core.delivery.Owed;
import dev.perigee.core.delivery.Spool;
import dev.perigee.core.delivery.SpoolBounds;
import dev.perigee.core.delivery.SpoolEntry;
import dev.perigee.core.progress.ProgressEvent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The bodies of earlier runs that are still owed to sinks, and that nobody else works on.
 *
 * @param entries the newest first
 */
record Debts(List<SpoolEntry> entries) implements AutoCloseable {

    static Debts claim(Spool spool) throws IOException {
        return new Debts(spool.claim());
    }

    /** Those of this job's cluster that were made by this job. */
    List<SpoolEntry> of(Job job) {
        return entries.stream()
                .filter(entry ->
                        entry.owed().map(owed -> isOf(job, owed.manifest())).orElse(false))
                .toList();
    }

    private static boolean isOf(Job job, Manifest manifest) {
        return manifest.job().equals(job.name())
                && manifest.cluster().name().equals(job.cluster().name());
    }

    /** Gives up what goes beyond the spool's bounds, and says so. */
    List<Dropped> bound(Environment environment, Optional<SpoolEntry> fresh) throws IOException {
        List<SpoolEntry> all = new ArrayList<>();
        fresh.ifPresent(all::add);
        all.addAll(entries);
        List<Dropped> dropped = new ArrayList<>();
        for (SpoolBounds.Dropped given : new SpoolBounds(environment.spool()).enforce(all)) {
            Owed owed = given.owed();
            dropped.add(new Dropped(owed.manifest().id(), owed.sinks(), given.reason()));
            environment
                    .progress()
                    .on(new ProgressEvent.SpoolDropped(
                            owed.manifest().id().toString(), String.join(", ", owed.sinks()), given.reason()));
        }
        return dropped;
    }

    @Override
    public void close() throws IOException {
        Optional<IOException> failure = Optional.empty();
        for (SpoolEntry entry : entries) {
            try {
                entry.close();
            } catch (IOException e) {
                failure = Optional.of(failure.orElse(e));
            }
        }
        if (failure.isPresent()) {
            throw failure.get();
        }
    }
}
