package dev.perigee.core.restore;

import dev.perigee.core.catalog.Manifest;
import dev.perigee.core.catalog.Stated;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a restore is asked to do.
 *
 * @param source the snapshot: a file on local disk
 * @param named how a person names the snapshot on a command line: that file, or a backup's id
 * @param cluster who the new cluster is
 * @param target where it goes
 * @param data what becomes of the data
 * @param stated what is said of the snapshot; empty if nobody says anything
 */
public record RestoreRequest(
        Path source, String named, Cluster cluster, Target target, Data data, Optional<Stated> stated) {

    /**
     * A restore of a snapshot of which nothing is said.
     *
     * @param source the snapshot: a file on local disk
     * @param named how a person names the snapshot on a command line
     * @param cluster who the new cluster is
     * @param target where it goes
     * @param data what becomes of the data
     */
    public RestoreRequest(Path source, String named, Cluster cluster, Target target, Data data) {
        this(source, named, cluster, target, data, Optional.empty());
    }

    /** Refuses nulls. */
    public RestoreRequest {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(named, "named");
        Objects.requireNonNull(cluster, "cluster");
        Objects.requireNonNull(target, "target");
        Objects.requireNonNull(data, "data");
    }

    /**
     * A restore of one member with etcdutl's defaults.
     *
     * @param source the snapshot
     * @param dataDir where to
     * @return the request
     */
    public static RestoreRequest of(Path source, Path dataDir) {
        return new RestoreRequest(source, source.toString(), Cluster.DEFAULT, Target.of(dataDir), Data.AS_IT_IS);
    }

    /**
     * The same request, by another name.
     *
     * @param name how a person names the snapshot
     * @return a new request
     */
    public RestoreRequest named(String name) {
        return new RestoreRequest(source, name, cluster, target, data, stated);
    }

    /**
     * The same request, of another target.
     *
     * @param where it goes
     * @return a new request
     */
    public RestoreRequest to(Target where) {
        return new RestoreRequest(source, named, cluster, where, data, stated);
    }

    /**
     * The same request, of a snapshot of which something is known beforehand.
     *
     * @param said what; empty if nobody says anything
     * @return a new request; another snapshot than that is DAMAGED
     */
    public RestoreRequest stated(Optional<Stated> said) {
        return new RestoreRequest(source, named, cluster, target, data, said);
    }

    /**
     * Whether the snapshot must end with the digest that etcd sent, and it must be right.
     *
     * @return false if it was made here, or whoever asks does without
     */
    public boolean isDigestDemanded() {
        return !data.skipHashCheck() && stated.filter(Stated::isMade).isEmpty();
    }

    /**
     * The encryption keys that the backup's companions name.
     *
     * @return empty if they name none, or there are none
     */
    public Optional<List<String>> heldKeys() {
        return stated.map(Stated::manifest).flatMap(Manifest::heldKeys);
    }

    /**
     * Who the new cluster is, in the words of etcdutl's flags.
     *
     * @param name the member's name
     * @param initialCluster all members with their peer URLs: {@code a=http://…:2380,b=…}
     * @param token goes into the ids
     * @param advertisePeerUrls this member's own URLs; empty to take them from {@code initialCluster}
     * @param allMembers whether every member is restored, each into its own directory; {@code name} and
     *     {@code advertisePeerUrls} are then left unread
     */
    public record Cluster(
            String name, String initialCluster, String token, Optional<String> advertisePeerUrls, boolean allMembers) {

        /** The member {@code default} on {@code http://localhost:2380}, alone. */
        public static final Cluster DEFAULT =
                new Cluster("default", "default=http://localhost:2380", "etcd-cluster", Optional.empty(), false);
    }

    /**
     * Where the new cluster goes.
     *
     * @param dataDir the data directory; with all members, the directory that gets {@code <name>.etcd} for each
     * @param walDir the directory of the write-ahead log, if not {@code member/wal} in the data directory; with all
     *     members, the directory that gets {@code <name>} for each
     * @param replace whether what is there is moved aside
     * @param owner who is to own the files: {@code USER} or {@code USER:GROUP}
     */
    public record Target(Path dataDir, Optional<Path> walDir, boolean replace, Optional<String> owner) {

        /**
         * A new data directory.
         *
         * @param dataDir where to
         * @return with the log inside, replacing nothing
         */
        public static Target of(Path dataDir) {
            return new Target(dataDir, Optional.empty(), false, Optional.empty());
        }

        /**
         * The same, whatever is there.
         *
         * @return with what is there moved aside
         */
        public Target replacing() {
            return new Target(dataDir, walDir, true, owner);
        }
    }

    /**
     * What becomes of the data.
     *
     * @param skipHashCheck whether a missing or wrong digest is let pass
     * @param compact whether the database is rebuilt without its free pages rather than copied
     * @param bump how far to raise the revision; the history before is marked as compacted
     * @param dropAlarms whether the old cluster's alarms are forgotten
     * @param targetVersion the servers that are to start from it, such as {@code 3.6}; empty to leave versions alone
     * @param dropLeases whether the leases are forgotten: what hung on them stays for good
     */
    public record Data(
            boolean skipHashCheck,
            boolean compact,
            Optional<RevisionBump> bump,
            boolean dropAlarms,
            Optional<String> targetVersion,
            boolean dropLeases) {

        /**
         * With the leases.
         *
         * @param skipHashCheck whether a missing or wrong digest is let pass
         * @param compact whether the database is rebuilt without its free pages rather than copied
         * @param bump how far to raise the revision
         * @param dropAlarms whether the old cluster's alarms are forgotten
         * @param targetVersion the servers that are to start from it
         */
        public Data(
                boolean skipHashCheck,
                boolean compact,
                Optional<RevisionBump> bump,
                boolean dropAlarms,
                Optional<String> targetVersion) {
            this(skipHashCheck, compact, bump, dropAlarms, targetVersion, false);
        }

        /** Copied as it is. */
        public static final Data AS_IT_IS = new Data(false, false, Optional.empty(), false, Optional.empty());

        /**
         * The same, raised by another measure.
         *
         * @param by how far to raise the revision
         * @return new data
         */
        public Data bumped(RevisionBump by) {
            return new Data(skipHashCheck, compact, Optional.of(by), dropAlarms, targetVersion, dropLeases);
        }
    }
}
