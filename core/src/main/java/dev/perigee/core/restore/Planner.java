package dev.perigee.core.restore;

import dev.perigee.core.outcome.OperationException;
import dev.perigee.etcd.format.member.FoundingMember;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Decides where the members' files are built and what is renamed, from what was seen at the targets. Looks at nothing
 * itself.
 *
 * <p>Usually the whole data directory is swapped. One that is a mount point can't be renamed, so there the {@code member}
 * directory in it is swapped: etcd keeps everything in that.
 */
final class Planner {

    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private final RestoreRequest request;
    private final Instant now;
    private final long nonce;
    private final List<Path> leftovers = new ArrayList<>();

    Planner(RestoreRequest request, Instant now, long nonce) {
        this.request = request;
        this.now = now;
        this.nonce = nonce;
    }

    /** Where every member's files are built, and what earlier runs left there. */
    RestoreDraft draft(Flags flags, List<Targets.Target> targets) throws OperationException {
        List<MemberPlan> members = new ArrayList<>();
        for (Targets.Target target : targets) {
            members.add(place(target.member(), target.data(), target.wal()));
        }
        Optional<String> formerOwner = targets.stream()
                .flatMap(target -> target.data().owner().stream())
                .findFirst();
        return new RestoreDraft(request, flags, members, leftovers, formerOwner);
    }

    private MemberPlan place(FoundingMember member, TargetDirectory data, Optional<TargetDirectory> wal)
            throws OperationException {
        requireFree(data);
        Placement swap = placement(data);
        Path memberDir = data.mountPoint() ? swap.staged() : swap.staged().resolve(TargetDirectory.MEMBER);
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
        Placement log = placement(wal);
        List<Placement> both = new ArrayList<>(List.of(log, swap));
        return new MemberPlan(member, dataDir, Optional.of(path), both, memberDir, log.staged());
    }

    private static void requireApart(Path dataDir, Path walDir) throws OperationException {
        Path member = dataDir.resolve(TargetDirectory.MEMBER);
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

    private Placement placement(TargetDirectory directory) {
        Path unit = directory.unit();
        leftovers.addAll(Leftovers.locks(unit, directory.beside()));
        Optional<Path> aside = directory.holdsUnit() ? Optional.of(aside(directory)) : Optional.empty();
        return new Placement(unit, Leftovers.staged(unit, nonce), aside);
    }

    private Path aside(TargetDirectory directory) {
        String name = directory.unit().getFileName() + ".old-" + STAMP.format(now);
        return directory
                .unit()
                .resolveSibling(directory.beside().contains(name) ? name + "-%016x".formatted(nonce) : name);
    }
}
