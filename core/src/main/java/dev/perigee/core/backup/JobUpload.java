package dev.perigee.core.backup;

import dev.perigee.core.backup.BackupResult.SinkResult;
import dev.perigee.core.companions.CompanionSettings;
import dev.perigee.core.delivery.FanOut;
import dev.perigee.core.encoding.EncodingSettings;
import dev.perigee.core.fleet.Fence;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.progress.ProgressEvent;
import dev.perigee.core.sinks.Destination;
import dev.perigee.core.spool.Spool;
import dev.perigee.core.spool.SpoolEntry;
import dev.perigee.core.state.Environment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/**
 * Brings bodies to all sinks of a job at once.
 *
 * @param environment what it stands on
 * @param spool where the bodies are
 * @param fence asked before anything is published
 */
record JobUpload(Environment environment, Spool spool, Fence fence) {

    /** A result per sink that has something to get, in the job's order. */
    List<SinkResult> deliver(Job job, Optional<SpoolEntry> fresh, List<SpoolEntry> older) throws OperationException {
        List<Callable<SinkResult>> tasks = new ArrayList<>();
        for (Destination destination : job.destinations()) {
            List<SpoolEntry> owed = owedTo(destination, older);
            if (fresh.isPresent() || !owed.isEmpty()) {
                tasks.add(() -> new SinkUpload(
                                environment, spool, destination, job.cluster().name(), fence)
                        .run(fresh, owed));
            }
        }
        if (!tasks.isEmpty()) {
            tellUntried(job);
        }
        try {
            return new JobLedgers(environment).keep(job, FanOut.run(tasks));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OperationException(
                    Outcome.INTERRUPTED,
                    "interrupted; what wasn't uploaded waits in the spool, and nothing partial is listed",
                    Optional.empty(),
                    Optional.empty());
        }
    }

    /** To encrypt needs recipients alone; only to try what was encrypted needs an identity. */
    private void tellUntried(Job job) {
        Stream<EncodingSettings> sinks = job.destinations().stream().map(Destination::encoding);
        Stream<EncodingSettings> files = job.companions().stream().map(CompanionSettings::encoding);
        if (Stream.concat(sinks, files).anyMatch(EncodingSettings::isEncrypted)) {
            environment
                    .identities()
                    .faults()
                    .forEach(fault -> environment
                            .progress()
                            .on(new ProgressEvent.Warning("an identity can't be used, and what it alone would open "
                                    + "is stored untried: " + fault)));
        }
    }

    private static List<SpoolEntry> owedTo(Destination destination, List<SpoolEntry> entries) {
        return entries.stream()
                .filter(entry -> entry.owed().orElseThrow().sinks().contains(destination.name()))
                .toList();
    }
}
