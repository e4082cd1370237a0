package dev.perigee.core.restore;

import dev.perigee.core.outcome.OperationException;
import dev.perigee.etcd.format.member.FoundingMember;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Decides where a member's files are built and what is renamed.
 *
 * <p>Usually the whole data directory is swapped. One that is a mount point can't be renamed, so there the {@code member}
 * directory in it is swapped: etcd keeps everything in that.
 */
final class TargetLayout {

    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final String MEMBER = "member";

    private final RestoreRequest request;
    private final Instant now;
    private final long nonce;

    TargetLayout(RestoreRequest request, Instant now, long nonce) {
        this.request = request;
        this.now = now;
        this.nonce = nonce;
    }

    Path dataDir(FoundingMember member) {
        Path given = request.target().dataDir();
        return request.cluster().allMembers() ? given.resolve(member.name() + ".etcd") : given;
    }

    Optional<Path> walDir(FoundingMember member) {
        return request.target()
                .walDir()
                .map(given -> request.cluster().allMembers() ? given.resolve(member.name()) : given);
    }

    MemberPlan place(FoundingMember member, TargetDirectory data, Optional<TargetDirectory> wal)
            throws OperationException {
        Path unit = data.mountPoint() ? data.path().resolve(MEMBER) : data.path();
        requireFree(data);
        Placement swap = placement(unit, data.occupied() && Files.exists(unit));
        Path memberDir = data.mountPoint() ? swap.staged() : swap.staged().resolve(MEMBER);
        if (wal.isEmpty()) {
            return new MemberPlan(
                    member, data.path(), Optional.empty(), List.of(swap), memberDir, memberDir.resolve("wal"));
        }
        return withLog(member, data.path(), swap, memberDir, wal.get());
    }

    private MemberPlan withLog(FoundingMember member, Path dataDir, Placement swap, Path memberDir, TargetDirectory wal)
            throws OperationException {
        Path path = wal.path();
        requireApart(dataDir, path);
        if (path.startsWith(swap.target())) {
            Path log = swap.staged().resolve(swap.target().relativize(path));
            return new MemberPlan(member, dataDir, Optional.of(path), List.of(swap), memberDir, log);
        }
        requireFree(wal);
        if (wal.mountPoint()) {
            throw Refusal.badInput(
                    "--wal-dir " + path + " is a mount point, which can't be swapped in one step",
                    "give a directory in it, such as " + path.resolve("wal") + ", to this command and to etcd");
        }
        Placement log = placement(path, wal.occupied());
        List<Placement> both = new ArrayList<>(List.of(log, swap));
        return new MemberPlan(member, dataDir, Optional.of(path), both, memberDir, log.staged());
    }

    private static void requireApart(Path dataDir, Path walDir) throws OperationException {
        Path member = dataDir.resolve(MEMBER);
        boolean clash =
                dataDir.startsWith(walDir) || walDir.equals(member) || walDir.startsWith(member.resolve("snap"));
        if (clash) {
            throw Refusal.badInput(
                    "--wal-dir " + walDir + " is in the way of the data directory " + dataDir,
                    "leave --wal-dir out to keep the log in the data directory, or name a directory of its own");
        }
    }

    private void requireFree(TargetDirectory site) throws OperationException {
        if (site.occupied() && !request.target().replace()) {
            throw Refusal.refused(
                    site.path() + " is not empty: it holds "
                            + String.join(
                                    ", ", site.contents().stream().limit(3).toList())
                            + (site.contents().size() > 3 ? ", …" : ""),
                    "name another directory, or add --replace, which moves what is there aside and deletes nothing");
        }
    }

    private Placement placement(Path target, boolean moveAside) {
        return new Placement(
                target, Leftovers.staged(target, nonce), moveAside ? Optional.of(aside(target)) : Optional.empty());
    }

    private Path aside(Path target) {
        Path aside = target.resolveSibling(target.getFileName() + ".old-" + STAMP.format(now));
        return Files.exists(aside) ? aside.resolveSibling(aside.getFileName() + "-%016x".formatted(nonce)) : aside;
    }
}
