package dev.perigee.core.removal;

import dev.perigee.api.StorageSink;
import dev.perigee.core.catalog.Ledger;
import dev.perigee.core.outcome.Approval;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.SinkFailure;
import dev.perigee.core.removal.RemovalPlan.SinkPlan;
import dev.perigee.core.removal.RemovalResult.SinkRemoval;
import dev.perigee.core.sinks.Destination;
import dev.perigee.core.sinks.Sinks;
import dev.perigee.core.state.Environment;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Shows a plan, and carries it out if it is approved.
 *
 * @param sinks opens sinks
 * @param cluster the cluster's name
 * @param environment what it stands on
 */
record Approved(Sinks sinks, String cluster, Environment environment) {

    RemovalResult run(List<Sinks.Answer<SinkPlan>> plans, Approval<RemovalPlan> approval) throws OperationException {
        RemovalPlan plan = new RemovalPlan(
                cluster,
                plans.stream().flatMap(answer -> answer.value().stream()).toList(),
                plans.stream().flatMap(answer -> answer.failure().stream()).toList());
        if (!approval.approve(plan)) {
            return new RemovalResult(plan, false, List.of(), false);
        }
        return new RemovalResult(plan, true, execute(plans, plan), false);
    }

    private List<SinkRemoval> execute(List<Sinks.Answer<SinkPlan>> plans, RemovalPlan plan) throws OperationException {
        Map<String, SinkPlan> bySink = plan.sinks().stream().collect(Collectors.toMap(SinkPlan::sink, each -> each));
        List<Destination> planned = plans.stream()
                .filter(answer -> answer.value().isPresent())
                .map(Sinks.Answer::destination)
                .toList();
        List<Sinks.Answer<SinkRemoval>> answers = sinks.askAll(planned, destination -> {
            SinkPlan sinkPlan = Objects.requireNonNull(bySink.get(destination.name()));
            return sink -> {
                SinkRemover remover = removing(destination, sink);
                SinkRemoval removal = remover.execute(sinkPlan);
                Instant now = environment.timing().clock().instant();
                remover.catalog()
                        .keepLedger(
                                new Ledger.Heading(environment.instance(), now, Optional.empty(), Optional.empty()));
                return removal;
            };
        });
        return answers.stream()
                .map(answer ->
                        answer.value().orElseGet(() -> failed(answer.failure().orElseThrow())))
                .toList();
    }

    private SinkRemover removing(Destination destination, StorageSink sink) {
        return new SinkRemover(destination.name(), sinks.catalog(destination, sink, cluster), environment);
    }

    private static SinkRemoval failed(SinkFailure failure) {
        return new SinkRemoval(failure.sink(), List.of(), List.of(), 0, List.of(failure));
    }
}
