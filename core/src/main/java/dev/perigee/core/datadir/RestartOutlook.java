package dev.perigee.core.datadir;

import dev.perigee.core.datadir.Finding.Part;
import dev.perigee.core.datadir.Finding.Verdict;
import dev.perigee.core.words.Words;
import dev.perigee.etcd.format.snapshot.SnapshotFacts;
import dev.perigee.etcd.format.wal.LogFacts;
import dev.perigee.etcd.format.wal.LogFault;
import dev.perigee.etcd.format.wal.RaftPosition;
import dev.perigee.etcd.format.wal.RaftSnapshots;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What etcd would make of a data directory when it starts: it reads the whole log, begins at the newest raft snapshot that the log
 * knows, needs a database that has come at least as far, and then does again what the log has beyond. Pure; used once.
 */
public final class RestartOutlook {

    private static final String REPLACE = "as one member of several: remove the member, clear the directory, and add it"
            + " again ('perigee etcdctl member remove', 'member add'); as the only one: 'perigee snapshot restore latest'";

    private final DirectoryFacts facts;
    private final LogFacts log;
    private final List<Finding> findings = new ArrayList<>();
    private RaftPosition start = RaftPosition.START;

    private RestartOutlook(DirectoryFacts facts) {
        this.facts = facts;
        this.log = facts.log();
    }

    /**
     * Looks ahead.
     *
     * @param facts what lies there
     * @return what was found, part by part; what a restart comes to is the last
     */
    public static List<Finding> of(DirectoryFacts facts) {
        RestartOutlook outlook = new RestartOutlook(facts);
        outlook.log();
        outlook.snapshots();
        outlook.database();
        outlook.position();
        outlook.version();
        outlook.restart();
        return List.copyOf(outlook.findings);
    }

    private void log() {
        if (log.files().isEmpty()) {
            findings.add(Finding.fatal(
                    Part.LOG,
                    "there is no write-ahead log: etcd would take the directory for a new member's",
                    "is that the data directory, and is its log elsewhere (--wal-dir)? else: " + REPLACE));
            return;
        }
        findings.add(log.fault().map(this::broken).orElseGet(() -> Finding.ok(Part.LOG, whole())));
        if (Long.compareUnsigned(log.commit(), newest()) > 0) {
            findings.add(Finding.fatal(
                    Part.LOG,
                    "entries up to " + index(log.commit()) + " were committed, but the log ends at " + index(newest())
                            + ": etcd stops with 'tocommit is out of range'",
                    REPLACE));
        }
    }

    private String whole() {
        String whose = log.identity()
                .map(identity -> "; member " + Long.toHexString(identity.member()) + " of cluster "
                        + Long.toHexString(identity.cluster()))
                .orElse("");
        return Words.count(log.files().size(), "file") + ", entries " + index(log.heldFrom()) + " to "
                + index(log.last().index()) + ", committed up to " + index(log.commit()) + ", term "
                + Long.toUnsignedString(log.term()) + whose;
    }

    private Finding broken(LogFault fault) {
        String where = fault.file() + " at byte " + fault.offset() + ": " + fault.sentence();
        if (fault.kind() == LogFault.Kind.TORN) {
            return Finding.warning(
                    Part.LOG,
                    where + "; " + whole(),
                    "etcd cuts that off by itself when it starts, and keeps the file as .broken; after a power cut that is"
                            + " what one expects");
        }
        String then = fault.kind() == LogFault.Kind.UNREADABLE
                ? "; etcd stops there, or takes it for a torn tail and cuts off all that follows"
                : "";
        return Finding.fatal(Part.LOG, where + then, "the disk, or whoever touched the file; " + REPLACE);
    }

    private void snapshots() {
        List<RaftPosition> known = log.committedSnapshots();
        for (RaftSnapshots.Entry snapshot : facts.snapshots()) {
            if (snapshot.fault().isPresent()) {
                findings.add(Finding.warning(
                        Part.SNAPSHOTS,
                        snapshot.file() + ": " + snapshot.fault().get(),
                        "etcd renames it to .broken and takes the one before"));
            }
        }
        Optional<RaftSnapshots.Entry> taken = facts.snapshots().stream()
                .filter(snapshot -> snapshot.fault().isEmpty())
                .filter(snapshot -> known.contains(snapshot.position()))
                .findFirst();
        start = taken.map(RaftSnapshots.Entry::position).orElse(RaftPosition.START);
        if (log.files().isEmpty()) {
            return;
        }
        findings.add(
                taken.isPresent()
                        ? Finding.ok(
                                Part.SNAPSHOTS,
                                "a restart begins at " + taken.get().file())
                        : Finding.ok(
                                Part.SNAPSHOTS, "none that the log knows: a restart begins at the log's first entry"));
        requireLogFrom(start);
    }

    private void requireLogFrom(RaftPosition from) {
        boolean begun = Long.compareUnsigned(log.firstIndex(), from.index()) <= 0;
        boolean continued = Long.compareUnsigned(log.last().index(), from.index()) <= 0
                || Long.compareUnsigned(log.heldFrom(), from.index() + 1) <= 0;
        if (!begun || !continued) {
            findings.add(Finding.fatal(
                    Part.SNAPSHOTS,
                    "a restart would begin at entry " + index(from.index()) + ", but the log holds them from "
                            + index(Math.max(log.firstIndex(), log.heldFrom())) + " on only",
                    "bring back the newest .snap file, if you have it; else: " + REPLACE));
        }
    }

    private void database() {
        if (facts.damage().isPresent()) {
            findings.add(Finding.fatal(Part.DATABASE, facts.damage().get(), REPLACE));
        } else if (facts.database().isEmpty()) {
            findings.add(
                    start.index() == 0 && log.firstIndex() == 0
                            ? Finding.warning(
                                    Part.DATABASE,
                                    "there is no member/snap/db",
                                    "etcd makes it anew from the log, which goes back to the beginning")
                            : Finding.fatal(Part.DATABASE, "there is no member/snap/db", REPLACE));
        } else {
            SnapshotFacts db = facts.database().get();
            findings.add(Finding.ok(
                    Part.DATABASE,
                    "sound: " + Words.count(db.liveKeys(), "key") + " at revision " + db.currentRevision()));
            db.alarms()
                    .forEach(alarm -> findings.add(Finding.warning(
                            Part.DATABASE,
                            "the alarm " + alarm.typeName() + " is raised",
                            "'perigee etcdctl alarm list' once it runs")));
        }
    }

    private void position() {
        if (facts.database().isEmpty() || log.files().isEmpty()) {
            return;
        }
        long applied = facts.database().get().consistentIndex().orElse(0);
        if (Long.compareUnsigned(applied, start.index()) < 0) {
            behind(applied);
        } else if (Long.compareUnsigned(applied, newest()) > 0) {
            findings.add(Finding.fatal(
                    Part.POSITION,
                    "the database has applied entry " + index(applied) + ", but the log ends at " + index(newest())
                            + ": new entries up to there would be passed over without a word",
                    "don't start it; " + REPLACE));
        } else {
            findings.add(
                    Finding.ok(Part.POSITION, "the database has applied " + index(applied) + " of " + index(newest())));
        }
    }

    private void behind(long applied) {
        String name = "%016x.snap.db".formatted(start.index());
        findings.add(
                facts.files().contains(name)
                        ? Finding.ok(Part.POSITION, "etcd puts " + name + ", which its leader sent, in the place of db")
                        : Finding.fatal(
                                Part.POSITION,
                                "the database has applied entry " + index(applied) + ", but the raft snapshot is of "
                                        + index(start.index()) + ": etcd looks for " + name + " and stops",
                                "is db an older copy? bring back the one that belongs here; else: " + REPLACE));
    }

    private void version() {
        facts.database().ifPresent(db -> {
            String storage = db.storageVersion().orElse("");
            String cluster = db.clusterVersion().orElse("");
            String least = storage.isEmpty() ? cluster : storage;
            findings.add(Finding.ok(
                    Part.VERSION,
                    least.isEmpty()
                            ? "nothing says which etcd wrote it"
                            : "written by etcd " + minor(least)
                                    + (cluster.isEmpty() ? "" : ", cluster version " + cluster) + ": start "
                                    + minor(least) + ", or the minor version after it"));
        });
    }

    private static String minor(String version) {
        int dot = version.lastIndexOf('.');
        return dot < 0 ? version : version.substring(0, dot);
    }

    private void restart() {
        boolean fatal = findings.stream().anyMatch(finding -> finding.verdict() == Verdict.FATAL);
        if (fatal) {
            findings.add(new Finding(
                    Part.RESTART,
                    Verdict.FATAL,
                    "etcd won't start on this directory, or loses writes",
                    Optional.empty()));
            return;
        }
        findings.add(Finding.ok(
                Part.RESTART,
                "etcd starts: from entry " + index(start.index()) + ", with "
                        + Words.count(newest() - start.index(), "entry") + " of the log beyond it"));
    }

    /** The newest entry that raft has: of the log, or of the snapshot where nothing came after it. */
    private long newest() {
        return Long.compareUnsigned(log.last().index(), start.index()) > 0
                ? log.last().index()
                : start.index();
    }

    private static String index(long index) {
        return Long.toUnsignedString(index);
    }
}
