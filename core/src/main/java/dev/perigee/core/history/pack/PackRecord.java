package dev.perigee.core.history.pack;

import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.catalog.Manifest;
import dev.perigee.core.catalog.StoredObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SequencedCollection;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What makes an object with rows a pack: which revisions of which history it holds, and when each came.
 *
 * @param place which timeline, which revisions
 * @param cluster whose history; etcd's id and the configured name
 * @param job the job that recorded it
 * @param instance the machine that recorded it
 * @param by the tool and its version
 * @param rows how many rows there are, from one per revision up
 * @param moments which revisions had been seen by when, ascending in both; the last one tells the pack's last revision
 * @param repeated times that came twice by the end of it since its timeline began: what a moment tells of them isn't all there is
 * @param leases leases that its rows name, as far as etcd told
 * @param seal what a member said of its data at the pack's last revision; empty if none was asked
 * @param follows the timeline before this one, and why it ended; only in a timeline's first pack, empty if there was none
 * @param object the rows as they are stored
 */
public record PackRecord(
        PackPlace place,
        Manifest.Cluster cluster,
        String job,
        String instance,
        String by,
        long rows,
        List<Moment> moments,
        RepeatedTimes repeated,
        List<LeaseTime> leases,
        Optional<Seal> seal,
        Optional<Follows> follows,
        StoredObject object) {

    /** The format version that is written, and the newest that is read. */
    public static final long FORMAT = 1;

    /** What the object is called in its record. */
    public static final String ROWS = "rows";

    private static final Instant NO_TIME = Instant.parse("+10000-01-01T00:00:00Z");

    private static final long LARGEST_HASH = 0xffff_ffffL;

    /** Refuses what no pack says. */
    public PackRecord {
        moments = List.copyOf(moments);
        leases = List.copyOf(leases);
        PackId id = place.pack();
        if (rows < id.last() - id.first() + 1) {
            throw new IllegalArgumentException("'rows' can't be " + rows + ": each revision has one at least");
        }
        requireAscending(id, moments);
        requireDated(repeated);
        if (seal.isPresent() && seal.get().revision() != id.last()) {
            throw new IllegalArgumentException(
                    "'seal' is of revision " + seal.get().revision());
        }
    }

    private static void requireAscending(PackId id, List<Moment> moments) {
        if (moments.isEmpty() || moments.getLast().revision() != id.last()) {
            throw new IllegalArgumentException("'moments' don't end with the last revision");
        }
        Moment before = new Moment(id.first() - 1, Instant.MIN);
        for (Moment moment : moments) {
            if (!isDated(moment.time())) {
                throw new IllegalArgumentException("'moments' hold a time that no clock has told");
            }
            if (moment.revision() <= before.revision() || moment.time().isBefore(before.time())) {
                throw new IllegalArgumentException("'moments' don't ascend at revision " + moment.revision());
            }
            before = moment;
        }
    }

    private static void requireDated(RepeatedTimes repeated) {
        if (!repeated.spans().stream().allMatch(span -> isDated(span.first()) && isDated(span.last()))) {
            throw new IllegalArgumentException("'repeated' hold a time that no clock has told");
        }
    }

    /** A forged time mustn't be beyond what can be reckoned with. */
    private static boolean isDated(Instant time) {
        return !time.isBefore(Instant.EPOCH) && time.isBefore(NO_TIME);
    }

    /**
     * By when a revision had been seen, and all before it.
     *
     * @param revision the last one
     * @param time by the clock of the machine that recorded it
     */
    public record Moment(long revision, Instant time) {

        /** By so much clocks differ that nobody has touched, and one who records lags behind another. */
        public static final Duration SKEW = Duration.ofSeconds(1);
    }

    /**
     * How long a lease lives.
     *
     * @param id the lease
     * @param seconds the time to live that it was granted
     */
    public record LeaseTime(long id, long seconds) {

        /** Refuses a time that no lease has. */
        public LeaseTime {
            if (seconds < 1) {
                throw new IllegalArgumentException("a lease doesn't live " + seconds + " seconds");
            }
        }
    }

    /**
     * What a member said of all its rows.
     *
     * @param revision up to which
     * @param compacted the compact revision at that time; -1 if none
     * @param hashKv etcd's HashKV: 32 unsigned bits
     * @param version the member's etcd version, such as {@code 3.6.16}
     */
    public record Seal(long revision, long compacted, long hashKv, String version) {

        /** Refuses what no member says. */
        public Seal {
            if (compacted < -1 || compacted > revision || hashKv < 0 || hashKv > LARGEST_HASH) {
                throw new IllegalArgumentException("'seal' can't be " + hashKv + " at " + compacted);
            }
        }

        /**
         * Whether it can be held against what is made: at a member's own compact revision, releases of etcd differ in which
         * tombstones they still have.
         *
         * @return false if it was compacted right there
         */
        public boolean isComparable() {
            return compacted < revision;
        }
    }

    /**
     * What was recorded before a timeline began.
     *
     * @param timeline the one before
     * @param last its last revision
     * @param why why it ended, a sentence
     * @param ofAnotherStore whether what came behind it is known to be another store, so that nothing is missing between their revisions
     */
    public record Follows(BackupId timeline, long last, String why, boolean ofAnotherStore) {

        /**
         * How far revisions of it are missing.
         *
         * @param begun the backup that the next history began with
         * @return the last one that is; not above {@link #last} if none is
         */
        public long missingUpTo(BackupId begun) {
            return ofAnotherStore ? last : begun.revision() - 1;
        }
    }

    /**
     * The same pack, of which more is known.
     *
     * @param times how long its leases live
     * @param said what a member said at its last revision
     * @return a record
     */
    public PackRecord knowing(List<LeaseTime> times, Optional<Seal> said) {
        return new PackRecord(place, cluster, job, instance, by, rows, moments, repeated, times, said, follows, object);
    }

    /**
     * The same rows, stored in another way.
     *
     * @param other the object
     * @return a record
     */
    public PackRecord with(StoredObject other) {
        return new PackRecord(place, cluster, job, instance, by, rows, moments, repeated, leases, seal, follows, other);
    }

    /**
     * The same, however its rows are stored.
     *
     * @return what each sink that holds the pack must tell
     */
    public PackRecord plain() {
        StoredObject.Plain content = object.content();
        return with(new StoredObject(object.role(), object.key(), content.length(), content.sha256()));
    }

    /**
     * What had been seen of it by a time.
     *
     * @param time inclusive
     * @return its last moment by then; empty if that is before all of them
     */
    public Optional<Moment> lastBy(Instant time) {
        return moments.reversed().stream()
                .filter(moment -> !moment.time().isAfter(time))
                .findFirst();
    }

    /** By when a revision of it had been seen. */
    public Instant seen(long revision) {
        return moments.get(firstMomentOf(revision)).time();
    }

    /** The place of the first moment that tells of a revision, and of all before it; that behind the last if none does. */
    public int firstMomentOf(long revision) {
        int low = 0;
        int high = moments.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (moments.get(middle).revision() < revision) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** What several sinks tell of one pack, if none contradicts another: one may know less of leases, and have no seal. */
    public static Optional<PackRecord> agreed(SequencedCollection<PackRecord> told) {
        SortedMap<Long, LeaseTime> leases = new TreeMap<>();
        told.forEach(record -> record.leases().forEach(lease -> leases.putIfAbsent(lease.id(), lease)));
        List<Seal> seals = told.stream()
                .flatMap(record -> record.seal().stream())
                .distinct()
                .toList();
        boolean agree = seals.size() < 2
                && told.stream()
                                .map(record -> record.plain().unlearnt())
                                .distinct()
                                .count()
                        == 1
                && told.stream()
                        .flatMap(record -> record.leases().stream())
                        .allMatch(lease -> lease.equals(leases.get(lease.id())));
        return agree
                ? Optional.of(told.getFirst()
                        .knowing(List.copyOf(leases.values()), seals.stream().findFirst()))
                : Optional.empty();
    }

    private PackRecord unlearnt() {
        return knowing(List.of(), Optional.empty());
    }

    public SeenMoment end() {
        return new SeenMoment(place.timeline(), moments.getLast());
    }

    /**
     * When the newest of its revisions had been seen.
     *
     * @return the last moment
     */
    public Instant until() {
        return moments.getLast().time();
    }
}
