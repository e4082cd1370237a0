package dev.perigee.core.history.standing;

import dev.perigee.core.history.HistorySettings;
import dev.perigee.core.history.standing.HistoryStanding.State;
import dev.perigee.core.words.Words;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Says how it stands with a job's history. Pure.
 *
 * @param settings how it is recorded
 * @param now what time it is
 */
public record HistoryAssessment(HistorySettings settings, Instant now) {

    private static final Duration LEAST = Duration.ofMinutes(2);
    private static final int FLUSHES = 4;
    private static final int MANY_BASES = 3;
    private static final String DAEMON = "does the daemon run, and what does its log say?";

    /**
     * How old the newest that is recorded, or lies in a sink, may be before it is late.
     *
     * @return four times {@code flush}, two minutes at least
     */
    public Duration patience() {
        Duration several = settings.flush().multipliedBy(FLUSHES);
        return several.compareTo(LEAST) < 0 ? LEAST : several;
    }

    /**
     * A job that another daemon records, or nobody on this machine.
     *
     * @return what can be said of it
     */
    public static HistoryStatus elsewhere() {
        return new HistoryStatus(HistoryHealth.ELSEWHERE, Optional.empty(), "", Optional.empty());
    }

    /**
     * A job that the daemon of this machine has, and has never recorded.
     *
     * @param since when it saw the job for the first time
     * @return what can be said of it
     */
    public HistoryStatus never(Instant since) {
        if (!isLate(since)) {
            return new HistoryStatus(HistoryHealth.NEW, Optional.empty(), "", Optional.empty());
        }
        return new HistoryStatus(
                HistoryHealth.NEVER,
                Optional.empty(),
                "the history was never recorded on this machine",
                Optional.of("does the daemon run, and was it reloaded since 'history' stands in the configuration?"));
    }

    /**
     * A job that is recorded on this machine.
     *
     * @param standing what the recording last said
     * @return what can be said of it
     */
    public HistoryStatus of(HistoryStanding standing) {
        List<String> wrong = new ArrayList<>();
        recorded(standing).ifPresent(wrong::add);
        standing.stored()
                .forEach((sink, stored) -> stored.until()
                        .filter(until -> wrong.isEmpty() && isLate(until))
                        .ifPresent(until -> wrong.add(
                                "sink '" + sink + "' lacks what was written of the history since " + second(until))));
        if (standing.forcedBases() >= MANY_BASES) {
            wrong.add(standing.forcedBases() + " histories in a row ended before a pack of them was closed");
        }
        if (!wrong.isEmpty()) {
            return new HistoryStatus(
                    HistoryHealth.LATE, Optional.of(standing), String.join("; ", wrong), Optional.of(cure(standing)));
        }
        boolean isNew = standing.recorded().isEmpty();
        return new HistoryStatus(
                isNew ? HistoryHealth.NEW : HistoryHealth.WELL, Optional.of(standing), "", Optional.empty());
    }

    private boolean isLate(Instant time) {
        return time.plus(patience()).isBefore(now);
    }

    private Optional<String> recorded(HistoryStanding standing) {
        Instant last = standing.recorded().orElse(standing.since());
        if (!isLate(last)) {
            return Optional.empty();
        }
        String age = standing.recorded()
                .map(time -> ", and " + Words.span(Duration.between(time, now)) + " aren't recorded")
                .orElse("");
        return Optional.of(
                switch (standing.state()) {
                    case STANDING ->
                        "the history stands still since " + second(standing.since()) + age + ": " + standing.why();
                    case WAITING ->
                        "the history waits since " + second(standing.since()) + " for the backup that it begins with"
                                + age;
                    case RECORDING -> "nothing was heard of the history since " + second(last) + age;
                });
    }

    private static String cure(HistoryStanding standing) {
        if (standing.forcedBases() >= MANY_BASES) {
            return "is etcd compacted faster than a backup is made?";
        }
        return standing.state() == State.RECORDING
                ? DAEMON
                : "it goes on by itself as soon as it can; if it doesn't: " + DAEMON;
    }

    private static Instant second(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS);
    }
}
