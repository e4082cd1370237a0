package dev.perigee.core.restore;

import dev.perigee.core.outcome.DiskException;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Builds what a plan says aside, then renames all of it into place. */
final class Executor {

    private Executor() {}

    /**
     * Builds every member aside, then renames all into place. Before the renames nothing at the targets has changed; when
     * one of them fails, those before it are taken back.
     *
     * @param begun a database of which the pages are there, or all; empty if none is
     * @param workspace where it is built; open
     */
    static RestoreResult execute(RestorePlan plan, Optional<Path> begun, Workspace workspace)
            throws IOException, OperationException {
        Optional<Ownership> owner = owner(plan);
        MemberBuilder builder = new MemberBuilder(plan, owner, begun);
        for (MemberPlan member : plan.members()) {
            builder.build(member);
        }
        if (owner.isPresent()) {
            workspace.give(owner.get());
        }
        plan.source().requireUnchanged();
        swap(plan);
        return RestoreResult.of(plan, workspace.clear());
    }

    private static Optional<Ownership> owner(RestorePlan plan) throws OperationException {
        Optional<String> named = plan.request().target().owner();
        return named.isPresent() ? Optional.of(Ownership.of(named.get())) : Optional.empty();
    }

    private static List<Placement> placements(RestorePlan plan) {
        List<Placement> placements = new ArrayList<>();
        plan.members().forEach(member -> placements.addAll(member.placements()));
        return placements;
    }

    private static void swap(RestorePlan plan) throws IOException, OperationException {
        for (MemberPlan member : plan.members()) {
            RunningEtcd.refuse(member.walDir().orElse(member.dataDir().resolve("member/wal")));
        }
        Swap swap = new Swap();
        try {
            for (Placement placement : placements(plan)) {
                swap.in(placement);
            }
        } catch (IOException e) {
            List<String> left = swap.back(e);
            if (left.isEmpty()) {
                throw e;
            }
            throw halfWay(plan.request(), e, left);
        }
    }

    /** The worst that can happen; nothing is lost even so. */
    static OperationException halfWay(RestoreRequest request, IOException e, List<String> commands) {
        return new OperationException(
                Outcome.INPUT_OUTPUT,
                "the restore to " + request.target().dataDir()
                        + " failed among its renames, and not all of them could be taken back: " + e.getMessage(),
                Optional.of("nothing is lost; to have it as it was: " + String.join("; ", commands)),
                Optional.of(e));
    }

    static OperationException failure(RestoreRequest request, IOException e) {
        Path target = request.target().dataDir();
        DiskException disk = OperationException.ofDisk("the restore to " + target + " failed", e);
        String hint = disk.hint().orElse("mend what it names") + ", then run it again; what is at " + target
                + " was not changed";
        return new OperationException(
                disk.outcome(), String.valueOf(disk.getMessage()), Optional.of(hint), Optional.of(e));
    }
}
