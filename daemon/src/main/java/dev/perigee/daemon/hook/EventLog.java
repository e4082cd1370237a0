package dev.perigee.daemon.hook;

import dev.perigee.core.report.Json;
import dev.perigee.daemon.event.DaemonEvent;
import dev.perigee.daemon.event.DaemonEvent.DaemonEnded;
import dev.perigee.daemon.event.DaemonEvent.DaemonStarted;
import dev.perigee.daemon.event.DaemonEvent.DaemonStopping;
import dev.perigee.daemon.event.DaemonEvent.HistoryGoesOn;
import dev.perigee.daemon.event.DaemonEvent.HistoryLost;
import dev.perigee.daemon.event.DaemonEvent.HistoryStands;
import dev.perigee.daemon.event.DaemonEvent.NextDue;
import dev.perigee.daemon.event.DaemonEvent.ReloadRefused;
import dev.perigee.daemon.event.DaemonEvent.Reloaded;
import dev.perigee.daemon.event.DaemonEvent.RunElsewhere;
import dev.perigee.daemon.event.DaemonEvent.RunEnded;
import dev.perigee.daemon.event.DaemonEvent.RunGivenUp;
import dev.perigee.daemon.event.DaemonEvent.RunStarted;
import dev.perigee.daemon.event.DaemonListener;
import dev.perigee.daemon.event.RunKind;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Logs each event as a JSON object, for logs that programs read. Its logger is silent in logs for people, which say the same in
 * sentences.
 */
public final class EventLog implements DaemonListener {

    /** The logger that a JSON log takes whole objects from. */
    public static final String LOGGER = "dev.perigee.daemon.events";

    private static final System.Logger LOG = System.getLogger(LOGGER);

    /** Logs to {@link #LOGGER}. */
    public EventLog() {}

    @Override
    public String name() {
        return "the log of events";
    }

    @Override
    public void on(DaemonEvent event) {
        LOG.log(Level.INFO, "{0}", Json.of(facts(event)));
    }

    /** Pure. */
    static Map<String, Object> facts(DaemonEvent event) {
        return switch (event) {
            case DaemonStarted e ->
                facts("started", Map.of("version", e.version(), "jobs", e.jobs().size()));
            case DaemonStopping _ -> facts("stopping", Map.of());
            case DaemonEnded _ -> facts("ended", Map.of());
            case Reloaded e -> facts("reloaded", Map.of("jobs", e.jobs().size()));
            case ReloadRefused e ->
                facts("reload-refused", Map.of("error", e.failure().text()));
            case RunStarted e -> facts("run-started", begun(e));
            case RunEnded e -> facts("run-ended", HookMessage.facts(e));
            case RunGivenUp e -> facts("run-given-up", Map.of("job", e.job(), "kind", word(e.kind()), "why", e.why()));
            case RunElsewhere e ->
                facts("run-elsewhere", Map.of("job", e.job(), "kind", word(e.kind()), "until", second(e.until())));
            case NextDue e -> facts("next-due", due(e));
            case HistoryStands e ->
                facts(
                        "history-stands",
                        Map.of("job", e.job(), "error", e.failure().text()));
            case HistoryGoesOn e -> facts("history-goes-on", Map.of("job", e.job(), "stood", second(e.stood())));
            case HistoryLost e -> facts("history-gap", HookMessage.facts(e));
        };
    }

    private static Map<String, Object> facts(String what, Map<String, Object> more) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("what", what);
        facts.putAll(more);
        return facts;
    }

    private static Map<String, Object> begun(RunStarted run) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("job", run.job());
        facts.put("kind", word(run.kind()));
        run.due().ifPresent(due -> facts.put("due", second(due)));
        return facts;
    }

    private static Map<String, Object> due(NextDue next) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("job", next.job());
        next.due().ifPresent(due -> facts.put("due", second(due)));
        next.retry().ifPresent(retry -> facts.put("retry", second(retry)));
        return facts;
    }

    private static String word(RunKind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    private static Instant second(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS);
    }
}
