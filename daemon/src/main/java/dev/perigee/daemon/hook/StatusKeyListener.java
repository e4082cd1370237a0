package dev.perigee.daemon.hook;

import dev.perigee.core.engine.Engine;
import dev.perigee.core.engine.StatusKeyRequest;
import dev.perigee.core.hook.Hook;
import dev.perigee.core.hook.Way.StatusKey;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.report.Json;
import dev.perigee.core.time.Retry;
import dev.perigee.core.words.FailureWords;
import dev.perigee.daemon.event.DaemonEvent;
import dev.perigee.daemon.event.DaemonEvent.RunEnded;
import dev.perigee.daemon.event.DaemonEvent.RunGivenUp;
import dev.perigee.daemon.event.DaemonEvent.RunStarted;
import dev.perigee.daemon.event.DaemonListener;
import dev.perigee.daemon.event.RunKind;
import dev.perigee.daemon.watch.GravityEntry;
import dev.perigee.daemon.watch.LastRun;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Keeps a key of the backed-up cluster up to date, in which Gravity's users look for how the last backup went. */
final class StatusKeyListener implements DaemonListener {

    private static final System.Logger LOG = System.getLogger(StatusKeyListener.class.getName());

    private final Hook hook;
    private final StatusKey way;
    private final Engine engine;
    private final String instance;
    private final Retry retry;
    private final Map<String, Map<String, @Nullable Object>> ended = new HashMap<>();

    StatusKeyListener(Hook hook, StatusKey way, Engine engine, String instance, Retry retry) {
        this.hook = hook;
        this.way = way;
        this.engine = engine;
        this.instance = instance;
        this.retry = retry;
    }

    @Override
    public String name() {
        return "hook " + hook.name();
    }

    @Override
    public void on(DaemonEvent event) throws InterruptedException {
        switch (event) {
            case RunStarted run
            when run.kind() == RunKind.BACKUP && hook.heeds(run.job()) ->
                write(run.job(), GravityEntry.started(instance, run.job(), run.at()));
            case RunEnded run
            when run.kind() == RunKind.BACKUP && hook.heeds(run.job()) ->
                ended(run.job(), GravityEntry.ended(instance, run.job(), LastRun.of(run)));
            case RunGivenUp run when run.kind() == RunKind.BACKUP -> restore(run.job());
            default -> {}
        }
    }

    /** Kept for when a later one that has begun turns out to be another daemon's. */
    private void ended(String job, Map<String, @Nullable Object> entry) throws InterruptedException {
        ended.put(job, entry);
        write(job, entry);
    }

    private void restore(String job) throws InterruptedException {
        Map<String, @Nullable Object> before = ended.get(job);
        if (before != null) {
            write(job, before);
        }
    }

    private void write(String job, Map<String, @Nullable Object> entry) throws InterruptedException {
        try {
            Attempts.make(retry, () -> put(job, Json.of(entry)));
        } catch (UndeliveredException e) {
            LOG.log(
                    Level.WARNING,
                    "hook {0}: the status of job {1} isn''t in etcd: {2}",
                    hook.name(),
                    job,
                    FailureWords.of(e));
        }
    }

    private void put(String job, String value) throws UndeliveredException {
        try {
            engine.run(new StatusKeyRequest(job, way.prefix() + "/backup/status/" + instance, value));
        } catch (OperationException e) {
            throw new UndeliveredException(FailureWords.of(e), e.outcome() == Outcome.CONNECTION);
        }
    }
}
