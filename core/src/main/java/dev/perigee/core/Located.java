package dev.perigee.core;

import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.catalog.Selector;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
        return resolve(cluster, answers, which);
    }

    private static Located resolve(String cluster, List<Sinks.Answer<Set<BackupId>>> answers, Selector which)
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
        BackupId id = resolve(ids, which, whereAsked(cluster, answers));
        List<Destination> holders = answers.stream()
                .filter(answer -> answer.value().map(held -> held.contains(id)).orElse(false))
                .map(Sinks.Answer::destination)
                .toList();
        return new Located(id, holders, warnings);
    }

    private static BackupId resolve(Set<BackupId> ids, Selector which, String whereAsked) throws OperationException {
        try {
            return which.resolve(ids);
        } catch (OperationException e) {
            throw new OperationException(
                    e.outcome(), String.valueOf(e.getMessage()), Optional.of(whereAsked), Optional.empty());
        }
    }

    /** Whoever misses a backup may look for it in the wrong place. */
    private static String whereAsked(String cluster, List<Sinks.Answer<Set<BackupId>>> answers) {
        String asked = names(answers.stream().filter(answer -> answer.failure().isEmpty()));
        String silent = names(answers.stream().filter(answer -> answer.failure().isPresent()));
        return "looked for backups of cluster '" + cluster + "' in " + asked
                + (silent.isEmpty() ? "" : ", but not in " + silent + ", which failed")
                + "; 'perigee config show' prints where that is";
    }

    private static String names(Stream<Sinks.Answer<Set<BackupId>>> answers) {
        return answers.map(answer -> answer.destination().name()).collect(Collectors.joining(", "));
    }
}
