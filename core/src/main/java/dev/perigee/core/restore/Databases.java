package dev.perigee.core.restore;

import dev.perigee.core.outcome.OperationException;
import dev.perigee.etcd.format.bbolt.write.BboltWriter;
import dev.perigee.etcd.format.bbolt.write.BucketChange;
import dev.perigee.etcd.format.bbolt.write.EditedCopy;
import dev.perigee.etcd.format.bbolt.write.PageCopy;
import dev.perigee.etcd.format.bbolt.write.ProvenFile;
import dev.perigee.etcd.format.bbolt.write.Rebuild;
import dev.perigee.etcd.format.snapshot.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The databases of a plan's members. Each is laid first, which takes long and can be done while the snapshot is still
 * being proven, and completed last. A copy is laid when its pages are there, and complete when it also has what the new
 * cluster changes; one that is rebuilt is both at once.
 */
record Databases(RestorePlan plan) {

    /**
     * Proves the draft's snapshot and lays the first member's database meanwhile.
     *
     * @throws OperationException if the snapshot can't be used
     * @throws IOException if the database can't be written
     */
    static ProvenSource layFirstWhileProving(RestoreDraft draft, Progress progress)
            throws OperationException, IOException {
        RestoreRequest request = draft.request();
        Path db = draft.members().getFirst().database();
        return request.data().compact()
                ? ProvenSource.proveWhileBuilding(request, progress, sound -> layUnproven(draft, sound, db))
                : ProvenSource.proveWhileCopying(request, progress, db);
    }

    /** The digest of what is laid isn't known yet. */
    private static void layUnproven(RestoreDraft draft, ProvenSource sound, Path db) throws IOException {
        RestorePlan plan;
        try {
            plan = draft.with(sound);
        } catch (OperationException e) {
            return; // the plan from the proven source says the same again
        }
        new Databases(plan).lay(db);
    }

    /** Lays those of some members. */
    void lay(List<MemberPlan> members) throws IOException {
        for (MemberPlan member : members) {
            lay(member.database());
        }
    }

    private void lay(Path db) throws IOException {
        try (ProvenFile source = source()) {
            if (plan.request().data().compact()) {
                Rebuild.write(source, db, changes(), source.pageSize(), BboltWriter.DEFAULT_FILL);
            } else {
                PageCopy.lay(source, db);
            }
        }
    }

    /** Completes one that was laid; it is on the disk then, and was read again. */
    void complete(Path db) throws IOException {
        if (!plan.request().data().compact()) {
            try (ProvenFile source = source()) {
                EditedCopy.complete(source, db, changes());
            }
        }
    }

    private ProvenFile source() throws IOException {
        return ProvenFile.open(plan.source().path(), plan.facts().pageSize());
    }

    private List<BucketChange> changes() {
        return plan.backend().changes(plan.source().state());
    }
}
