package dev.perigee.core.history.standing;

import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.words.FailureWords;
import dev.perigee.core.words.Words;
import dev.perigee.etcd.format.json.JsonException;
import dev.perigee.etcd.format.json.JsonObject;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How the recording of a job's history stands on this machine. Times are by this machine's clock.
 *
 * @param at when this was so
 * @param state what is being done
 * @param since since when it is recorded; else since when it isn't, however often a try changed the state
 * @param why why it stands still; empty unless it does
 * @param timeline the backup that the history began with; empty while there is none
 * @param revision the newest revision that was recorded; 0 if none was
 * @param recorded up to when everything that was written is recorded here; empty if nothing is
 * @param open since when rows wait in a pack that isn't closed yet, which a kill loses and etcd tells again; empty if none do
 * @param stored up to when everything that was written lies in a sink, by the sink's name
 * @param waiting how many bytes wait on this machine for a sink
 * @param timelines how many timelines ended, by why; over restarts
 * @param gaps how often rows were lost to the history; over restarts
 * @param newestGaps the newest of them, the newest first; a few
 * @param forcedBases how many timelines in a row ended before a pack of theirs was closed
 * @param seal what a member last said of the recorded data; empty if none was asked
 */
public record HistoryStanding(
        Instant at,
        State state,
        Instant since,
        String why,
        Optional<BackupId> timeline,
        long revision,
        Optional<Instant> recorded,
        Optional<Instant> open,
        Map<String, Stored> stored,
        long waiting,
        Map<TimelineEnd, Long> timelines,
        long gaps,
        List<Lost> newestGaps,
        int forcedBases,
        Optional<SealSeen> seal) {

    /** Gaps that are kept in mind. */
    static final int MOST_GAPS = 20;

    /** Copies the collections. */
    public HistoryStanding {
        stored = new TreeMap<>(stored);
        timelines = new TreeMap<>(timelines);
        newestGaps = List.copyOf(newestGaps);
    }

    /** What is being done. */
    public enum State {
        /** Whatever is written is recorded. */
        RECORDING,
        /** Nothing is recorded: etcd doesn't answer, or nobody records. */
        STANDING,
        /** A timeline has ended or none has begun, and the backup that one begins with is being made. */
        WAITING
    }

    /**
     * What lies in a sink.
     *
     * @param revision the newest revision of the history that does; 0 if none does
     * @param until up to when nothing is missing there; empty if nobody knows
     */
    public record Stored(long revision, Optional<Instant> until) {}

    /**
     * Rows that the history hasn't.
     *
     * @param at when that was noticed
     * @param end why
     * @param timeline the backup that their history began with
     * @param first the first revision that is missing
     * @param last the last one; empty if only the next backup tells
     * @param why a sentence
     */
    public record Lost(Instant at, TimelineEnd end, BackupId timeline, long first, Optional<Long> last, String why) {

        /**
         * Which revisions, in words.
         *
         * @return such as {@code revisions 12 to 20}
         */
        public String revisions() {
            return last.map(to -> Words.revisions(first, to)).orElse("behind revision " + (first - 1));
        }
    }

    /**
     * What a member said of its data, and what it came to.
     *
     * @param at when
     * @param revision up to which
     * @param verdict what it came to
     */
    public record SealSeen(Instant at, long revision, Verdict verdict) {

        /** What it came to. */
        public enum Verdict {
            /** It is stored with the pack, and compared when something is restored. */
            NOTED,
            /** It was compared, and is that of what was recorded. */
            AGREES,
            /** It was compared, and isn't. */
            DIFFERS
        }
    }

    /**
     * As it is written down, and told to programs.
     *
     * @return an object that {@link #ofJson} reads
     */
    public JsonObject json() {
        return StandingJson.write(this);
    }

    /**
     * Reads what was written down.
     *
     * @param json what {@link #json} gave
     * @return the standing
     * @throws JsonException if it is something else
     */
    public static HistoryStanding ofJson(JsonObject json) throws JsonException {
        try {
            return StandingJson.read(json);
        } catch (IllegalArgumentException | ArithmeticException | DateTimeException e) {
            throw new JsonException(FailureWords.of(e));
        }
    }

    /**
     * Up to when everything that was written lies in a sink.
     *
     * @return the latest of any sink; empty if nothing is stored
     */
    public Optional<Instant> storedUntil() {
        return stored.values().stream().flatMap(each -> each.until().stream()).max(Comparator.naturalOrder());
    }

    /**
     * What would be lost now with this machine and the cluster.
     *
     * @param now the time
     * @return not negative; empty if nothing is stored
     */
    public Optional<Duration> loss(Instant now) {
        return storedUntil()
                .map(until -> Duration.between(until, now))
                .map(age -> age.isNegative() ? Duration.ZERO : age);
    }
}
