package dev.perigee.etcd.client;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * What one member says about itself. Ids and terms are unsigned 64-bit numbers: print them with
 * {@link Long#toHexString} or {@link Long#toUnsignedString}.
 *
 * @param endpoint where it was asked
 * @param clusterId the cluster's id; all single members started with etcd's defaults have the same
 * @param memberId this member's id
 * @param version its etcd version, {@code 3.6.4}
 * @param storageVersion the version of its storage schema; empty from members before 3.6
 * @param dbSize bytes of its database file: what a snapshot has, less 32
 * @param dbSizeInUse bytes of it in use
 * @param dbSizeQuota its space quota in bytes; 0 from members before 3.6
 * @param leader the leader's id as it knows it; 0 if it knows none
 * @param learner whether it has no vote yet
 * @param revision the newest revision it has applied
 * @param raftTerm its raft term
 * @param raftIndex the newest raft entry it knows to be committed
 * @param raftAppliedIndex the newest raft entry it has applied
 * @param downgrade whether its cluster is on its way to an older version; empty from members before 3.6
 * @param errors what it complains about: alarms, a missing leader
 */
public record MemberStatus(
        URI endpoint,
        long clusterId,
        long memberId,
        String version,
        Optional<String> storageVersion,
        long dbSize,
        long dbSizeInUse,
        long dbSizeQuota,
        long leader,
        boolean learner,
        long revision,
        long raftTerm,
        long raftIndex,
        long raftAppliedIndex,
        Optional<Downgrade> downgrade,
        List<String> errors) {

    /** Copies the errors. */
    public MemberStatus {
        errors = List.copyOf(errors);
    }

    /**
     * Whether it is the leader.
     *
     * @return by its own account
     */
    public boolean isLeader() {
        return leader != 0 && leader == memberId;
    }

    /**
     * Whether it knows a leader: without one it may be cut off and behind.
     *
     * @return by its own account
     */
    public boolean knowsLeader() {
        return leader != 0;
    }
}
