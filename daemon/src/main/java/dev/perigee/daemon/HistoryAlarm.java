package dev.perigee.daemon;

import dev.perigee.core.history.standing.HistoryHealth;
import dev.perigee.core.history.standing.HistoryStanding;
import dev.perigee.core.history.standing.HistoryStanding.Lost;
import dev.perigee.core.history.standing.HistoryStatus;
import dev.perigee.daemon.event.DaemonEvent;
import dev.perigee.daemon.event.DaemonEvent.HistoryGoesOn;
import dev.perigee.daemon.event.DaemonEvent.HistoryLost;
import dev.perigee.daemon.event.DaemonEvent.HistoryStands;
import dev.perigee.daemon.event.RunFailure;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Tells when a history is late, when it is late no more, and of each gap: once each, and not what was so before the start, but for a
 * history that is late still, and for the end of what was told before it. Not for several threads.
 */
final class HistoryAlarm {

    private static final System.Logger LOG = System.getLogger(HistoryAlarm.class.getName());

    private final InstantSource clock;
    private final Consumer<DaemonEvent> telling;
    private final ToldStands told;
    /** So long a history that should only just have begun, or caught up, is waited for. */
    private static final Duration GRACE = Duration.ofSeconds(15);

    private final Map<String, Instant> lacking = new HashMap<>();
    private final Map<String, Instant> stands = new TreeMap<>();
    private final Map<String, Instant> endsOwed = new TreeMap<>();
    private final Map<String, Long> gaps = new HashMap<>();

    HistoryAlarm(InstantSource clock, ToldStands told, Consumer<DaemonEvent> telling) {
        this.clock = clock;
        this.told = told;
        this.telling = telling;
    }

    /** Looks at what is recorded here; called again and again. */
    void look(List<String> ours, Map<String, HistoryStatus> histories) {
        Instant now = clock.instant();
        for (String job : ours) {
            HistoryStatus history = histories.get(job);
            if (history != null) {
                look(job, history, now);
            }
        }
        List.copyOf(stands.keySet()).stream().filter(job -> !ours.contains(job)).forEach(job -> goesOn(job, now));
        gaps.keySet().retainAll(ours);
        endsOwed.keySet().retainAll(ours);
        lacking.keySet().retainAll(ours);
    }

    private void look(String job, HistoryStatus history, Instant now) {
        boolean known = gaps.containsKey(job);
        long before = gaps.getOrDefault(job, 0L);
        gaps.put(job, history.standing().map(HistoryStanding::gaps).orElse(0L));
        if (!known) {
            told.since(job).ifPresent(since -> endsOwed.put(job, since));
        } else {
            history.standing().ifPresent(standing -> tellGaps(job, standing, before, now));
            tellHealth(job, history, now);
        }
    }

    private void tellGaps(String job, HistoryStanding standing, long before, Instant now) {
        List<Lost> fresh = standing.newestGaps().stream()
                .limit(Math.max(0, standing.gaps() - before))
                .toList();
        fresh.reversed().forEach(lost -> telling.accept(new HistoryLost(now, job, lost)));
    }

    private void tellHealth(String job, HistoryStatus history, Instant now) {
        if (!history.health().lacks()) {
            lacking.remove(job);
        }
        if (history.health().lacks() && !stands.containsKey(job) && hasLacked(job, now)) {
            Instant since = Optional.ofNullable(endsOwed.remove(job)).orElse(now);
            stands.put(job, since);
            told.remember(job, since);
            RunFailure failure = new RunFailure(history.sentence(), history.cure());
            LOG.log(Level.WARNING, "job {0}: {1}", job, failure.text());
            telling.accept(new HistoryStands(now, job, failure));
        } else if (history.health() == HistoryHealth.WELL && (stands.containsKey(job) || endsOwed.containsKey(job))) {
            LOG.log(Level.INFO, "job {0}: the history goes on", job);
            goesOn(job, now);
        }
    }

    private boolean hasLacked(String job, Instant now) {
        Instant since = lacking.compute(job, (_, known) -> known == null || known.isAfter(now) ? now : known);
        return !since.plus(GRACE).isAfter(now);
    }

    private void goesOn(String job, Instant now) {
        Optional<Instant> ended = Optional.ofNullable(stands.remove(job));
        ended.or(() -> Optional.ofNullable(endsOwed.remove(job))).ifPresent(since -> {
            telling.accept(new HistoryGoesOn(now, job, since));
            told.forget(job);
        });
    }
}
