package dev.perigee.core.history.pack;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Times that came twice while one history was recorded, for the clock was put back: what had been seen by such a time nobody can tell.
 * Pure.
 *
 * @param spans ascending, apart from one another
 */
public record RepeatedTimes(List<Span> spans) {

    /** None: the clock was never put back. */
    public static final RepeatedTimes NONE = new RepeatedTimes(List.of());

    /** So many are kept apart; of more, the oldest two are one, with what lies between them. */
    private static final int MOST = 100;

    /** Refuses more than anybody notes. */
    public RepeatedTimes {
        spans = List.copyOf(spans);
        if (spans.size() > MOST) {
            throw new IllegalArgumentException("'repeated' are more than " + MOST);
        }
    }

    /**
     * Times in a row.
     *
     * @param first what the clock was put back to
     * @param last what it had come to before
     */
    public record Span(Instant first, Instant last) {

        /** Refuses what is no span. */
        public Span {
            if (last.isBefore(first)) {
                throw new IllegalArgumentException("no time came twice from " + first + " to " + last);
            }
        }

        private boolean holds(Instant time) {
            return !time.isBefore(first) && !time.isAfter(last);
        }

        private boolean meets(Span other) {
            return holds(other.first) || other.holds(first);
        }

        private Span and(Span other) {
            return new Span(
                    first.isBefore(other.first) ? first : other.first, last.isAfter(other.last) ? last : other.last);
        }
    }

    /**
     * The same, after the clock was put back once more.
     *
     * @param first what it was put back to
     * @param last what it had come to before
     * @return as few spans as tell it
     */
    public RepeatedTimes with(Instant first, Instant last) {
        Span more = new Span(first, last);
        List<Span> apart = new ArrayList<>();
        for (Span span : spans) {
            if (span.meets(more)) {
                more = more.and(span);
            } else {
                apart.add(span);
            }
        }
        apart.add(more);
        apart.sort(Comparator.comparing(Span::first));
        if (apart.size() > MOST) {
            apart.addFirst(apart.removeFirst().and(apart.removeFirst()));
        }
        return new RepeatedTimes(apart);
    }

    /**
     * The span that a time lies in.
     *
     * @param time any
     * @return empty if it came once
     */
    public Optional<Span> at(Instant time) {
        return spans.stream().filter(span -> span.holds(time)).findFirst();
    }
}
