package dev.perigee.core.restore;

import dev.perigee.core.disk.DurableFile;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.etcd.format.bbolt.write.BboltWriter;
import dev.perigee.etcd.format.bbolt.write.BucketChange;
import dev.perigee.etcd.format.bbolt.write.EditedCopy;
import dev.perigee.etcd.format.bbolt.write.ProvenFile;
import dev.perigee.etcd.format.bbolt.write.Rebuild;
import dev.perigee.etcd.format.member.MemberDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

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

    /** Writes a database from a source whose digest isn't known yet. */
    static void rebuild(RestoreDraft draft, ProvenSource provisional, Path db) throws IOException {
        RestorePlan plan;
        try {
            plan = draft.with(provisional);
        } catch (OperationException e) {
            return; // the plan from the proven source says the same again
        }
        new MemberBuilder(plan, Optional.empty(), Optional.empty()).writeDatabase(db);
    }

    void build(MemberPlan member) throws IOException {
        Path db = database(member);
        Path snap = Objects.requireNonNull(db.getParent());
        completeDatabase(db);
        MemberDirectory.writeSnapshot(snap, plan.cluster());
        MemberDirectory.writeLog(member.log(), member.member(), plan.cluster());
        for (Placement placement : member.placements()) {
            seal(placement.staged());
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

    private void writeDatabase(Path db) throws IOException {
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

    /** Gives every file and directory its mode and owner and brings them to the disk, the deepest first. */
    private void seal(Path root) throws IOException {
        List<Path> all;
        try (Stream<Path> paths = Files.walk(root)) {
            all = paths.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : all) {
            restrict(path);
            if (owner.isPresent()) {
                owner.get().give(path);
            }
            DurableFile.sync(path);
        }
    }

    private static void restrict(Path path) throws IOException {
        PosixFileAttributeView view =
                Files.getFileAttributeView(path, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        if (view != null) {
            view.setPermissions(PosixFilePermissions.fromString(Files.isDirectory(path) ? "rwx------" : "rw-------"));
        }
    }
}
