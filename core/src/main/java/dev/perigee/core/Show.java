package dev.perigee.core;

import dev.perigee.core.catalog.Manifest;
import dev.perigee.core.catalog.Selector;
import dev.perigee.core.outcome.OperationException;
import java.util.ArrayList;
import java.util.List;

/** Shows one backup in full. */
public final class Show {

    private final Environment environment;

    /**
     * A look at any backup.
     *
     * @param environment what it stands on
     */
    public Show(Environment environment) {
        this.environment = environment;
    }

    /**
     * Reads the manifest of a backup. Where there is none, fetches the body and proves it, for what it tells.
     *
     * @param cluster the cluster's name
     * @param sinks where to look
     * @param which the backup
     * @return its manifest, and who holds it
     * @throws OperationException NOT_FOUND, BAD_INPUT if the id is ambiguous, DAMAGED if no manifest can be read
     */
    public Shown run(String cluster, List<Destination> sinks, Selector which) throws OperationException {
        Sinks open = new Sinks(environment);
        Located located = Located.find(open, cluster, sinks, which);
        List<String> names = located.holders().stream().map(Destination::name).toList();
        List<SinkFailure> warnings = new ArrayList<>(located.warnings());
        for (Destination holder : located.holders()) {
            Sinks.Answer<Manifest> answer = open.ask(
                    holder,
                    sink -> new Retrieval(open.catalog(holder, sink, cluster), holder.name(), environment)
                            .describe(located.id()));
            if (answer.value().isPresent()) {
                return new Shown(answer.value().get(), names, warnings);
            }
            answer.failure().ifPresent(warnings::add);
        }
        throw Failures.combined("no manifest of " + located.id() + " can be read", warnings);
    }
}
