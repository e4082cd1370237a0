package dev.perigee.etcd.client;

import java.net.URI;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Which member a snapshot should be taken from, and why. Decided from the members' own accounts, without I/O.
 *
 * <p>A follower is preferred to the leader, which has enough to do; a learner or a member that knows no leader may be
 * behind and is never chosen while another is there; a member is current if it has applied what the others know to be
 * committed, give or take what arrives while they are asked.
 *
 * @param chosen the best member; empty if none will do
 * @param reasons for each endpoint one sentence, in the order given
 */
public record MemberChoice(Optional<MemberStatus> chosen, List<String> reasons) {

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
        List<MemberStatus> answered = statuses.stream()
                .filter(EndpointStatus.Answered.class::isInstance)
                .map(status -> ((EndpointStatus.Answered) status).status())
                .toList();
        if (answered.stream().map(MemberStatus::clusterId).distinct().count() > 1) {
            return new MemberChoice(Optional.empty(), clusters(answered));
        }
        long newest = answered.stream().mapToLong(MemberStatus::raftIndex).max().orElse(0);
        return new MemberChoice(best(answered, newest, statuses.size() == 1), reasons(statuses, newest));
    }

    /**
     * The endpoint chosen.
     *
     * @return empty if no member will do
     */
    public Optional<URI> endpoint() {
        return chosen.map(MemberStatus::endpoint);
    }

    private static Optional<MemberStatus> best(List<MemberStatus> answered, long newest, boolean only) {
        return answered.stream()
                .filter(status -> only || !status.learner())
                .min(Comparator.comparing(status -> fitness(status, newest)));
    }

    private static List<String> clusters(List<MemberStatus> answered) {
        return answered.stream()
                .map(status -> status.endpoint() + ": belongs to cluster " + Long.toHexString(status.clusterId())
                        + ", but all endpoints must belong to one")
                .toList();
    }

    private static List<String> reasons(List<EndpointStatus> statuses, long newest) {
        return statuses.stream().map(status -> reason(status, newest)).toList();
    }

    private static String reason(EndpointStatus status, long newest) {
        return switch (status) {
            // Its message begins with the endpoint, as all of ours do.
            case EndpointStatus.Failed failed -> String.valueOf(failed.failure().getMessage());
            case EndpointStatus.Answered answered ->
                status.endpoint() + ": " + fitness(answered.status(), newest).reason;
        };
    }

    private static Fitness fitness(MemberStatus status, long newest) {
        if (status.learner()) {
            return Fitness.LEARNER;
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
