package dev.perigee.daemon.hook;

import dev.perigee.core.backup.BackupResult;
import dev.perigee.core.backup.BackupResult.SinkResult;
import dev.perigee.core.backup.Job;
import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.delivery.DeliverySettings;
import dev.perigee.core.history.standing.HistoryStanding.Lost;
import dev.perigee.core.history.standing.TimelineEnd;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.outcome.SinkFailure;
import dev.perigee.core.plugin.SinkDefinition;
import dev.perigee.core.retention.RetentionRules;
import dev.perigee.core.sinks.Destination;
import dev.perigee.core.source.ClusterSettings;
import dev.perigee.daemon.Backups;
import dev.perigee.daemon.event.DaemonEvent.HistoryGoesOn;
import dev.perigee.daemon.event.DaemonEvent.HistoryLost;
import dev.perigee.daemon.event.DaemonEvent.HistoryStands;
import dev.perigee.daemon.event.DaemonEvent.RunEnded;
import dev.perigee.daemon.event.RunFailure;
import dev.perigee.daemon.event.RunKind;
import dev.perigee.etcd.client.EtcdSettings;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What may happen, made by hand. */
final class HookEvents {

    static final Instant NOW = Instant.parse("2026-11-23T10:00:05Z");

    private HookEvents() {}

    private static Job job(String name) {
        Destination sink = new Destination(
                new SinkDefinition("near", "test", Map.of()),
                RetentionRules.KEEP_ALL,
                DeliverySettings.DEFAULT,
                Destination.Access.FULL);
        ClusterSettings cluster =
                new ClusterSettings("prod", true, EtcdSettings.of(List.of(URI.create("http://127.0.0.1:1"))));
        return new Job(name, cluster, Optional.empty(), List.of(sink));
    }

    static HistoryStands historyStands(String job) {
        return new HistoryStands(NOW, job, new RunFailure("the history stands still: no route", Optional.of("look")));
    }

    static HistoryGoesOn historyGoesOn(String job) {
        return new HistoryGoesOn(NOW, job, NOW.minusSeconds(5));
    }

    static HistoryLost historyLost(String job) {
        BackupId timeline = BackupId.parse("20261123T095900Z-10-0badcafe").orElseThrow();
        return new HistoryLost(
                NOW, job, new Lost(NOW, TimelineEnd.COMPACTED, timeline, 12, Optional.empty(), "compacted"));
    }

    static RunEnded success(String job) {
        BackupResult result = Backups.stored(job(job));
        return new RunEnded(
                NOW,
                job,
                RunKind.BACKUP,
                NOW.minusSeconds(5),
                Outcome.OK,
                Optional.of(result),
                result.sinks(),
                Optional.empty());
    }

    static RunEnded failure(String job, RunKind kind) {
        return new RunEnded(
                NOW,
                job,
                kind,
                NOW.minusSeconds(5),
                Outcome.CONNECTION,
                Optional.empty(),
                List.of(),
                Optional.of(new RunFailure("etcd is \"away\"", Optional.of("look at it"))));
    }

    static RunEnded partial(String job) {
        SinkFailure failure = SinkFailure.of("near", Outcome.CONNECTION, "the store is away");
        SinkResult sink = new SinkResult("near", false, Optional.of(failure), List.of(), List.of());
        return new RunEnded(
                NOW,
                job,
                RunKind.BACKUP,
                NOW.minusSeconds(5),
                Outcome.PARTIAL,
                Optional.of(Backups.stored(job(job))),
                List.of(sink),
                Optional.empty());
    }

    static RunEnded ended(String job, RunKind kind, Outcome outcome) {
        return new RunEnded(
                NOW, job, kind, NOW.minusSeconds(5), outcome, Optional.empty(), List.of(), Optional.empty());
    }
}
