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

    @Test
    void theMemberThatAnAlarmCallsCorruptIsNotTakenWhileAnotherIsThere() {
        EndpointStatus corrupt = complaining(2, LEADER, "memberID:2 alarm:CORRUPT ");
        for (EndpointStatus other : List.of(
                complaining(3, LEADER, "memberID:2 alarm:CORRUPT "),
                complaining(LEADER, LEADER, "memberID:2 alarm:CORRUPT "),
                complaining(3, 0, "etcdserver: no leader", "memberID:2 alarm:CORRUPT"),
                answered(status(3, LEADER, false, 1, 7)))) {
            MemberChoice choice = MemberChoice.of(List.of(corrupt, other));

            assertEquals(Optional.of(other.endpoint()), choice.endpoint());
            assertEquals(Optional.empty(), choice.doubt());
            assertTrue(choice.reasons().getFirst().contains("by the alarm CORRUPT"), choice.toString());
        }
    }

    /** Alarms of a member that is away are told by the others. */
    @Test
    void aCorruptMemberThatIsTheOnlyOneIsTakenWithADoubt() {
        EndpointStatus corrupt = complaining(2, LEADER, "memberID:9 alarm:NOSPACE ", "memberID:2 alarm:CORRUPT ");

        MemberChoice choice = MemberChoice.of(List.of(corrupt, failed(3)));

        assertEquals(Optional.of(endpoint(2)), choice.endpoint());
        assertTrue(choice.doubt().orElseThrow().contains("CORRUPT names the member at http://m2:2379"));
        assertEquals(
                Optional.empty(),
                MemberChoice.of(List.of(complaining(2, LEADER, "memberID:9 alarm:CORRUPT ")))
                        .doubt());
    }

    @Test
    void anAlarmThatNamesNoMemberLeavesADoubtAboutAll() {
        MemberChoice choice = MemberChoice.of(List.of(complaining(2, LEADER, "alarm:CORRUPT "), member(3, 5_000)));

        assertTrue(choice.doubt().isPresent());
    }

    private static EndpointStatus complaining(long id, long leader, String... errors) {
        return answered(status(id, leader, false, 5_000, 7, errors));
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

    private static MemberStatus status(
            long id, long leader, boolean learner, long applied, long clusterId, String... errors) {
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
                List.of(errors));
    }

    private static URI endpoint(long id) {
        return URI.create("http://m" + id + ":2379");
    }
}
