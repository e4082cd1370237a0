package dev.perigee.core.restore;

import dev.perigee.core.disk.DurableFile;
import dev.perigee.etcd.format.bbolt.write.BboltWriter;
import dev.perigee.etcd.format.bbolt.write.BucketChange;
import dev.perigee.etcd.format.bbolt.write.EditedCopy;
import dev.perigee.etcd.format.bbolt.write.ProvenFile;
import dev.perigee.etcd.format.bbolt.write.Rebuild;
import dev.perigee.etcd.format.member.MemberDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Builds one member's files in their place aside. */
final class MemberBuilder {

    private final RestorePlan plan;
    private final Optional<Ownership> owner;

    MemberBuilder(RestorePlan plan, Optional<Ownership> owner) {
        this.plan = plan;
        this.owner = owner;
    }

    void build(MemberPlan member) throws IOException {
        for (Placement placement : member.placements()) {
            DurableFile.createDirectories(placement.staged()); // nobody else's to read, from the first byte on
        }
        Path snap = Files.createDirectories(member.memberDir().resolve("snap"));
        Files.createDirectories(member.log());
        writeDatabase(snap.resolve("db"));
        MemberDirectory.writeSnapshot(snap, plan.cluster());
        MemberDirectory.writeLog(member.log(), member.member(), plan.cluster());
        for (Placement placement : member.placements()) {
            Disk.seal(placement.staged(), owner);
        }
    }

    private void writeDatabase(Path db) throws IOException {
        List<BucketChange> changes = plan.backend().changes(plan.source().state());
        int pageSize = plan.facts().pageSize();
        try (ProvenFile source = ProvenFile.open(plan.source().path(), pageSize)) {
            if (plan.request().data().compact()) {
                Rebuild.write(source, db, changes, pageSize, BboltWriter.DEFAULT_FILL);
            } else {
                EditedCopy.write(source, db, changes);
            }
        }
    }
}
