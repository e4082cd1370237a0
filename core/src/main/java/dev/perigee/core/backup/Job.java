package dev.perigee.core.backup;

import dev.perigee.core.companions.CompanionSettings;
import dev.perigee.core.copies.ProofSettings;
import dev.perigee.core.drill.DrillSettings;
import dev.perigee.core.history.HistorySettings;
import dev.perigee.core.schedule.Schedule;
import dev.perigee.core.sinks.Destination;
import dev.perigee.core.sinks.Format;
import dev.perigee.core.source.ClusterSettings;
import java.util.List;
import java.util.Optional;

/**
 * Which cluster, when, to which sinks.
 *
 * @param name the job's name in the configuration
 * @param cluster what to back up
 * @param schedule when the daemon runs it; empty for on demand only
 * @param destinations where the backups go; at least one
 * @param verify when and which copies are proven again
 * @param drill when restores are played through, and with what
 * @param companions which files go along; empty for none
 * @param history how what happens between backups is recorded; empty if it isn't
 */
public record Job(
        String name,
        ClusterSettings cluster,
        Optional<Schedule> schedule,
        List<Destination> destinations,
        ProofSettings verify,
        DrillSettings drill,
        Optional<CompanionSettings> companions,
        Optional<HistorySettings> history) {

    /**
     * A job of data alone.
     *
     * @param name the job's name
     * @param cluster what to back up
     * @param schedule when the daemon runs it
     * @param destinations where the backups go
     * @param verify when and which copies are proven again
     * @param drill when restores are played through, and with what
     */
    public Job(
            String name,
            ClusterSettings cluster,
            Optional<Schedule> schedule,
            List<Destination> destinations,
            ProofSettings verify,
            DrillSettings drill) {
        this(name, cluster, schedule, destinations, verify, drill, Optional.empty(), Optional.empty());
    }

    /**
     * The same job, with files that go along.
     *
     * @param files which
     * @return a new job
     */
    public Job with(Optional<CompanionSettings> files) {
        return new Job(name, cluster, schedule, destinations, verify, drill, files, history);
    }

    /**
     * The same job, whose history is recorded.
     *
     * @param settings how; empty if it isn't
     * @return a new job
     */
    public Job recording(Optional<HistorySettings> settings) {
        return new Job(name, cluster, schedule, destinations, verify, drill, companions, settings);
    }

    /**
     * A job whose copies are never proven again, and whose restores are never played through.
     *
     * @param name the job's name
     * @param cluster what to back up
     * @param schedule when the daemon runs it
     * @param destinations where the backups go
     */
    public Job(String name, ClusterSettings cluster, Optional<Schedule> schedule, List<Destination> destinations) {
        this(name, cluster, schedule, destinations, ProofSettings.DEFAULT, DrillSettings.DEFAULT);
    }

    /** Copies the destinations; refuses none. */
    public Job {
        destinations = List.copyOf(destinations);
        if (destinations.isEmpty()) {
            throw new IllegalArgumentException("job '" + name + "' has no sink");
        }
    }

    /** Whether a sink gets rows, which can only be told from the plain body, and beside what the sink has. */
    boolean wantsRows() {
        return destinations.stream().anyMatch(sink -> sink.format() == Format.PACKS);
    }

    /**
     * The same job without retention: a backup that may be wrong pushes out none that is right.
     *
     * @return to the same sinks, which keep everything
     */
    Job removingNothing() {
        return to(destinations.stream().map(Destination::keepingAll).toList());
    }

    /**
     * The same job, whose backups go elsewhere.
     *
     * @param others where; at least one
     * @return a new job
     */
    public Job to(List<Destination> others) {
        return new Job(name, cluster, schedule, others, verify, drill, companions, history);
    }
}
