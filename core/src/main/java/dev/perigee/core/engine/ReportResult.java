package dev.perigee.core.engine;

import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.catalog.Comparison;
import dev.perigee.core.catalog.Timeline;
import dev.perigee.core.drill.DrillMemory;
import dev.perigee.core.history.HistoryListing.Window;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.outcome.Result;
import dev.perigee.core.outcome.SinkFailure;
import dev.perigee.core.restore.RestoreMemory;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is kept, and what is known of it.
 *
 * @param version our own
 * @param instance whose state directory was asked
 * @param now when
 * @param places a row for each cluster and sink
 * @param listed what was listed
 */
public record ReportResult(String version, String instance, Instant now, List<Place> places, ListResult listed)
        implements Result {

    /** Copies the list. */
    public ReportResult {
        places = List.copyOf(places);
    }

    /**
     * One cluster's backups in one sink.
     *
     * @param cluster its name
     * @param sink its name
     * @param answered whether the sink could be listed; if not, nothing below is known
     * @param whole how many backups count
     * @param damaged how many don't
     * @param superseded of those that do, how many another one counts for, made for the same due time
     * @param oldest when the oldest that counts was taken
     * @param newest the newest that counts
     * @param timeline since which restore it goes on; empty for the first timeline
     * @param encoding what was done to the newest one's body; empty if its manifest wasn't read
     * @param recipients who can read the newest, where it is encrypted
     * @param signedBy whose signature the newest bears; empty if none
     * @param comparison what the members said of the newest one
     * @param readBack when a copy was last fetched and proven here
     * @param missed due times since the newest; empty where no job with a schedule brings backups here, or none is here
     * @param gaps due times of which no backup was made, as far back as is known; empty without a schedule or a backup
     * @param drill the cluster's last drill here
     * @param restored the cluster's last restore here
     * @param history what lies there of its history, and how that is recorded; empty if the cluster has none
     * @param contradictions backups that another sink holds otherwise, as far as manifests were read; a clause each
     */
    public record Place(
            String cluster,
            String sink,
            boolean answered,
            int whole,
            int damaged,
            int superseded,
            Optional<Instant> oldest,
            Optional<BackupId> newest,
            Optional<Timeline> timeline,
            Optional<List<String>> encoding,
            List<String> recipients,
            Optional<String> signedBy,
            Optional<Comparison> comparison,
            Optional<Instant> readBack,
            Optional<Missed> missed,
            Optional<Gaps> gaps,
            Optional<DrillMemory.Last> drill,
            Optional<RestoreMemory.Last> restored,
            Optional<HistoryThere> history,
            List<String> contradictions) {

        /** Copies the lists. */
        public Place {
            contradictions = List.copyOf(contradictions);
            recipients = List.copyOf(recipients);
        }

        /**
         * What would be lost if the cluster were lost now, and this sink were all there is.
         *
         * @param now the time
         * @return by its history where that is recorded here and well, else by its newest backup; empty if nothing is kept
         */
        public Optional<Duration> lossNow(Instant now) {
            return newest.map(
                    id -> history.flatMap(there -> there.lossNow(now)).orElseGet(() -> ReportRequest.age(id, now)));
        }
    }

    /**
     * A cluster's history in one sink.
     *
     * @param windows the windows that can be restored of what lies there, the newest first
     * @param gaps how many gaps there are
     * @param contradiction packs that tell different things of the same revisions; empty if none do
     * @param stored up to when nothing is missing there; empty where the history isn't recorded here, or is late
     */
    public record HistoryThere(
            List<Window> windows, int gaps, Optional<String> contradiction, Optional<Instant> stored) {

        /** Copies the list. */
        public HistoryThere {
            windows = List.copyOf(windows);
        }

        Optional<Duration> lossNow(Instant now) {
            return stored.map(until -> Duration.between(until, now)).map(age -> age.isNegative() ? Duration.ZERO : age);
        }
    }

    /**
     * The schedule, and what of it is behind.
     *
     * @param schedule as it is written
     * @param count due times since the newest backup that have passed; a thousand at most
     */
    public record Missed(String schedule, int count) {}

    @Override
    public Outcome outcome() {
        return listed.outcome();
    }

    @Override
    public List<SinkFailure> problems() {
        return listed.problems();
    }
}
