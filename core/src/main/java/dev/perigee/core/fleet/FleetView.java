package dev.perigee.core.fleet;

import dev.perigee.etcd.client.EtcdException;
import dev.perigee.etcd.client.KeyPage;
import dev.perigee.etcd.client.KeyValue;
import dev.perigee.etcd.format.json.Json;
import dev.perigee.etcd.format.json.JsonException;
import dev.perigee.etcd.format.json.JsonObject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the daemons' keys say at one revision. What can't be read is passed over, and never deleted; a claim counts whatever its
 * value is, if it hangs on a lease: no daemon makes one without.
 *
 * @param members the daemons that are there, ascending by lease
 * @param claims who runs which job
 * @param runs when a job did something last, by job and kind with a slash between
 * @param strays claims without a lease, which are nobody's and would stay for good: the revision that last changed each, by job
 */
public record FleetView(
        List<Member> members, Map<String, Claim> claims, Map<String, FleetRun> runs, Map<String, Long> strays) {

    /** Nothing is there. */
    public static final FleetView EMPTY = new FleetView(List.of(), Map.of(), Map.of());

    private static final String UNKNOWN = "unknown";

    /** Copies the collections; the maps are sorted by name. */
    public FleetView {
        members = List.copyOf(members);
        claims = Collections.unmodifiableMap(new TreeMap<>(claims));
        runs = Collections.unmodifiableMap(new TreeMap<>(runs));
        strays = Collections.unmodifiableMap(new TreeMap<>(strays));
    }

    /**
     * Keys as daemons make them.
     *
     * @param members the daemons that are there
     * @param claims who runs which job
     * @param runs when a job did something last
     */
    public FleetView(List<Member> members, Map<String, Claim> claims, Map<String, FleetRun> runs) {
        this(members, claims, runs, Map.of());
    }

    /**
     * A daemon.
     *
     * @param lease what keeps it there
     * @param instance its name
     * @param jobs tells whether two daemons have the same jobs
     */
    public record Member(long lease, String instance, String jobs) {}

    /**
     * That a daemon runs a job.
     *
     * @param lease whose
     * @param instance the daemon's name
     * @param fence the revision that created it
     */
    public record Claim(long lease, String instance, long fence) {

        /**
         * Whether it says whose it is.
         *
         * @return false for what no daemon wrote
         */
        public boolean isNamed() {
            return !instance.equals(UNKNOWN);
        }
    }

    /**
     * Looks at the keys once, as anybody may who can read them.
     *
     * @param settings where the daemons agree
     * @return what they say
     * @throws EtcdException of any kind, if etcd doesn't answer within a fifth of their time
     */
    public static FleetView seenIn(LeaderSettings settings) throws EtcdException {
        try (FleetStore store = new FleetStore(settings, settings::etcd)) {
            return store.look();
        }
    }

    static FleetView of(KeyPage page, FleetKeys keys) {
        List<Member> members = new ArrayList<>();
        Map<String, Claim> claims = new TreeMap<>();
        Map<String, FleetRun> runs = new TreeMap<>();
        Map<String, Long> strays = new TreeMap<>();
        for (KeyValue each : page.keyValues()) {
            keys.daemonOf(each.key())
                    .filter(id -> each.lease() != 0) // or jobs would be kept for nobody
                    .ifPresent(id -> members.add(new Member(each.lease(), text(each, "instance"), text(each, "jobs"))));
            keys.jobOf(each.key()).ifPresent(job -> {
                if (each.lease() == 0) {
                    strays.put(job, each.modRevision());
                } else {
                    claims.put(job, new Claim(each.lease(), text(each, "instance"), each.createRevision()));
                }
            });
            keys.runOf(each.key()).ifPresent(run -> FleetRun.read(each.value()).ifPresent(said -> runs.put(run, said)));
        }
        members.sort((one, other) -> Long.compare(one.lease(), other.lease()));
        return new FleetView(members, claims, runs, strays);
    }

    private static String text(KeyValue value, String member) {
        try {
            JsonObject json = Json.parseObject(value.value().toByteArray());
            return json.string(member).orElse(UNKNOWN);
        } catch (JsonException e) {
            return UNKNOWN;
        }
    }

    /**
     * Who runs a job.
     *
     * @param job its name
     * @return the instance; empty if nobody does, or the claim is no daemon's
     */
    public Optional<String> leader(String job) {
        return Optional.ofNullable(claims.get(job)).filter(Claim::isNamed).map(Claim::instance);
    }

    /**
     * The last backup of a job.
     *
     * @param job its name
     * @return whoever made it; empty if none is written down
     */
    public Optional<FleetRun> lastBackup(String job) {
        return Optional.ofNullable(runs.get(job + "/backup"))
                .filter(run -> run.backup().isPresent());
    }

    /**
     * The instances that several daemons are called. One that was killed and started anew is there twice until its old lease is
     * over.
     *
     * @return sorted; empty if each has a name of its own
     */
    public SortedSet<String> namesakes() {
        return twice(members.stream().map(Member::instance).toList());
    }

    /**
     * Which names occur more than once.
     *
     * @param instances of all daemons, as they call themselves
     * @return in their order; usually none
     */
    public static SortedSet<String> twice(List<String> instances) {
        SortedSet<String> twice = new TreeSet<>();
        Set<String> once = new HashSet<>();
        instances.stream().filter(name -> !once.add(name)).forEach(twice::add);
        return twice;
    }

    /**
     * What there is to say of several daemons with one name.
     *
     * @param instance their name
     * @return a sentence, and what to do
     */
    public static String namesake(String instance) {
        return "several daemons have the instance '" + instance
                + "': give each one of its own; or one of them was killed just now, and its lease isn't over yet";
    }
}
