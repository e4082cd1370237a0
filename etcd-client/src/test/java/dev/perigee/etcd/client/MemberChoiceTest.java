package dev.perigee.etcd.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.etcd.client.EtcdException.Kind;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MemberChoiceTest {

    private static final long LEADER = 1;

    @Test
    void aCurrentFollowerIsPreferredToTheLeader() {
        MemberChoice choice = MemberChoice.of(List.of(member(LEADER, 5_000), member(2, 5_000), member(3, 5_000)));

        assertEquals(Optional.of(endpoint(2)), choice.endpoint());
        assertEquals(
                endpoint(1) + ": the leader: taken only if no follower is current",
                choice.reasons().get(0));
        assertEquals(endpoint(2) + ": a current follower", choice.reasons().get(1));
    }

    @Test
    void theLeaderIsPreferredToAFollowerThatIsBehind() {
        MemberChoice choice = MemberChoice.of(List.of(member(2, 10), member(LEADER, 5_000)));

        assertEquals(Optional.of(endpoint(LEADER)), choice.endpoint());
        assertTrue(
                choice.reasons().getFirst().contains("behind the others"),
                choice.reasons().toString());
    }

    @Test
    void aMemberWithoutALeaderIsTheLastResort() {
        EndpointStatus alone = answered(status(2, 0, false, 5_000, 7));

        assertEquals(
                Optional.of(endpoint(3)),
                MemberChoice.of(List.of(alone, member(3, 5_000))).endpoint());
        assertEquals(
                Optional.of(endpoint(2)),
                MemberChoice.of(List.of(alone, failed(3))).endpoint());
    }

    @Test
    void aLearnerIsTakenOnlyIfItIsTheOnlyEndpointGiven() {
        EndpointStatus learner = answered(status(2, LEADER, true, 5_000, 7));

        assertEquals(
                Optional.empty(), MemberChoice.of(List.of(learner, failed(3))).endpoint());
        assertEquals(Optional.of(endpoint(2)), MemberChoice.of(List.of(learner)).endpoint());
    }

    @Test
    void anEndpointThatFailedIsNamedWithItsReason() {
        MemberChoice choice = MemberChoice.of(List.of(failed(2), member(3, 5_000)));

        assertEquals(Optional.of(endpoint(3)), choice.endpoint());
        assertEquals(endpoint(2) + ": nobody listens", choice.reasons().getFirst());
    }

    @Test
    void endpointsOfTwoClustersAreRefused() {
        EndpointStatus stranger = answered(status(2, LEADER, false, 5_000, 8));

        MemberChoice choice = MemberChoice.of(List.of(member(3, 5_000), stranger));

        assertEquals(Optional.empty(), choice.endpoint());
        assertTrue(
                choice.reasons().get(1).contains("belongs to cluster 8"),
                choice.reasons().toString());
    }

    private static EndpointStatus member(long id, long applied) {
        return answered(status(id, LEADER, false, applied, 7));
    }

    private static EndpointStatus answered(MemberStatus status) {
        return new EndpointStatus.Answered(status);
    }

    private static EndpointStatus failed(long id) {
        return new EndpointStatus.Failed(
                endpoint(id), new EtcdException(Kind.UNREACHABLE, endpoint(id), endpoint(id) + ": nobody listens"));
    }

    private static MemberStatus status(long id, long leader, boolean learner, long applied, long clusterId) {
        return new MemberStatus(
                endpoint(id),
                clusterId,
                id,
                "3.6.0",
                Optional.empty(),
                0,
                0,
                0,
                leader,
                learner,
                1,
                1,
                applied,
                applied,
                Optional.empty(),
                List.of());
    }

    private static URI endpoint(long id) {
        return URI.create("http://m" + id + ":2379");
    }
}
