package dev.perigee.core.retention;

import dev.perigee.core.schedule.Pace;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** The backups that are due after a time, each worked out once. Ends at a horizon. For one thread. */
final class Dues {

    /** So many are counted; a hold that would need more is extended when they have come. */
    private static final int MOST = 50_000;

    private final Pace pace;
    private final Instant from;
    private final Instant horizon;
    private final List<Instant> all = new ArrayList<>();
    private final Map<Period, List<Instant>> firsts = new HashMap<>();

    Dues(Pace pace, Instant from, Instant horizon) {
        this.pace = pace;
        this.from = from;
        this.horizon = horizon;
    }

    /** The one that comes as the nth, from 1 up; the last that is counted if there are fewer. */
    Instant nth(int n) {
        return nth(all, n, pace::after);
    }

    /** Whether the next one lies in that stretch. */
    boolean isNextWithin(Period period, String stretch) {
        return period.stretch(utc(nth(1))).equals(stretch);
    }

    /** The first one of the nth stretch from 1 up, not counting the one that the newest backup lies in. */
    Instant ofStretch(Period period, String newest, int n) {
        int before = isNextWithin(period, newest) ? 1 : 0;
        List<Instant> known = firsts.computeIfAbsent(period, same -> new ArrayList<>());
        return nth(known, n + before, last -> last.equals(from) ? pace.after(last) : beyond(period, last));
    }

    private Instant beyond(Period period, Instant time) {
        return pace.after(period.next(utc(time)).toInstant(ZoneOffset.UTC).minusNanos(1));
    }

    private Instant nth(List<Instant> known, int n, UnaryOperator<Instant> next) {
        int wanted = Math.min(n, MOST);
        Instant last = known.isEmpty() ? from : known.getLast();
        while (known.size() < wanted && last.isBefore(horizon)) {
            last = next.apply(last);
            known.add(last);
        }
        return known.isEmpty() ? from : known.get(Math.min(wanted, known.size()) - 1);
    }

    private static LocalDateTime utc(Instant time) {
        return LocalDateTime.ofInstant(time, ZoneOffset.UTC);
    }
}
