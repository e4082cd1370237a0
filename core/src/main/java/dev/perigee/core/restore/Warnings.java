package dev.perigee.core.restore;

import dev.perigee.core.words.Sizes;
import dev.perigee.etcd.format.member.BackendState;
import dev.perigee.etcd.format.member.EtcdMinor;
import dev.perigee.etcd.format.snapshot.SnapshotFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds what an operator should know before a restored cluster surprises them. Pure. */
final class Warnings {

    /** etcd's default quota; the quota is a flag of the server and isn't in the file. */
    private static final long DEFAULT_QUOTA = 2L << 30;

    private final List<String> sentences = new ArrayList<>();

    private Warnings() {}

    static List<String> of(
            RestoreRequest.Data data, SnapshotFacts facts, BackendState state, Optional<EtcdMinor> target) {
        Warnings warnings = new Warnings();
        warnings.digest(data);
        warnings.versions(state, target);
        warnings.carriedOver(data, facts);
        warnings.size(facts);
        return List.copyOf(warnings.sentences);
    }

    /** The oldest servers that start from the data as it is: none older than the records in it. */
    static Optional<EtcdMinor> needs(BackendState state, Optional<EtcdMinor> target) {
        Optional<EtcdMinor> newest = newest(state).filter(version -> version.compareTo(EtcdMinor.V3_6) >= 0);
        return target.isPresent()
                ? newest.map(version -> version.compareTo(target.get()) > 0 ? target.get() : version)
                        .filter(version -> version.compareTo(EtcdMinor.V3_6) >= 0)
                : newest;
    }

    private static Optional<EtcdMinor> newest(BackendState state) {
        return Stream.of(state.storageVersion(), state.clusterVersion())
                .flatMap(Optional::stream)
                .max(EtcdMinor::compareTo);
    }

    private void digest(RestoreRequest.Data data) {
        if (data.skipHashCheck()) {
            sentences.add("the SHA-256 was not checked: the structure is whole, but nobody knows whether the values"
                    + " are what etcd sent");
        }
    }

    private void versions(BackendState state, Optional<EtcdMinor> target) {
        Optional<EtcdMinor> newest = newest(state);
        if (target.isEmpty()) {
            newest.filter(version -> version.compareTo(EtcdMinor.V3_6) >= 0)
                    .ifPresent(version -> sentences.add("etcd older than " + version
                            + " refuses this data, or stumbles over it at a later upgrade;"
                            + " --target-version lowers what is in the way"));
            state.downgradeTarget()
                    .ifPresent(to -> sentences.add("the old cluster was being downgraded to " + to
                            + "; a 3.5 server of another version refuses to start until that record is gone:"
                            + " --target-version removes it"));
            return;
        }
        newest.filter(version -> version.minor() - target.get().minor() > 1)
                .ifPresent(version -> sentences.add("etcd's own downgrade goes one minor version at a time; from "
                        + version + " to " + target.get() + " is more. Try the result on a spare machine first"));
    }

    private void carriedOver(RestoreRequest.Data data, SnapshotFacts facts) {
        if (!facts.alarms().isEmpty() && !data.dropAlarms()) {
            facts.alarms()
                    .forEach(
                            alarm -> sentences.add(
                                    "the " + alarm.typeName() + " alarm of member "
                                            + Long.toHexString(alarm.memberId())
                                            + " comes along: writes are refused until 'perigee etcdctl alarm disarm'; --drop-alarms leaves it behind"));
        }
        if (facts.authEnabled()) {
            sentences.add("authentication stays on, with the same users and passwords");
        }
        if (facts.leases() > 0 && !data.dropLeases()) {
            sentences.add(
                    "leases come along (" + facts.leases() + "); their times start over when a leader is elected");
        }
        facts.members().stream()
                .filter(member -> member.learner())
                .forEach(member -> sentences.add("member " + Long.toHexString(member.id())
                        + " was a learner; a restored cluster has voting members only"));
        if (facts.scheduledCompactRevision() > Math.max(0, facts.compactRevision())) {
            sentences.add("a compaction at revision " + facts.scheduledCompactRevision()
                    + " was asked for and not finished; the server does it when it starts");
        }
        if (facts.rows() == 0) {
            sentences.add("the snapshot holds no key at all; is it the one you meant?");
        }
    }

    private void size(SnapshotFacts facts) {
        if (facts.totalSize() > DEFAULT_QUOTA * 9 / 10) {
            sentences.add("the database has " + Sizes.human(facts.totalSize()) + " and the default quota is "
                    + Sizes.human(DEFAULT_QUOTA)
                    + ": start etcd with the --quota-backend-bytes the old cluster had, or it raises NOSPACE at once");
        }
    }
}
