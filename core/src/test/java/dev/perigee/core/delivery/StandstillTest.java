package dev.perigee.core.delivery;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.api.Body;
import dev.perigee.api.ListPage;
import dev.perigee.api.ObjectInfo;
import dev.perigee.api.ObjectKey;
import dev.perigee.api.PutOptions;
import dev.perigee.api.SinkException;
import dev.perigee.api.SinkException.Kind;
import dev.perigee.api.StorageSink;
import dev.perigee.core.body.BytesBody;
import dev.perigee.core.time.Timing;
import dev.perigee.testkit.MemorySink;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A store behind a plain socket without any timeout, which sends half of a body and then stands still, called from platform
 * threads: they sit out a read of a socket, whoever interrupts them.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // a call that nothing ends would hang for ever
class StandstillTest {

    private static final ObjectKey KEY = ObjectKey.of("prod/snapshots/x.db");
    private static final LeastRate SECOND = new LeastRate(Duration.ofSeconds(1), 1024);
    private static final byte[] HALF = half();

    private ServerSocket listener;

    /** Those that stand still: one that nobody has any more would be collected, and closed by that. */
    private final Queue<Socket> accepted = new ConcurrentLinkedQueue<>();

    private static byte[] half() {
        byte[] bytes = new byte[300_000];
        new Random(3).nextBytes(bytes);
        return bytes;
    }

    @BeforeEach
    void listen() throws IOException {
        listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::sendHalves);
    }

    @AfterEach
    void close() throws IOException {
        listener.close();
        for (Socket socket : accepted) {
            socket.close();
        }
    }

    private void sendHalves() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                accepted.add(socket);
                socket.getOutputStream().write(HALF);
            } catch (IOException closed) {
                return;
            }
        }
    }

    /** Has no timeout, and no thread of its own. */
    private final class SocketSink extends ForwardingSink {

        SocketSink() {
            super(new MemorySink());
        }

        private <T> T standStill() throws SinkException {
            try (InputStream in = answer()) {
                in.skipNBytes(HALF.length);
                throw new IllegalStateException("it has sent " + in.read());
            } catch (IOException e) {
                throw new SinkException(Kind.UNREACHABLE, KEY, "the line broke", e);
            }
        }

        private InputStream answer() throws IOException {
            return new Socket(listener.getInetAddress(), listener.getLocalPort()).getInputStream();
        }

        @Override
        public ObjectInfo put(ObjectKey key, Body body, PutOptions options) throws SinkException {
            return standStill();
        }

        @Override
        public InputStream get(ObjectKey key, long offset) throws SinkException {
            try {
                return answer();
            } catch (IOException e) {
                throw new SinkException(Kind.UNREACHABLE, KEY, "no line", e);
            }
        }

        @Override
        public ListPage list(String prefix, String after, int limit) throws SinkException {
            return standStill();
        }

        @Override
        public void delete(ObjectKey key) throws SinkException {
            standStill();
        }

        @Override
        public Optional<Instant> heldUntil(ObjectKey key) throws SinkException {
            return standStill();
        }

        @Override
        public void hold(ObjectKey key, Instant until) throws SinkException {
            standStill();
        }
    }

    private StorageSink watched() {
        return new StallSink(Timing.system(), SECOND, new SocketSink());
    }

    private interface Verb {
        void call(StorageSink sink) throws SinkException;
    }

    static List<Verb> verbs() {
        return List.of(
                sink -> sink.put(KEY, new BytesBody(HALF), PutOptions.NONE),
                sink -> sink.list("", "", 10),
                sink -> sink.delete(KEY),
                sink -> sink.heldUntil(KEY),
                sink -> sink.hold(KEY, Instant.EPOCH));
    }

    @ParameterizedTest
    @MethodSource("verbs")
    void aCallThatStandsStillIsCancelled(Verb verb) {
        StorageSink sink = watched();

        SinkException failure = assertThrows(SinkException.class, () -> verb.call(sink));

        assertEquals(Kind.UNREACHABLE, failure.kind());
        assertTrue(failure.getMessage().endsWith("in 1 s and was cancelled"), failure::getMessage);
        assertFalse(Thread.currentThread().isInterrupted());
    }

    @Test
    void aBodyThatStandsStillIsCancelledAfterAllThatCame() throws Exception {
        assertFalse(Thread.currentThread().isVirtual());
        try (InputStream in = watched().get(KEY, 0)) {
            assertArrayEquals(HALF, in.readNBytes(HALF.length));

            SinkException failure = assertThrows(SinkException.class, in::read);

            assertEquals(Kind.UNREACHABLE, failure.kind());
            assertEquals("get moved less than 1024 bytes in 1 s and was cancelled", failure.getMessage());
        }
        assertFalse(Thread.currentThread().isInterrupted());
    }

    static Stream<Verb> allVerbs() {
        return Stream.concat(verbs().stream(), Stream.of(StandstillTest::readAll));
    }

    private static void readAll(StorageSink sink) throws SinkException {
        try (InputStream in = sink.get(KEY, 0)) {
            in.readAllBytes();
        } catch (SinkException e) {
            throw e;
        } catch (IOException e) {
            throw new SinkException(Kind.OTHER, KEY, "no failure of a sink", e);
        }
    }

    @ParameterizedTest
    @MethodSource("allVerbs")
    void anInterruptEndsACallOfAPlatformThread(Verb verb) throws Exception {
        StorageSink patient = new StallSink(
                Timing.system(), new LeastRate(Duration.ofMinutes(10), 1024), Duration.ofMinutes(10), new SocketSink());
        CompletableFuture<Boolean> ended = new CompletableFuture<>();
        Thread caller = Thread.ofPlatform().start(() -> {
            try {
                verb.call(patient);
            } catch (SinkException e) {
                ended.complete(Thread.currentThread().isInterrupted());
            }
        });
        caller.interrupt();

        assertTrue(ended.get(), "the interrupt stays pending");
    }

    @Test
    void closingHalfReadEndsTheReadThatIsUnderWay() throws Exception {
        StorageSink patient = new StallSink(
                Timing.system(), new LeastRate(Duration.ofMinutes(10), 1024), Duration.ofMinutes(10), new SocketSink());

        InputStream in = patient.get(KEY, 0);
        in.readNBytes(10);
        in.close();

        assertThrows(IOException.class, in::read);
    }

    /** Nothing ends its calls but the latch. */
    private static final class DeafSink extends ForwardingSink {

        private final CountDownLatch latch = new CountDownLatch(1);

        DeafSink() {
            super(new MemorySink());
        }

        private void waitDeafly() {
            CompletableFuture<Void> end = CompletableFuture.runAsync(() -> {
                try {
                    latch.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
            end.join(); // heeds no interrupt
        }

        @Override
        public ListPage list(String prefix, String after, int limit) throws SinkException {
            waitDeafly();
            return super.list(prefix, after, limit);
        }

        @Override
        public InputStream get(ObjectKey key, long offset) {
            return new WrappedStream() {
                @Override
                public int read(byte[] into, int at, int most) {
                    waitDeafly();
                    return -1;
                }

                @Override
                public void close() {
                    waitDeafly();
                }
            };
        }
    }

    @Test
    void whatHeedsNoInterruptIsLeftBehind() throws Exception {
        DeafSink deaf = new DeafSink();
        StorageSink sink = new StallSink(Timing.system(), SECOND, Duration.ofMillis(10), deaf);
        try (InputStream in = sink.get(KEY, 0)) {
            SinkException listing = assertThrows(SinkException.class, () -> sink.list("", "", 10));
            SinkException reading = assertThrows(SinkException.class, in::read);

            assertTrue(listing.getMessage().contains("in 1 s and was left behind"), listing::getMessage);
            assertTrue(reading.getMessage().contains("in 1 s and was left behind"), reading::getMessage);
        } finally {
            deaf.latch.countDown();
        }
    }
}
