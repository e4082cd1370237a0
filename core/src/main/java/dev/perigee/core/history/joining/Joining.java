package dev.perigee.core.history.joining;

import dev.perigee.core.history.spool.HistorySpool;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Decides which packs are joined to one: neighbours, of the same generation, until they are many, large or sealed. Pure.
 *
 * @param packBytes a joined pack has no more plain bytes than that
 * @param patience so long the first of some packs waits for more of them
 */
public record Joining(long packBytes, Duration patience) {

    /** So many packs become one, and so many of these one again. */
    public static final int MANY = 30;

    /** What a record says of times and leases has room for so many. */
    static final int MOST_FACTS = 20_000;

    /**
     * Packs that are joined.
     *
     * @param packs in order, each where the one before ends; one alone is as large as it gets, and stays as it is
     */
    record Group(List<HistorySpool.Kept> packs) {

        Group {
            packs = List.copyOf(packs);
        }
    }

    /** The groups that are to be joined now. */
    List<Group> due(List<HistorySpool.Kept> ascending, Instant now) {
        List<Group> due = new ArrayList<>();
        List<HistorySpool.Kept> open = new ArrayList<>();
        for (HistorySpool.Kept pack : ascending) {
            if (!open.isEmpty() && !goesOn(open, pack)) {
                if (!waits(open.getLast(), pack)) {
                    due.add(new Group(open));
                }
                open.clear();
            }
            open.add(pack);
            if (isFull(open)) {
                due.add(new Group(open));
                open.clear();
            }
        }
        if (!open.isEmpty() && isOld(open.getFirst(), now)) {
            due.add(new Group(open));
        }
        return due;
    }

    /** What comes next will be joined first, and then be of this generation, too. */
    private static boolean waits(HistorySpool.Kept last, HistorySpool.Kept next) {
        return next.generation() < last.generation() && isNext(last, next);
    }

    private static boolean isNext(HistorySpool.Kept last, HistorySpool.Kept next) {
        return next.record().place().timeline().equals(last.record().place().timeline())
                && next.record().place().pack().first()
                        == last.record().place().pack().last() + 1;
    }

    private boolean goesOn(List<HistorySpool.Kept> open, HistorySpool.Kept next) {
        return next.generation() == open.getLast().generation()
                && isNext(open.getLast(), next)
                && bytes(open) + bytes(next) <= packBytes
                && facts(open) + facts(next) <= MOST_FACTS;
    }

    private boolean isFull(List<HistorySpool.Kept> open) {
        return open.size() >= MANY
                || open.getLast().record().seal().isPresent()
                || bytes(open) > packBytes / 2
                || facts(open) > MOST_FACTS / 2;
    }

    private boolean isOld(HistorySpool.Kept first, Instant now) {
        Duration age = Duration.between(first.record().until(), now);
        return first.generation() == 0 && age.compareTo(patience) > 0;
    }

    private static long bytes(List<HistorySpool.Kept> packs) {
        return packs.stream().mapToLong(Joining::bytes).sum();
    }

    private static long bytes(HistorySpool.Kept pack) {
        return pack.record().object().length();
    }

    private static int facts(List<HistorySpool.Kept> packs) {
        return packs.stream().mapToInt(Joining::facts).sum();
    }

    private static int facts(HistorySpool.Kept pack) {
        return pack.record().moments().size() + pack.record().leases().size();
    }
}
