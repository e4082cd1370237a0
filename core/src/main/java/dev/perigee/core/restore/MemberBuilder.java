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
import java.util.Objects;
import java.util.Optional;

/** Builds one member's files in their place aside. */
final class MemberBuilder {

    private final RestorePlan plan;
    private final Optional<Ownership> owner;
    private final Optional<Path> begun;

    /** A builder; one database may have been begun already: its pages copied, or all of it rebuilt. */
    MemberBuilder(RestorePlan plan, Optional<Ownership> owner, Optional<Path> begun) {
        this.plan = plan;
        this.owner = owner;
        this.begun = begun;
    }

    /** Makes the directories of a member, and says where its database goes. */
    static Path database(MemberPlan member) throws IOException {
        for (Placement placement : member.placements()) {
            DurableFile.createDirectories(placement.staged()); // nobody else's to read, from the first byte on
        }
        Files.createDirectories(member.log());
        return Files.createDirectories(member.memberDir().resolve("snap")).resolve("db");
    }

    void build(MemberPlan member) throws IOException {
        Path db = database(member);
        Path snap = Objects.requireNonNull(db.getParent());
        completeDatabase(db);
        MemberDirectory.writeSnapshot(snap, plan.cluster());
        MemberDirectory.writeLog(member.log(), member.member(), plan.cluster());
        for (Placement placement : member.placements()) {
            Disk.seal(placement.staged(), owner);
        }
    }

    private void completeDatabase(Path db) throws IOException {
        if (!begun.equals(Optional.of(db))) {
            writeDatabase(db);
        } else if (!plan.request().data().compact()) {
            try (ProvenFile source = source()) {
                EditedCopy.complete(source, db, changes());
            }
        }
    }

    void writeDatabase(Path db) throws IOException {
        try (ProvenFile source = source()) {
            if (plan.request().data().compact()) {
                Rebuild.write(source, db, changes(), source.pageSize(), BboltWriter.DEFAULT_FILL);
            } else {
                EditedCopy.write(source, db, changes());
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
