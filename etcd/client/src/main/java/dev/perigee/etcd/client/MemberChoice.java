package dev.perigee.etcd.client;

import java.net.URI;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Which member a snapshot should be taken from, and why. Decided from the members' own accounts, without I/O.
 *
 * <p>A follower is preferred to the leader, which has enough to do; a learner or a member that knows no leader may be
 * behind and is never chosen while another is there; a member is current if it has applied what the others know to be
 * committed, give or take what arrives while they are asked. A member that an alarm calls corrupt comes after all others:
 * alarms bear a member's id, and every member lists those of all. One whose data differs from the quorum's is never chosen.
 *
 * @param chosen the best member; empty if none will do
 * @param reasons for each endpoint one sentence, in the order given
 * @param doubt why the chosen one's data may be wrong all the same, as a sentence; empty if nothing speaks against it
 */
public record MemberChoice(Optional<MemberStatus> chosen, List<String> reasons, Optional<String> doubt) {

    /** How many raft entries a busy cluster may move on while its members are asked one after the other. */
    static final long CURRENT_WITHIN = 1_000;

    /** Copies the reasons. */
    public MemberChoice {
        reasons = List.copyOf(reasons);
    }

    private enum Fitness {
        FOLLOWER("a current follower"),
        LEADER("the leader: taken only if no follower is current"),
        BEHIND("behind the others: taken only if no member is current"),
        LEADERLESS("knows no leader: taken only if no other member answers"),
        CORRUPT("has other data than the others, by the alarm CORRUPT: taken only if no other member answers"),
        OUTVOTED("holds other data than the quorum, by its HashKV: never taken"),
        LEARNER("a learner: never taken by choice");

        private final String reason;

        Fitness(String reason) {
            this.reason = reason;
        }
    }

    /**
     * Chooses. With a single endpoint that is the user's choice: it is taken if it answers.
     *
     * @param statuses what came of asking, in the order of the settings
     * @return the choice
     */
    public static MemberChoice of(List<EndpointStatus> statuses) {
        return of(statuses, Set.of());
    }

    /**
     * Chooses, knowing whose data differs.
     *
     * @param statuses what came of asking, in the order of the settings
     * @param outvoted the ids of members whose data differs from the quorum's; none of them is chosen
     * @return the choice
     */
    public static MemberChoice of(List<EndpointStatus> statuses, Set<Long> outvoted) {
        List<MemberStatus> answered = answered(statuses);
        if (answered.stream().map(MemberStatus::clusterId).distinct().count() > 1) {
            return new MemberChoice(Optional.empty(), named(answered), Optional.empty());
        }
        long newest = answered.stream().mapToLong(MemberStatus::raftIndex).max().orElse(0);
        Set<Long> corrupt = CorruptMembers.of(answered);
        Function<MemberStatus, Fitness> fitness =
                status -> outvoted.contains(status.memberId()) ? Fitness.OUTVOTED : fitness(status, newest, corrupt);
        Optional<MemberStatus> best = best(answered, fitness, statuses.size() == 1);
        return new MemberChoice(best, reasons(statuses, fitness), best.flatMap(chosen -> doubt(chosen, corrupt)));
    }

    /** Of each member the cluster, if there are several; empty if all that answer belong to one. */
    static List<String> clusters(List<EndpointStatus> statuses) {
        List<MemberStatus> answered = answered(statuses);
        return answered.stream().map(MemberStatus::clusterId).distinct().count() > 1 ? named(answered) : List.of();
    }

    private static List<MemberStatus> answered(List<EndpointStatus> statuses) {
        return statuses.stream()
                .filter(EndpointStatus.Answered.class::isInstance)
                .map(status -> ((EndpointStatus.Answered) status).status())
                .toList();
    }

    private static Optional<String> doubt(MemberStatus chosen, Set<Long> corrupt) {
        if (corrupt.contains(chosen.memberId())) {
            return Optional.of("the alarm CORRUPT names the member at " + chosen.endpoint()
                    + ", from which this snapshot was taken, because no other would do: its data may be wrong");
        }
        return corrupt.contains(CorruptMembers.UNKNOWN)
                ? Optional.of("an alarm CORRUPT that names no member is raised: the data of the member at "
                        + chosen.endpoint() + ", from which this snapshot was taken, may be wrong")
                : Optional.empty();
    }

    /**
     * The endpoint chosen.
     *
     * @return empty if no member will do
     */
    public Optional<URI> endpoint() {
        return chosen.map(MemberStatus::endpoint);
    }

    private static Optional<MemberStatus> best(
            List<MemberStatus> answered, Function<MemberStatus, Fitness> fitness, boolean only) {
        return answered.stream()
                .filter(status -> fitness.apply(status) != Fitness.OUTVOTED)
                .filter(status -> only || !status.learner())
                .min(Comparator.comparing(fitness));
    }

    private static List<String> named(List<MemberStatus> answered) {
        return answered.stream()
                .map(status -> status.endpoint() + ": belongs to cluster " + Long.toHexString(status.clusterId())
                        + ", but all endpoints must belong to one")
                .toList();
    }

    private static List<String> reasons(List<EndpointStatus> statuses, Function<MemberStatus, Fitness> fitness) {
        return statuses.stream().map(status -> reason(status, fitness)).toList();
    }

    private static String reason(EndpointStatus status, Function<MemberStatus, Fitness> fitness) {
        return switch (status) {
            // Its message begins with the endpoint, as all of ours do.
            case EndpointStatus.Failed failed -> String.valueOf(failed.failure().getMessage());
            case EndpointStatus.Answered answered -> status.endpoint() + ": " + fitness.apply(answered.status()).reason;
        };
    }

    private static Fitness fitness(MemberStatus status, long newest, Set<Long> corrupt) {
        if (status.learner()) {
            return Fitness.LEARNER;
        }
        if (corrupt.contains(status.memberId())) {
            return Fitness.CORRUPT;
        }
        if (!status.knowsLeader()) {
            return Fitness.LEADERLESS;
        }
        if (newest - status.raftAppliedIndex() > CURRENT_WITHIN) {
            return Fitness.BEHIND;
        }
        return status.isLeader() ? Fitness.LEADER : Fitness.FOLLOWER;
    }
}
