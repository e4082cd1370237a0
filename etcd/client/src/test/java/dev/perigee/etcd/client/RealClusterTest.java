package dev.perigee.etcd.client;

import static dev.perigee.test.servers.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.etcd.client.EtcdException.Kind;
import dev.perigee.test.servers.EtcdRecipe;
import dev.perigee.test.servers.RealEtcd;
import dev.perigee.test.servers.RealEtcdCluster;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RealClusterTest {

    @Test
    void aFollowerIsChosenAndAnotherOnceItIsGone() throws EtcdException {
        try (RealEtcdCluster real = RealEtcdCluster.start(EtcdRecipe.of("3.6"));
                EtcdCluster cluster = EtcdCluster.open(EtcdSettings.of(real.endpoints()))) {
            MemberStatus first = cluster.choose().chosen().orElseThrow();
            assertFalse(first.isLeader());
            assertTrue(first.knowsLeader());
            assertEquals(3, cluster.connections().getFirst().members().size());

            member(real, first.endpoint()).kill();
            MemberChoice second = cluster.choose();

            assertFalse(second.chosen().orElseThrow().isLeader());
            assertTrue(
                    second.reasons().stream().anyMatch(reason -> reason.startsWith(first.endpoint() + ": status: ")),
                    second.reasons().toString());
            assertTrue(ReceivedSnapshot.from(cluster.chosen(second).snapshot()).digestFits());
        }
    }

    @Test
    void aClusterWhereNobodyAnswersSaysWhyForEachEndpoint() {
        RealEtcdCluster real = RealEtcdCluster.start(EtcdRecipe.of("3.6"));
        real.close();

        EtcdException failure = assertThrows(EtcdException.class, () -> {
            try (EtcdCluster cluster = EtcdCluster.open(EtcdSettings.of(real.endpoints()))) {
                cluster.choose();
            }
        });

        assertEquals(Kind.UNREACHABLE, failure.kind());
        real.endpoints()
                .forEach(endpoint ->
                        assertTrue(failure.getMessage().contains(endpoint.toString()), failure.getMessage()));
    }

    @Test
    void endpointsOfTwoClustersAreNoBadMomentButABadSetting() {
        try (RealEtcd one = RealEtcd.start("3.6", "--initial-cluster-token=one");
                RealEtcd other = RealEtcd.start("3.6", "--initial-cluster-token=other")) {
            EtcdException failure = assertThrows(EtcdException.class, () -> {
                try (EtcdCluster cluster =
                        EtcdCluster.open(EtcdSettings.of(List.of(one.endpoint(), other.endpoint())))) {
                    cluster.choose();
                }
            });

            assertEquals(Kind.INVALID, failure.kind(), failure.getMessage());
            assertTrue(failure.getMessage().contains("all endpoints must belong to one"), failure.getMessage());
        }
    }

    @Test
    void aMemberThatLostItsMajorityIsIllButStillGivesASnapshot() throws EtcdException {
        try (RealEtcdCluster real = RealEtcdCluster.start(EtcdRecipe.of("3.6"));
                EtcdConnection last = EtcdConnection.open(
                        EtcdSettings.of(real.endpoints()), real.endpoints().getFirst())) {
            assertTrue(last.health().healthy());
            real.members().get(1).kill();
            real.members().get(2).kill();

            eventually(Duration.ofSeconds(60), "the member notices that it is alone", () -> !knowsLeader(last));

            assertFalse(last.health().healthy());
            assertTrue(ReceivedSnapshot.from(last.snapshot()).digestFits());
        }
    }

    @ParameterizedTest
    @CsvSource({"3.4,false", "3.5,false", "3.6,true", "3.7,true"})
    void hashesAreEtcdctlsAndNewerMembersNameTheRevision(String version, boolean named) throws EtcdException {
        try (RealEtcd etcd = RealEtcd.start(version)) {
            etcd.load(50, 50);
            try (EtcdConnection connection = connect(etcd)) {
                HashKv hash = connection.hashKv(0);

                String json = etcd.etcdctl("endpoint", "hashkv", "-w", "json")
                        .orFail()
                        .stdout();
                assertTrue(json.contains("\"hash\":" + hash.hash() + ","), json + hash);
                assertEquals(named ? OptionalLong.of(hash.revision()) : OptionalLong.empty(), hash.hashRevision());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"3.5", "3.7"})
    void aFullMemberRaisesAnAlarmThatCanBeTakenBack(String version) throws EtcdException {
        try (RealEtcd etcd = RealEtcd.start(version, "--quota-backend-bytes=1000000");
                EtcdConnection connection = connect(etcd)) {
            Bytes large = Bytes.of(new byte[600_000]);
            EtcdException full = assertThrows(EtcdException.class, () -> {
                // etcd compares the quota with what is committed, a tenth of a second later
                for (int i = 0; i < 1_000; i++) {
                    connection.keys().put(Bytes.of("large" + i), large, 0);
                }
            });
            assertEquals(Kind.NO_SPACE, full.kind(), full.getMessage());
            Alarm alarm = connection.alarms().getFirst();
            assertEquals("NOSPACE", alarm.name());
            assertTrue(connection.health().problem().orElse("").contains("NOSPACE"));
            assertTrue(ReceivedSnapshot.from(connection.snapshot()).digestFits());

            connection.disarm(alarm);

            assertEquals(List.of(), connection.alarms());
        }
    }

    @Test
    void aCorruptAlarmIsTakenBackAsWhatItIs() throws EtcdException {
        try (RealEtcd etcd = RealEtcd.start("3.6");
                EtcdConnection connection = connect(etcd)) {
            long id = connection.status().memberId();
            connection.raise(new Alarm(id, Alarm.CORRUPT));
            assertEquals(List.of(new Alarm(id, Alarm.CORRUPT)), connection.alarms());

            connection.disarm(new Alarm(id, Alarm.CORRUPT));

            assertEquals(List.of(), connection.alarms());
        }
    }

    /** By the alarm that each version's members repeat in their status. */
    @ParameterizedTest
    @ValueSource(strings = {"3.4", "3.5", "3.6", "3.7"})
    void aMemberThatIsCalledCorruptIsPassedOverAndAloneTakenWithADoubt(String version) throws EtcdException {
        try (RealEtcdCluster real = RealEtcdCluster.start(EtcdRecipe.of(version));
                EtcdCluster cluster = EtcdCluster.open(EtcdSettings.of(real.endpoints()))) {
            MemberStatus follower = cluster.choose().chosen().orElseThrow();
            EtcdConnection connection = cluster.connections().getFirst();
            connection.raise(new Alarm(follower.memberId(), Alarm.CORRUPT));

            MemberChoice choice = cluster.choose();

            assertFalse(choice.endpoint().equals(Optional.of(follower.endpoint())), choice.toString());
            assertEquals(Optional.empty(), choice.doubt());
            try (EtcdCluster alone = EtcdCluster.open(EtcdSettings.of(List.of(follower.endpoint())))) {
                assertTrue(alone.choose().doubt().orElseThrow().contains("the alarm CORRUPT names the member"));
            }
        }
    }

    @Test
    void aClosedConnectionLeavesNoThread() throws EtcdException {
        try (RealEtcd etcd = RealEtcd.start("3.6")) {
            try (EtcdConnection connection = connect(etcd)) {
                connection.status();
                assertTrue(clientThreads() > 0);
            }

            eventually(Duration.ofSeconds(60), "no thread of the client is left", () -> clientThreads() == 0);
        }
    }

    private static long clientThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("etcd-client")
                        || thread.getName().startsWith("grpc-"))
                .count();
    }

    private static boolean knowsLeader(EtcdConnection connection) {
        try {
            return connection.status().knowsLeader();
        } catch (EtcdException e) {
            throw new AssertionError(e);
        }
    }

    private static EtcdConnection connect(RealEtcd etcd) throws EtcdException {
        return EtcdConnection.open(EtcdSettings.of(List.of(etcd.endpoint())), etcd.endpoint());
    }

    private static RealEtcd member(RealEtcdCluster real, URI endpoint) {
        return real.members().stream()
                .filter(etcd -> etcd.endpoint().equals(endpoint))
                .findFirst()
                .orElseThrow();
    }
}
