package dev.perigee.core;

import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.catalog.Selector;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A backup that was found, and the sinks that hold it.
 *
 * @param id the backup
 * @param holders local sinks first
 * @param warnings sinks that could not be asked
 */
record Located(BackupId id, List<Destination> holders, List<SinkFailure> warnings) {

    static Located find(Sinks sinks, String cluster, List<Destination> destinations, Selector which)
            throws OperationException {
        List<Sinks.Answer<Set<BackupId>>> answers = sinks.askAll(
                Sinks.readable(destinations),
                destination -> sink ->
                        sinks.catalog(destination, sink, cluster).backups().keySet());
        return resolve(answers, which);
    }

    private static Located resolve(List<Sinks.Answer<Set<BackupId>>> answers, Selector which)
            throws OperationException {
        Set<BackupId> ids = new TreeSet<>();
        List<SinkFailure> warnings = new ArrayList<>();
        for (Sinks.Answer<Set<BackupId>> answer : answers) {
            answer.value().ifPresent(ids::addAll);
            answer.failure().ifPresent(warnings::add);
        }
        if (answers.isEmpty()) {
            throw new OperationException(Outcome.BAD_INPUT, "no sink can be read: all are write-only");
        }
        if (warnings.size() == answers.size()) {
            throw new OperationException(
                    warnings.getFirst().outcome(), warnings.getFirst().text());
        }
        BackupId id = resolve(ids, warnings, which);
        List<Destination> holders = answers.stream()
                .filter(answer -> answer.value().map(held -> held.contains(id)).orElse(false))
                .map(Sinks.Answer::destination)
                .toList();
        return new Located(id, holders, warnings);
    }

    private static BackupId resolve(Set<BackupId> ids, List<SinkFailure> warnings, Selector which)
            throws OperationException {
        try {
            return which.resolve(ids);
        } catch (OperationException e) {
            if (warnings.isEmpty()) {
                throw e;
            }
            String missing =
                    String.join(", ", warnings.stream().map(SinkFailure::sink).toList());
            throw new OperationException(e.outcome(), e.getMessage() + " (not asked: " + missing + ")");
        }
    }
}
