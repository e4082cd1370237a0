package dev.perigee.core.restore;

import dev.perigee.etcd.format.member.FoundingMember;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What is written for one member.
 *
 * @param member who it is
 * @param dataDir its data directory
 * @param walDir its WAL directory, if not the one in the data directory
 * @param placements what is renamed into place, in this order
 * @param memberDir where {@code member} is built
 * @param log where the WAL directory is built
 */
public record MemberPlan(
        FoundingMember member,
        Path dataDir,
        Optional<Path> walDir,
        List<Placement> placements,
        Path memberDir,
        Path log) {

    /** Copies the list. */
    public MemberPlan {
        placements = List.copyOf(placements);
    }

    /** Where its snapshots and its database are built. */
    Path snap() {
        return memberDir.resolve("snap");
    }

    /** Where its database is built. */
    Path database() {
        return snap().resolve("db");
    }
}
