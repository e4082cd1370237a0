package dev.perigee.etcd.format.member;

import java.util.ArrayList;
import java.util.List;

/**
 * Decides what must be lowered so that servers of an older line start from the data. Pure.
 *
 * <p>etcd's own way down is one minor version at a time, on a running cluster. The data itself is the same in 3.4 to 3.7;
 * what stops an older server are three records of versions.
 */
final class Lowering {

    private Lowering() {}

    static List<BackendEdit> plan(BackendState state, EtcdMinor target) {
        List<BackendEdit> edits = new ArrayList<>();
        state.storageVersion().filter(is -> is.compareTo(target) > 0).ifPresent(is -> edits.add(storage(is, target)));
        state.clusterVersion().filter(is -> is.compareTo(target) > 0).ifPresent(is -> edits.add(cluster(is, target)));
        state.downgradeTarget()
                .ifPresent(to -> edits.add(new BackendEdit.Remove(
                        BackendState.CLUSTER,
                        "downgrade",
                        "the old cluster's downgrade to " + to + " is over, and would stop a 3.5 server")));
        return edits;
    }

    private static BackendEdit storage(EtcdMinor is, EtcdMinor target) {
        if (target.compareTo(EtcdMinor.V3_6) < 0) {
            return new BackendEdit.Remove(
                    BackendState.META,
                    "storageVersion",
                    "it is " + is + ".0, and servers before 3.6 don't have it; late 3.4 ones refuse it");
        }
        return BackendEdit.Set.text(
                BackendState.META,
                "storageVersion",
                target.stored(),
                "it is " + is + ".0, and a " + target + " server refuses data newer than itself");
    }

    private static BackendEdit cluster(EtcdMinor is, EtcdMinor target) {
        return BackendEdit.Set.text(
                BackendState.CLUSTER,
                "clusterVersion",
                target.stored(),
                "it is " + is + ".0, and a " + target + " server refuses to join a newer cluster");
    }
}
