package dev.perigee.core.history.standing;

import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.history.pack.PackId;
import dev.perigee.core.history.pack.PackRecord;
import dev.perigee.core.history.standing.HistoryStanding.Lost;
import dev.perigee.core.history.standing.HistoryStanding.SealSeen;
import dev.perigee.core.history.standing.HistoryStanding.State;
import dev.perigee.core.history.standing.HistoryStanding.Stored;
import dev.perigee.core.logging.LateLogger;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Keeps how a history stands while it is recorded: hears of each step, writes it down and passes it on, at once what changes the state,
 * else every few seconds. What was written down before is gone on with. Safe for many threads.
 */
public final class StandingKeeper {

    private static final System.Logger LOG = LateLogger.of(StandingKeeper.class);
    private static final Duration EVERY = Duration.ofSeconds(5);
    private static final int LONGEST_WHY = 2_000;

    private final StandingFile file;
    private final InstantSource clock;
    private final StandingListener listener;
    private final Map<PackId, Owed> owed = new HashMap<>();
    private final Map<String, Long> stored = new TreeMap<>();
    private final Map<String, Instant> lacking = new TreeMap<>();
    private final Map<TimelineEnd, Long> timelines = new TreeMap<>();
    private final List<Lost> newestGaps = new ArrayList<>();
    private State state = State.STANDING;
    private Instant since;
    private String why = "nothing was recorded yet";
    private Optional<BackupId> timeline = Optional.empty();
    private long revision;
    private Optional<Instant> recorded = Optional.empty();
    private Optional<Instant> open = Optional.empty();
    private long gaps;
    private int forcedBases;
    private Optional<SealSeen> seal = Optional.empty();
    private Instant told = Instant.MIN;
    private boolean untold;
    private boolean failing;

    /** A pack that waits for sinks, the time of its first rows, and its length. */
    private record Owed(Instant first, long bytes, Set<String> sinks) {}

    /**
     * A keeper that goes on where the file ends.
     *
     * @param file where it is written down
     * @param clock what time it is
     * @param listener hears of it
     * @param sinks who gets packs
     */
    public StandingKeeper(StandingFile file, InstantSource clock, StandingListener listener, Collection<String> sinks) {
        this.file = file;
        this.clock = clock;
        this.listener = listener;
        this.since = clock.instant();
        sinks.forEach(sink -> stored.put(sink, 0L));
        file.read().ifPresent(this::goOnFrom);
    }

    private void goOnFrom(HistoryStanding before) {
        timeline = before.timeline();
        revision = before.revision();
        recorded = before.open().or(before::recorded); // what no pack held yet is told again
        before.stored().forEach((sink, last) -> stored.computeIfPresent(sink, (_, _) -> last.revision()));
        timelines.putAll(before.timelines());
        newestGaps.addAll(before.newestGaps());
        gaps = before.gaps();
        forcedBases = before.forcedBases();
        seal = before.seal();
        since = before.state() == State.RECORDING ? since : before.since();
        why = before.state() == State.STANDING ? before.why() : "it is about to begin";
    }

    /**
     * A sink is new, or in another place: whatever was stored under its name, it has none of it.
     *
     * @param sink who
     */
    public synchronized void hasCome(String sink) {
        stored.computeIfPresent(sink, (_, _) -> 0L);
    }

    /**
     * A pack waits for sinks.
     *
     * @param pack its record
     * @param sinks who has still to get it
     */
    public synchronized void owes(PackRecord pack, Collection<String> sinks) {
        owed.put(
                pack.place().pack(),
                new Owed(pack.moments().getFirst().time(), pack.object().length(), new HashSet<>(sinks)));
        tell(false);
    }

    /**
     * A sink has a pack.
     *
     * @param pack which
     * @param sink who
     */
    public synchronized void settled(PackId pack, String sink) {
        stored.computeIfPresent(sink, (_, last) -> Math.max(last, pack.last()));
        Owed waiting = owed.get(pack);
        if (waiting != null && waiting.sinks().remove(sink) && waiting.sinks().isEmpty()) {
            owed.remove(pack);
        }
        tell(false);
    }

    /**
     * A pack waits no more, whoever got it.
     *
     * @param pack which
     */
    public synchronized void dropped(PackId pack) {
        owed.remove(pack);
        tell(false);
    }

    /**
     * What a sink was given isn't all there any more.
     *
     * @param sink who
     * @param last the last revision that it alone leads to
     * @param since from when on, at the earliest, something is missing there
     */
    public synchronized void lacking(String sink, long last, Instant since) {
        stored.computeIfPresent(sink, (_, _) -> last);
        boolean known = since.equals(lacking.put(sink, since));
        tell(!known);
    }

    /**
     * All that a sink was given is there.
     *
     * @param sink who
     */
    public synchronized void complete(String sink) {
        boolean known = lacking.remove(sink) == null;
        tell(!known);
    }

    /** The backup that a timeline begins with is being made. */
    public synchronized void waits() {
        change(State.WAITING, "");
    }

    /**
     * Nothing is recorded.
     *
     * @param because a sentence
     */
    public synchronized void stands(String because) {
        change(State.STANDING, because.substring(0, Math.min(LONGEST_WHY, because.length())));
    }

    private void change(State next, String because) {
        boolean changed = state != next;
        if (changed && (state == State.RECORDING || next == State.RECORDING)) { // a try that fails is no beginning
            since = clock.instant();
        }
        boolean said = changed || !why.equals(because);
        state = next;
        why = because;
        if (next != State.RECORDING && said) {
            tell(true);
        } else {
            tell(changed);
        }
    }

    /**
     * A timeline has begun with a backup.
     *
     * @param base the backup
     */
    public synchronized void began(BackupId base) {
        timeline = Optional.of(base);
    }

    /**
     * etcd has told all that it has.
     *
     * @param last the newest revision that is recorded
     * @param time when
     * @param waitsSince since when rows wait in the pack that is open; empty if none do
     */
    public synchronized void heard(long last, Instant time, Optional<Instant> waitsSince) {
        revision = last;
        recorded = Optional.of(time);
        open = waitsSince;
        change(State.RECORDING, "");
    }

    /**
     * A pack was closed: the timeline is one that lasts.
     *
     * @param pack its record
     * @param sinks who gets it
     */
    public synchronized void closed(PackRecord pack, Collection<String> sinks) {
        forcedBases = 0;
        open = Optional.empty();
        owes(pack, sinks);
    }

    /**
     * A timeline has ended, or couldn't begin.
     *
     * @param end why
     * @param inARow how many did, one behind the other, before a pack was closed
     */
    public synchronized void ended(TimelineEnd end, int inARow) {
        timelines.merge(end, 1L, Long::sum);
        forcedBases = inARow;
        open = Optional.empty();
    }

    /**
     * Rows are lost to the history.
     *
     * @param lost which, and why
     */
    public synchronized void lost(Lost lost) {
        gaps++;
        newestGaps.addFirst(lost);
        if (newestGaps.size() > HistoryStanding.MOST_GAPS) {
            newestGaps.removeLast();
        }
        tell(true);
    }

    /**
     * A member said what it holds.
     *
     * @param seen what it came to
     */
    public synchronized void sealed(SealSeen seen) {
        seal = Optional.of(seen);
        tell(seen.verdict() == SealSeen.Verdict.DIFFERS);
    }

    /** Tells what wasn't told yet, if it is time; called again and again. */
    public synchronized void look() {
        if (untold) {
            tell(false);
        }
    }

    private void tell(boolean now) {
        Instant time = clock.instant();
        boolean due = told.isAfter(time) || !told.plus(EVERY).isAfter(time);
        untold = !now && !due;
        if (!untold) {
            told = time;
            HistoryStanding standing = standing(time);
            write(standing);
            listener.on(standing);
        }
    }

    /** Also what an interrupted thread has to say last. */
    private void write(HistoryStanding standing) {
        try {
            file.write(standing);
            failing = false;
        } catch (IOException e) {
            if (!failing) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "how the history stands can''t be written down: {0}",
                        e.toString());
            }
            failing = true;
        }
    }

    private HistoryStanding standing(Instant now) {
        Map<String, Stored> sinks = new TreeMap<>();
        stored.forEach((sink, last) -> sinks.put(sink, new Stored(last, until(sink))));
        return new HistoryStanding(
                now,
                state,
                since,
                why,
                timeline,
                revision,
                recorded,
                open,
                sinks,
                owed.values().stream().mapToLong(Owed::bytes).sum(),
                timelines,
                gaps,
                newestGaps,
                forcedBases,
                seal);
    }

    /** Up to the first rows that a sink lacks, or to the last that were heard of. */
    private Optional<Instant> until(String sink) {
        Stream<Instant> waiting = owed.values().stream()
                .filter(pack -> pack.sinks().contains(sink))
                .map(Owed::first);
        Stream<Instant> lost = Optional.ofNullable(lacking.get(sink)).stream();
        return recorded.map(time -> Stream.of(waiting, lost, open.stream(), Stream.of(time))
                .flatMap(times -> times)
                .min(Comparator.naturalOrder())
                .orElse(time));
    }
}
