package dev.perigee.core.catalog;

import dev.perigee.api.Sha256;
import dev.perigee.core.encoding.Decoding;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The record that makes stored objects a backup. Written last, deleted first, never changed; the same in every sink.
 *
 * @param id the backup's id
 * @param cluster whose data it is
 * @param member who sent it
 * @param job the job that took it
 * @param instance the machine on which the job ran
 * @param facts what is in the snapshot
 * @param proof what was checked before anything was stored
 * @param comparison what the cluster's members said of the same revision; empty if they were not asked
 * @param purpose why it was made: when it was due, and under which fence
 * @param timeline the stretch of history that it belongs to; empty for the first that was seen
 * @param objects the stored objects, the body first
 */
public record Manifest(
        BackupId id,
        Cluster cluster,
        Member member,
        String job,
        String instance,
        Facts facts,
        Proof proof,
        Optional<Comparison> comparison,
        Purpose purpose,
        Optional<Timeline> timeline,
        List<StoredObject> objects) {

    /** The format version that this release writes. Older ones are read; newer ones are an error that says so. */
    public static final int FORMAT = 1;

    /** The role of the object that holds the snapshot. */
    public static final String SNAPSHOT = "snapshot";

    /** The role of an object that holds rows of the snapshot, its own or an earlier backup's. */
    public static final String PACK = "pack";

    /** The role of the object that holds the files which a restore also needs. */
    public static final String COMPANIONS = "companions";

    /**
     * What stands for the member, the job and the instance of a backup whose layout keeps no manifest, so that they can't
     * be known; its cluster's and member's ids are 0 then.
     */
    public static final String UNKNOWN = "unknown";

    /** Copies the objects; refuses a manifest without a snapshot. */
    public Manifest {
        objects = List.copyOf(objects);
        if (objects.stream().noneMatch(object -> object.role().equals(SNAPSHOT))) {
            throw new IllegalArgumentException("the manifest of " + id + " names no object of role 'snapshot'");
        }
    }

    /**
     * A manifest of a backup that was compared with nobody, and made on demand; of the first timeline.
     *
     * @param id the backup's id
     * @param cluster whose data it is
     * @param member who sent it
     * @param job the job that took it
     * @param instance the machine on which the job ran
     * @param facts what is in the snapshot
     * @param proof what was checked before anything was stored
     * @param objects the stored objects, the body first
     */
    public Manifest(
            BackupId id,
            Cluster cluster,
            Member member,
            String job,
            String instance,
            Facts facts,
            Proof proof,
            List<StoredObject> objects) {
        this(
                id,
                cluster,
                member,
                job,
                instance,
                facts,
                proof,
                Optional.empty(),
                Purpose.NONE,
                Optional.empty(),
                objects);
    }

    /**
     * The object that holds the snapshot.
     *
     * @return the first of that role
     */
    public StoredObject body() {
        return objects.stream()
                .filter(object -> object.role().equals(SNAPSHOT))
                .findFirst()
                .orElseThrow();
    }

    /**
     * Whether the snapshot is stored as rows: what its body holds, and what is still there of earlier backups' rows.
     *
     * @return false if the body holds the file that etcd sent
     */
    public boolean isPacked() {
        return body().encoding().contains(Decoding.PACKS);
    }

    /**
     * The objects that a packed snapshot is put together from, its own body among them.
     *
     * @return none if it isn't packed
     */
    public List<StoredObject> packs() {
        return objects.stream().filter(object -> object.role().equals(PACK)).toList();
    }

    /**
     * The object that holds the files which a restore also needs.
     *
     * @return empty if the backup has none
     */
    public Optional<StoredObject> companions() {
        return objects.stream()
                .filter(object -> object.role().equals(COMPANIONS))
                .findFirst();
    }

    /**
     * Which of the keys that the snapshot's values are encrypted with an EncryptionConfiguration among the companions holds.
     *
     * @return their names, as those of {@link Facts#encryptionKeys}; empty if there is no such file
     */
    public Optional<List<String>> heldKeys() {
        return companions().flatMap(StoredObject::companions).flatMap(StoredObject.Companions::encryptionKeys);
    }

    /**
     * Whose data it is.
     *
     * @param name the cluster's name in our configuration
     * @param id etcd's cluster id, an unsigned 64-bit number
     */
    public record Cluster(String name, long id) {}

    /**
     * Who sent the snapshot.
     *
     * @param id the member's id, an unsigned 64-bit number
     * @param name its name, or its URL where it has none
     * @param version its etcd version, as in {@code 3.6.16}
     */
    public record Member(long id, String name, String version) {}

    /**
     * What is in the snapshot, as {@code snapshot status} and {@code hashkv} tell it.
     *
     * @param revision the revision that a server started from it would have, from 1 up
     * @param compacted the newest compacted revision; -1 if none
     * @param statusHash the status hash: CRC-32C over every bucket, key and value; 32 unsigned bits
     * @param hashKv etcd's HashKV at {@code revision}; 32 unsigned bits
     * @param liveKeys keys that exist at the newest revision: the "total keys" of etcd 3.6 and newer
     * @param entries entries of all buckets together: the "total keys" of etcd 3.5 and older
     * @param databaseBytes the database's size: the file without its digest, in bytes
     * @param storageVersion as etcd 3.6 and newer write it, {@code 3.6.0}; empty if older
     * @param raftIndex the index of the newest raft entry applied, from 0 up; empty if not recorded
     * @param encryptionKeys what a Kubernetes API server has encrypted values with
     * @param content the digest of all that it holds, whatever file holds it; empty if none of the job's sinks needed it
     */
    public record Facts(
            long revision,
            long compacted,
            long statusHash,
            long hashKv,
            long liveKeys,
            long entries,
            long databaseBytes,
            Optional<String> storageVersion,
            Optional<Long> raftIndex,
            List<EncryptionKey> encryptionKeys,
            Optional<Sha256> content) {

        /**
         * Facts without the raft index, of a snapshot in which nothing is encrypted.
         *
         * @param revision the revision that a server started from it would have
         * @param compacted the newest compacted revision; -1 if none
         * @param statusHash the status hash
         * @param hashKv etcd's HashKV at {@code revision}
         * @param liveKeys keys that exist at the newest revision
         * @param entries entries of all buckets together
         * @param databaseBytes the database's size in bytes
         * @param storageVersion as etcd 3.6 and newer write it; empty if older
         */
        public Facts(
                long revision,
                long compacted,
                long statusHash,
                long hashKv,
                long liveKeys,
                long entries,
                long databaseBytes,
                Optional<String> storageVersion) {
            this(
                    revision,
                    compacted,
                    statusHash,
                    hashKv,
                    liveKeys,
                    entries,
                    databaseBytes,
                    storageVersion,
                    Optional.empty(),
                    List.of(),
                    Optional.empty());
        }

        Facts holding(Sha256 digest) {
            return new Facts(
                    revision,
                    compacted,
                    statusHash,
                    hashKv,
                    liveKeys,
                    entries,
                    databaseBytes,
                    storageVersion,
                    raftIndex,
                    encryptionKeys,
                    Optional.of(digest));
        }

        /** Refuses what no snapshot has. */
        public Facts {
            encryptionKeys = List.copyOf(encryptionKeys);
            requireWithin("revision", revision, 1, Long.MAX_VALUE);
            requireWithin("compacted", compacted, -1, revision);
            requireWithin("statusHash", statusHash, 0, LARGEST_HASH);
            requireWithin("hashKv", hashKv, 0, LARGEST_HASH);
            requireWithin("liveKeys", liveKeys, 0, Long.MAX_VALUE);
            requireWithin("entries", entries, 0, Long.MAX_VALUE);
            requireWithin("databaseBytes", databaseBytes, 1, Long.MAX_VALUE);
            raftIndex.ifPresent(index -> requireWithin("raftIndex", index, 0, Long.MAX_VALUE));
        }
    }

    /**
     * What a Kubernetes API server has encrypted values with. Never the key itself.
     *
     * @param name provider and key as its EncryptionConfiguration calls them: {@code aescbc:key-2026-11}
     * @param values how many, history included; from 1 up
     */
    public record EncryptionKey(String name, long values) {

        /** Refuses none. */
        public EncryptionKey {
            requireWithin("encryptionKeys.values", values, 1, Long.MAX_VALUE);
        }
    }

    private static final long LARGEST_HASH = 0xffff_ffffL;

    static void requireWithin(String name, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException("'" + name + "' can't be " + value);
        }
    }

    /**
     * What was checked before anything was stored. That there is a manifest says that all of it was good.
     *
     * @param time when the check ended
     * @param by the tool and its version, {@code perigee 0.1.0}
     * @param checks what was checked: {@code digest}, {@code structure}, {@code rows}
     */
    public record Proof(Instant time, String by, List<String> checks) {

        /** Copies the checks. */
        public Proof {
            checks = List.copyOf(checks);
        }
    }

    /**
     * The same backup as etcd sent it: what its copies have in common, however each sink has it encoded.
     *
     * @return with plain objects only
     */
    public Manifest plain() {
        return with(objects.stream()
                .filter(object -> !object.role().equals(PACK))
                .map(StoredObject::asPlain)
                .map(object -> isPacked() && object.role().equals(SNAPSHOT)
                        ? object.at(Layout.STANDARD.body(cluster.name(), id))
                        : object)
                .toList());
    }

    /**
     * The same backup, of which is known what it holds.
     *
     * @param content the digest of all of it, whatever file holds it
     * @return a manifest
     */
    public Manifest holding(Sha256 content) {
        return new Manifest(
                id,
                cluster,
                member,
                job,
                instance,
                facts.holding(content),
                proof,
                comparison,
                purpose,
                timeline,
                objects);
    }

    /**
     * The same backup, its body stored in another way.
     *
     * @param stored the body
     * @return a manifest
     */
    public Manifest with(StoredObject stored) {
        return with(Stream.concat(
                        Stream.of(stored),
                        objects.stream().filter(object -> !object.role().equals(SNAPSHOT)))
                .toList());
    }

    /**
     * The same backup, its objects stored in another way.
     *
     * @param others the objects
     * @return a manifest
     */
    public Manifest with(List<StoredObject> others) {
        return new Manifest(id, cluster, member, job, instance, facts, proof, comparison, purpose, timeline, others);
    }

    /**
     * The same backup as one of a timeline.
     *
     * @param other the timeline; empty for the first
     * @return a manifest
     */
    public Manifest in(Optional<Timeline> other) {
        return new Manifest(id, cluster, member, job, instance, facts, proof, comparison, purpose, other, objects);
    }
}
