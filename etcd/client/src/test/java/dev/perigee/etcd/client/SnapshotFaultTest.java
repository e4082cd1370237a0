package dev.perigee.etcd.client;

import static dev.perigee.test.servers.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.etcd.client.EtcdException.Kind;
import dev.perigee.test.relay.SnapshotRelay;
import dev.perigee.test.relay.StreamFault;
import dev.perigee.test.servers.RealEtcd;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The stream spoiled by a relay before real etcds. */
class SnapshotFaultTest {

    private static final Map<String, RealEtcd> ETCDS = new HashMap<>();
    private static final Map<String, SnapshotRelay> RELAYS = new HashMap<>();

    @BeforeAll
    static void start() {
        for (String version : List.of("3.5", "3.6", "3.7")) {
            RealEtcd etcd = RealEtcd.start(version);
            ETCDS.put(version, etcd);
            etcd.load(1_000, 500);
            RELAYS.put(version, SnapshotRelay.before(etcd.endpoint()));
        }
    }

    @AfterAll
    static void stop() {
        RELAYS.values().forEach(SnapshotRelay::close);
        ETCDS.values().forEach(RealEtcd::close);
    }

    @ParameterizedTest
    @ValueSource(strings = {"3.5", "3.6", "3.7"})
    void theRelayItselfSpoilsNothing(String version) throws EtcdException {
        ReceivedSnapshot received = receive(version, new StreamFault.None());

        assertTrue(received.isWhole());
        assertTrue(received.digestFits());
    }

    @ParameterizedTest
    @ValueSource(strings = {"3.5", "3.6", "3.7"})
    void aStreamCutWithAnOkStatusIsShorterThanAnnounced(String version) throws EtcdException {
        ReceivedSnapshot received = receive(version, new StreamFault.Cut(100_000));

        assertEquals(100_000, received.bytes().length);
        assertFalse(received.isWhole());
    }

    @ParameterizedTest
    @ValueSource(strings = {"3.5", "3.6", "3.7"})
    void aWrongDigestShowsItself(String version) throws EtcdException {
        ReceivedSnapshot received = receive(version, new StreamFault.WrongDigest());

        assertTrue(received.isWhole());
        assertFalse(received.digestFits());
    }

    @ParameterizedTest
    @ValueSource(strings = {"3.5", "3.6", "3.7"})
    void aFlippedByteContradictsTheDigestUnlessThatIsMadeToFit(String version) throws EtcdException {
        assertFalse(receive(version, new StreamFault.FlippedByte(70_000, false)).digestFits());
        assertTrue(receive(version, new StreamFault.FlippedByte(70_000, true)).digestFits());
    }

    @ParameterizedTest
    @ValueSource(strings = {"3.5", "3.6", "3.7"})
    void emptyMessagesWithoutEndAreGivenUp(String version) {
        EtcdException failure = fail(version, new StreamFault.EmptyForever(64_000));

        assertEquals(Kind.BROKEN_OFF, failure.kind());
        assertTrue(failure.getMessage().contains("more than 100 empty messages"), failure.getMessage());
        eventually(
                Duration.ofSeconds(60),
                "the member is told to stop",
                () -> RELAYS.get(version).cancelled() > 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"3.5", "3.6", "3.7"})
    void aStalledStreamEndsWithTheIdleTimeout(String version) {
        EtcdException failure = fail(version, new StreamFault.Stall(64_000));

        assertEquals(Kind.TIMEOUT, failure.kind());
        assertTrue(failure.retryable());
        assertTrue(failure.getMessage().contains("no byte for 1 s after 65536 bytes"), failure.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"3.5", "3.6", "3.7"})
    void aBrokenStreamSaysHowFarItCame(String version) {
        EtcdException failure = fail(version, new StreamFault.Break(64_000));

        assertEquals(Kind.BROKEN_OFF, failure.kind());
        assertTrue(failure.retryable());
        assertTrue(failure.getMessage().contains("broke off after 65536 bytes"), failure.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"3.5", "3.6", "3.7"})
    void aCancelledReaderIsWokenAndTheMemberToldToStop(String version) throws Exception {
        SnapshotRelay relay = RELAYS.get(version);
        int before = relay.cancelled();
        relay.inject(new StreamFault.Stall(1));
        try (EtcdConnection connection = connect(version, Duration.ofMinutes(5))) {
            SnapshotStream stream = connection.snapshot();
            assertTrue(stream.next().isPresent());
            List<EtcdException> seen = new ArrayList<>();
            Thread reader = Thread.ofVirtual().start(() -> seen.add(assertThrows(EtcdException.class, stream::next)));

            stream.cancel();
            reader.join();

            assertEquals(Kind.CANCELLED, seen.getFirst().kind());
            eventually(Duration.ofSeconds(60), "the member is told to stop", () -> relay.cancelled() > before);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"3.5", "3.6", "3.7"})
    void anInterruptedReaderStopsTheStreamAndStaysInterrupted(String version) throws Exception {
        SnapshotRelay relay = RELAYS.get(version);
        relay.inject(new StreamFault.Stall(1));
        try (EtcdConnection connection = connect(version, Duration.ofMinutes(5))) {
            SnapshotStream stream = connection.snapshot();
            assertTrue(stream.next().isPresent());
            List<Boolean> interrupted = new ArrayList<>();
            Thread reader = Thread.ofVirtual().start(() -> {
                EtcdException failure = assertThrows(EtcdException.class, stream::next);
                interrupted.add(failure.kind() == Kind.CANCELLED
                        && Thread.currentThread().isInterrupted());
            });

            reader.interrupt();
            reader.join();

            assertEquals(List.of(true), interrupted);
        }
    }

    @Test
    void aClosedConnectionWakesItsReader() throws Exception {
        RELAYS.get("3.6").inject(new StreamFault.Stall(1));
        EtcdConnection connection = connect("3.6", Duration.ofMinutes(5));
        SnapshotStream stream = connection.snapshot();
        assertTrue(stream.next().isPresent());
        List<EtcdException> seen = new ArrayList<>();
        Thread reader = Thread.ofVirtual().start(() -> seen.add(assertThrows(EtcdException.class, stream::next)));

        connection.close();

        assertTrue(reader.join(Duration.ofSeconds(60)), "the reader still waits");
        assertEquals(Kind.BROKEN_OFF, seen.getFirst().kind());
    }

    @ParameterizedTest
    @ValueSource(strings = {"3.5", "3.6", "3.7"})
    void aMemberKilledInTheMiddleBreaksTheStreamOff(String version) throws EtcdException {
        try (RealEtcd etcd = RealEtcd.start(version)) {
            etcd.load(300, 100_000);
            try (EtcdConnection connection =
                    EtcdConnection.open(EtcdSettings.of(List.of(etcd.endpoint())), etcd.endpoint())) {
                SnapshotStream stream = connection.snapshot();
                Optional<SnapshotBlob> first = stream.next();
                assertTrue(first.isPresent());

                etcd.kill();

                assertEquals(
                        Kind.BROKEN_OFF,
                        assertThrows(EtcdException.class, () -> ReceivedSnapshot.from(stream))
                                .kind());
            }
        }
    }

    private static ReceivedSnapshot receive(String version, StreamFault fault) throws EtcdException {
        RELAYS.get(version).inject(fault);
        Duration idle = Duration.ofSeconds(fault instanceof StreamFault.Stall ? 1 : 30);
        try (EtcdConnection connection = connect(version, idle);
                SnapshotStream stream = connection.snapshot()) {
            return ReceivedSnapshot.from(stream);
        }
    }

    private static EtcdException fail(String version, StreamFault fault) {
        return assertThrows(EtcdException.class, () -> receive(version, fault));
    }

    private static EtcdConnection connect(String version, Duration idleTimeout) throws EtcdException {
        SnapshotRelay relay = RELAYS.get(version);
        EtcdSettings plain = EtcdSettings.of(List.of(relay.endpoint()));
        return EtcdConnection.open(
                new EtcdSettings(
                        plain.endpoints(),
                        plain.tls(),
                        plain.credentials(),
                        plain.dialTimeout(),
                        plain.commandTimeout(),
                        idleTimeout),
                relay.endpoint());
    }
}
