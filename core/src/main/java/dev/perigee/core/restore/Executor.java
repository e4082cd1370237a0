package dev.perigee.core.restore;

import dev.perigee.core.outcome.DiskException;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.words.FailureWords;
import dev.perigee.etcd.format.member.MemberDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Completes what was laid, then renames all of it into place. */
final class Executor {

    private Executor() {}

    /**
     * Completes every member aside, then renames all into place. Before the renames nothing at the targets has changed;
     * when one of them fails, those before it are taken back.
     *
     * @param workspace where every member's database was laid; open
     */
    static RestoreResult execute(RestorePlan plan, Workspace workspace) throws IOException, OperationException {
        Optional<String> named = plan.request().target().owner();
        Optional<Ownership> owner = named.isPresent() ? Optional.of(Ownership.of(named.get())) : Optional.empty();
        Databases databases = new Databases(plan);
        for (MemberPlan member : plan.members()) {
            databases.complete(member.database());
            MemberDirectory.writeSnapshot(member.snap(), plan.cluster());
            MemberDirectory.writeLog(member.log(), member.member(), plan.cluster());
            for (Placement placement : member.placements()) {
                Seal.on(placement.staged(), owner);
            }
        }
        if (owner.isPresent()) {
            workspace.give(owner.get());
        }
        plan.source().requireUnchanged();
        Swap.all(plan);
        return RestoreResult.of(plan, workspace.clear());
    }

    static OperationException failure(RestoreRequest request, IOException e) {
        Path target = request.target().dataDir();
        DiskException disk = OperationException.ofDisk("the restore to " + target + " failed", e);
        String hint = disk.hint().orElse("mend what it names") + ", then run it again; what is at " + target
                + " was not changed";
        return new OperationException(disk.outcome(), FailureWords.of(disk), Optional.of(hint), Optional.of(e));
    }
}
