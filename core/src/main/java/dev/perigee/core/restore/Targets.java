package dev.perigee.core.restore;

import dev.perigee.core.outcome.OperationException;
import dev.perigee.etcd.format.member.FoundingMember;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Looks at where the members are to be, and refuses what is in use. */
final class Targets {

    /**
     * Where one member is to be.
     *
     * @param data its data directory
     * @param wal its WAL directory, if it isn't to be in the data directory
     */
    record Target(FoundingMember member, TargetDirectory data, Optional<TargetDirectory> wal) {}

    private Targets() {}

    static List<Target> look(RestoreRequest request, Flags flags) throws OperationException {
        List<Target> targets = new ArrayList<>();
        for (FoundingMember member : flags.members()) {
            TargetDirectory data = TargetDirectory.look(dataDir(request, member));
            Optional<Path> walDir = walDir(request, member);
            Optional<TargetDirectory> wal =
                    walDir.isPresent() ? Optional.of(TargetDirectory.look(walDir.get())) : Optional.empty();
            RunningEtcd.refuse(wal.map(TargetDirectory::path).orElse(data.path().resolve("member/wal")));
            targets.add(new Target(member, data, wal));
        }
        return targets;
    }

    private static Path dataDir(RestoreRequest request, FoundingMember member) {
        Path given = request.target().dataDir();
        return request.cluster().allMembers() ? given.resolve(member.name() + ".etcd") : given;
    }

    private static Optional<Path> walDir(RestoreRequest request, FoundingMember member) {
        return request.target()
                .walDir()
                .map(given -> request.cluster().allMembers() ? given.resolve(member.name()) : given);
    }
}
