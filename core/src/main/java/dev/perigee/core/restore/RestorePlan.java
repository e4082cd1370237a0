package dev.perigee.core.restore;

import dev.perigee.etcd.format.member.BackendPlan;
import dev.perigee.etcd.format.member.EtcdMinor;
import dev.perigee.etcd.format.member.Membership;
import dev.perigee.etcd.format.snapshot.SnapshotFacts;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a restore is about to do, and why. Data: nothing is written before it is executed.
 *
 * @param request what was asked for
 * @param source the proven snapshot
 * @param cluster the new cluster
 * @param members what is written for each member restored, in the order in which it is done
 * @param backend what is changed in the database
 * @param needs the oldest servers that start from the result by its own record; empty if any from 3.4 up do
 * @param leftovers what earlier runs that were killed have left; removed first
 * @param formerOwner who owned what was at the target; empty if nothing was
 * @param warnings what the operator should know, a sentence each
 */
public record RestorePlan(
        RestoreRequest request,
        ProvenSource source,
        Membership cluster,
        List<MemberPlan> members,
        BackendPlan backend,
        Optional<EtcdMinor> needs,
        List<Path> leftovers,
        Optional<String> formerOwner,
        List<String> warnings) {

    /** Copies the lists. */
    public RestorePlan {
        members = List.copyOf(members);
        leftovers = List.copyOf(leftovers);
        warnings = List.copyOf(warnings);
    }

    /**
     * What the snapshot says about itself.
     *
     * @return the facts
     */
    public SnapshotFacts facts() {
        return source.proof().facts();
    }

    /**
     * The plan as a person reads it.
     *
     * @return lines without line ends
     */
    public List<String> lines() {
        return PlanText.of(this);
    }
}
