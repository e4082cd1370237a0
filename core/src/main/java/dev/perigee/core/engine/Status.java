package dev.perigee.core.engine;

import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.copies.Listing;
import dev.perigee.core.history.standing.HistoryStatus;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.outcome.Result;
import dev.perigee.core.outcome.SinkFailure;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Whether the backups are as the jobs want them.
 *
 * @param at when it was looked at
 * @param instance this installation's name
 * @param jobs in the configuration's order
 * @param spool what waits for its sinks; empty if this user may not look into the spool
 * @param full that the state directory's file system is; empty if it isn't, or nobody knows
 * @param listings the backups by the cluster's name, in the configuration's order
 */
public record Status(
        Instant at,
        String instance,
        List<JobStatus> jobs,
        Optional<Waiting> spool,
        Optional<String> full,
        Map<String, Listing> listings)
        implements Result {

    /** Copies the collections. */
    public Status {
        jobs = List.copyOf(jobs);
        listings = new LinkedHashMap<>(listings);
    }

    /**
     * The same, with histories that were looked at since.
     *
     * @param histories by the job's name; of a job that isn't named the one from before stays
     * @return a status
     */
    public Status with(Map<String, HistoryStatus> histories) {
        List<JobStatus> seen = jobs.stream()
                .map(job ->
                        job.with(Optional.ofNullable(histories.get(job.name())).or(job::history)))
                .toList();
        return new Status(at, instance, seen, spool, full, listings);
    }

    /**
     * OVERDUE if a sink lacks a backup that was due, or a history is late; else NO_SPACE if nothing can be remembered, PARTIAL if
     * the last run failed, a sink doesn't answer
     * or isn't as it was left, else OK.
     */
    @Override
    public Outcome outcome() {
        if (jobs.stream().anyMatch(job -> job.lacksBackup() || job.lacksHistory())) {
            return Outcome.OVERDUE;
        }
        if (full.isPresent()) {
            return Outcome.NO_SPACE;
        }
        boolean doubtful = jobs.stream()
                .flatMap(job -> job.sinks().stream())
                .anyMatch(sink -> sink.health().isDoubtful());
        return problems().isEmpty() && !doubtful ? Outcome.OK : Outcome.PARTIAL;
    }

    @Override
    public List<SinkFailure> problems() {
        return listings.values().stream()
                .flatMap(listing -> listing.warnings().stream())
                .toList();
    }

    /** How it stands with one sink of a job. */
    public enum Health {
        /** The newest backup is the one of the last due time. */
        WELL(false),
        /** The last run didn't bring its backup there, and may be made up for yet. */
        BEHIND(false),
        /** A due time has passed, and no backup came of it; or the last run didn't bring its backup there, and nothing has since. */
        LATE(true),
        /** There is no whole backup, none was due since the daemon has known the job, and no run of it failed. */
        NEW(false),
        /** There is no whole backup, and one was due, or the run that was to make it failed. */
        EMPTY(true),
        /** Its backup is there in time, and the run that brought it left something amiss, such as older ones that it was to remove. */
        AMISS(false),
        /** It can't be listed: no answer comes from there. */
        UNREACHABLE(false),
        /** It can't be listed: it says no. */
        DENIED(false),
        /** It can't be listed: what its settings name isn't there or isn't right, such as a bucket. */
        MISCONFIGURED(false),
        /** It can't be listed, for another reason. */
        UNREADABLE(false),
        /** Its backups are there in time, and its ledger doesn't agree with what lies there, or some of that is damaged. */
        SUSPECT(false),
        /** It may only be written to, so that nobody can look. */
        UNSEEN(false);

        private final boolean lacks;

        Health(boolean lacks) {
            this.lacks = lacks;
        }

        /** Why it can't be listed, in a word. */
        static Health unlisted(Outcome why) {
            return switch (why) {
                case CONNECTION, INTERRUPTED -> UNREACHABLE;
                case DENIED -> DENIED;
                case NOT_FOUND, BAD_CONFIGURATION, BAD_INPUT -> MISCONFIGURED;
                default -> UNREADABLE;
            };
        }

        boolean isDoubtful() {
            return isUnlisted() || this == SUSPECT || this == BEHIND || this == AMISS;
        }

        /**
         * Whether it couldn't be listed, although that was tried.
         *
         * @return false as well where nobody may look
         */
        public boolean isUnlisted() {
            return this == UNREACHABLE || this == DENIED || this == MISCONFIGURED || this == UNREADABLE;
        }

        /**
         * Whether a backup is missing.
         *
         * @return false also where nobody knows
         */
        public boolean lacks() {
            return lacks;
        }
    }

    /**
     * How it stands with a job.
     *
     * @param name the job's name
     * @param cluster the cluster's name
     * @param schedule as it is written; empty for on demand only
     * @param due the next due time after now; empty if there is none
     * @param leader which daemon runs it; empty if nobody does, that isn't known, or every daemon runs its own
     * @param sinks in the job's order
     * @param history how its history stands; empty if none is wanted
     */
    public record JobStatus(
            String name,
            String cluster,
            Optional<String> schedule,
            Optional<Instant> due,
            Optional<String> leader,
            List<SinkStatus> sinks,
            Optional<HistoryStatus> history) {

        /**
         * A job without a history that every daemon runs by itself.
         *
         * @param name the job's name
         * @param cluster the cluster's name
         * @param schedule as it is written
         * @param due the next due time after now
         * @param sinks in the job's order
         */
        public JobStatus(
                String name, String cluster, Optional<String> schedule, Optional<Instant> due, List<SinkStatus> sinks) {
            this(name, cluster, schedule, due, Optional.empty(), sinks, Optional.empty());
        }

        /** Copies the list. */
        public JobStatus {
            sinks = List.copyOf(sinks);
        }

        /**
         * The same job, of whose history something else is known.
         *
         * @param seen how that stands
         * @return a job
         */
        public JobStatus with(Optional<HistoryStatus> seen) {
            return new JobStatus(name, cluster, schedule, due, leader, sinks, seen);
        }

        /**
         * Whether a sink lacks a backup that was due.
         *
         * @return false where none can be looked at
         */
        public boolean lacksBackup() {
            return sinks.stream().anyMatch(sink -> sink.health().lacks());
        }

        /**
         * Whether its history is late.
         *
         * @return false without one
         */
        public boolean lacksHistory() {
            return history.filter(seen -> seen.health().lacks()).isPresent();
        }
    }

    /**
     * How it stands with one sink of a job.
     *
     * @param sink its name
     * @param health in a word
     * @param newest the newest whole backup that says how fresh the sink is; empty if there is none, or nobody knows
     * @param readBack when a whole copy of the cluster was last fetched from there and proven; empty if none was
     * @param kept how many whole backups of the cluster lie there, as far as they were looked at
     * @param bytes how long their bodies are together
     * @param sentence what is wrong; empty if nothing is
     * @param cure what to do about it; empty if nothing is wrong, or the sentence says it
     */
    public record SinkStatus(
            String sink,
            Health health,
            Optional<Newest> newest,
            Optional<Instant> readBack,
            int kept,
            long bytes,
            String sentence,
            Optional<String> cure) {

        /**
         * Whether somebody could look what lies there.
         *
         * @return false if nothing is known but what the daemon brought there or couldn't bring
         */
        public boolean isSeen() {
            return switch (health) {
                case UNREACHABLE, DENIED, MISCONFIGURED, UNREADABLE, UNSEEN -> false;
                case BEHIND, LATE, AMISS -> newest.isPresent() || kept > 0;
                case WELL, NEW, EMPTY, SUSPECT -> true;
            };
        }
    }

    /**
     * The newest backup of a cluster in one sink.
     *
     * @param id the backup
     * @param proven when it was proven last, as far as its manifest tells; empty if it has none
     * @param length its body's length in bytes; empty if nobody knows
     */
    public record Newest(BackupId id, Optional<Instant> proven, OptionalLong length) {}

    /**
     * What waits in the spool.
     *
     * @param bodies the newest backup first
     */
    public record Waiting(List<WaitingBody> bodies) {

        /** Copies the list. */
        public Waiting {
            bodies = List.copyOf(bodies);
        }

        /**
         * How much room they take.
         *
         * @return in bytes
         */
        public long bytes() {
            return bodies.stream().mapToLong(WaitingBody::length).sum();
        }
    }

    /**
     * A body that waits in the spool.
     *
     * @param cluster the cluster's name
     * @param id its backup
     * @param length in bytes
     * @param sinks who still has to get it
     */
    public record WaitingBody(String cluster, BackupId id, long length, List<String> sinks) {

        /** Copies the list. */
        public WaitingBody {
            sinks = List.copyOf(sinks);
        }
    }
}
