package dev.perigee.core;

import dev.perigee.core.RemovalPlan.Line;
import dev.perigee.core.RemovalPlan.SinkPlan;
import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.catalog.Selector;
import dev.perigee.core.delivery.Spool;
import dev.perigee.core.delivery.SpoolEntry;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Removes backups that the user names. */
public final class Delete {

    private final Environment environment;

    /**
     * A deletion of any backups.
     *
     * @param environment what it stands on
     */
    public Delete(Environment environment) {
        this.environment = environment;
    }

    /**
     * Plans, asks, and does it: the manifest goes first, then the body.
     *
     * @param cluster the cluster's name
     * @param sinks where
     * @param which the backups
     * @param force also the last backup that the sinks hold
     * @param approval sees the plan, and says whether to do it; {@code plan -> false} for a dry run
     * @return what was planned and done
     * @throws OperationException NOT_FOUND, BAD_INPUT, or REFUSED if it would be the last one and {@code force} is false
     */
    public RemovalResult run(
            String cluster,
            List<Destination> sinks,
            List<Selector> which,
            boolean force,
            Predicate<RemovalPlan> approval)
            throws OperationException {
        try (RemovalTurn _ = RemovalTurn.of(environment, cluster, sinks)) {
            return inTurn(cluster, sinks, which, force, approval);
        }
    }

    private RemovalResult inTurn(
            String cluster,
            List<Destination> sinks,
            List<Selector> which,
            boolean force,
            Predicate<RemovalPlan> approval)
            throws OperationException {
        Sinks open = new Sinks(environment);
        List<Sinks.Answer<Set<BackupId>>> held = open.askAll(
                Sinks.readable(sinks),
                destination -> sink ->
                        open.catalog(destination, sink, cluster).backups().keySet());
        Set<BackupId> doomed = resolve(held, which);
        List<Sinks.Answer<SinkPlan>> plans = new ArrayList<>();
        for (Sinks.Answer<Set<BackupId>> answer : held) {
            Optional<SinkPlan> plan = Optional.empty();
            if (answer.value().isPresent()) {
                plan = Optional.of(
                        plan(answer.destination().name(), answer.value().get(), doomed, force));
            }
            plans.add(new Sinks.Answer<>(answer.destination(), plan, answer.failure()));
        }
        RemovalResult result = new Approved(open, cluster, environment.progress()).run(plans, approval);
        if (result.executed()) {
            forgetSpooled(sinks, doomed);
        }
        return result;
    }

    private static Set<BackupId> resolve(List<Sinks.Answer<Set<BackupId>>> held, List<Selector> which)
            throws OperationException {
        Set<BackupId> all = new TreeSet<>();
        held.forEach(answer -> answer.value().ifPresent(all::addAll));
        List<SinkFailure> failures =
                held.stream().flatMap(answer -> answer.failure().stream()).toList();
        if (all.isEmpty() && !failures.isEmpty()) {
            throw Failures.combined("no sink could be listed", failures);
        }
        Set<BackupId> doomed = new TreeSet<>();
        for (Selector selector : which) {
            doomed.add(selector.resolve(all));
        }
        return doomed;
    }

    private static SinkPlan plan(String sink, Set<BackupId> held, Set<BackupId> doomed, boolean force)
            throws OperationException {
        if (!force && !held.isEmpty() && doomed.containsAll(held)) {
            throw new OperationException(
                    Outcome.REFUSED,
                    "this would remove the last backup in sink '" + sink + "'",
                    Optional.of("take another one first, or give --force"),
                    Optional.empty());
        }
        return new SinkPlan(
                sink,
                held.stream()
                        .filter(doomed::contains)
                        .sorted(Comparator.reverseOrder())
                        .map(id -> new Line(id, Optional.empty(), true, "named"))
                        .toList());
    }

    /** A backup that still waits for a sink would come back. */
    private void forgetSpooled(List<Destination> sinks, Set<BackupId> doomed) throws OperationException {
        try {
            Spool spool =
                    Spool.open(environment.state().spool(), environment.timing().random());
            for (SpoolEntry entry : spool.claim(owed -> true)) {
                try (entry) {
                    forget(entry, sinks, doomed);
                }
            }
        } catch (IOException e) {
            throw OperationException.ofDisk(
                    "can't clear the spool " + environment.state().spool(), e);
        }
    }

    private static void forget(SpoolEntry entry, List<Destination> sinks, Set<BackupId> doomed) throws IOException {
        BackupId id = entry.owed().orElseThrow().manifest().id();
        for (Destination sink : sinks) {
            if (doomed.contains(sink.layout().idOf(id))) {
                entry.settle(sink.name());
            }
        }
    }
}
