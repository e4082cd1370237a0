package dev.perigee.core.delivery;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.api.Body;
import dev.perigee.api.ObjectInfo;
import dev.perigee.api.ObjectKey;
import dev.perigee.api.PutOptions;
import dev.perigee.api.SinkException;
import dev.perigee.api.SinkException.Kind;
import dev.perigee.api.StorageSink;
import dev.perigee.core.body.BytesBody;
import dev.perigee.core.body.FileBody;
import dev.perigee.core.plugin.SinkDefinition;
import dev.perigee.core.progress.ProgressEvent;
import dev.perigee.core.time.Backoff;
import dev.perigee.core.time.LeapingTime;
import dev.perigee.core.time.Timing;
import dev.perigee.testkit.FaultySink;
import dev.perigee.testkit.FaultySink.Verb;
import dev.perigee.testkit.MemorySink;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DeliveryTest {

    private static final ObjectKey KEY = ObjectKey.of("prod/snapshots/x.db");
    private static final BytesBody BODY = new BytesBody(new byte[300_000]);

    private final LeapingTime time = new LeapingTime();
    private final List<ProgressEvent> events = new CopyOnWriteArrayList<>();
    private final FaultySink faulty = new FaultySink(new MemorySink());

    private static final DeliverySettings SETTINGS = new DeliverySettings(
            3, Duration.ofSeconds(1), Duration.ofSeconds(3), Duration.ofSeconds(60), OptionalLong.empty());

    private StorageSink open() throws SinkException {
        return open(faulty);
    }

    private StorageSink open(StorageSink sink) throws SinkException {
        return new SinkStack(definition -> sink, timing(), events::add)
                .open(new SinkDefinition("offsite", "test", Map.of()), SETTINGS);
    }

    private Timing timing() {
        return new Timing(InstantSource.system(), time, time, new Random(1));
    }

    private List<ProgressEvent.Retrying> retries() {
        return events.stream()
                .filter(ProgressEvent.Retrying.class::isInstance)
                .map(ProgressEvent.Retrying.class::cast)
                .toList();
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"BUSY", "UNREACHABLE", "DAMAGED"})
    void whatMayPassIsTriedAgain(Kind kind) throws Exception {
        faulty.failCall(Verb.PUT, 1, kind).failCall(Verb.PUT, 2, kind);

        open().put(KEY, BODY, PutOptions.NONE);

        assertEquals(3, faulty.calls(Verb.PUT));
        assertEquals(2, retries().size());
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"BUSY", "UNREACHABLE", "DAMAGED"})
    void whatWontPassIsNot(Kind kind) throws Exception {
        faulty.failEveryCall(Verb.PUT, kind);
        StorageSink sink = open();

        SinkException failure = assertThrows(SinkException.class, () -> sink.put(KEY, BODY, PutOptions.NONE));

        assertEquals(kind, failure.kind());
        assertEquals(1, faulty.calls(Verb.PUT));
        assertTrue(String.valueOf(failure.getMessage()).startsWith("sink 'offsite': "), failure::getMessage);
    }

    @Test
    void itGivesUpAfterTheLastAttempt() throws Exception {
        faulty.failEveryCall(Verb.LIST, Kind.BUSY);
        StorageSink sink = open();

        assertThrows(SinkException.class, () -> sink.list("", "", 10));

        assertEquals(3, faulty.calls(Verb.LIST));
    }

    @Test
    void pausesDoubleAndAreJittered() throws Exception {
        faulty.failEveryCall(Verb.DELETE, Kind.BUSY);
        StorageSink sink = open();

        assertThrows(SinkException.class, () -> sink.delete(KEY));

        Duration first = retries().get(0).pause();
        Duration second = retries().get(1).pause();
        assertTrue(first.toMillis() >= 500 && first.toMillis() <= 1_000, first::toString);
        assertTrue(second.toMillis() >= 1_000 && second.toMillis() <= 2_000, second::toString);
        assertEquals(
                Duration.ofSeconds(3),
                new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(3), () -> -1L)
                        .pause(60)
                        .plusMillis(1)
                        .truncatedTo(ChronoUnit.SECONDS));
    }

    @Test
    void aBrokenGetIsResumedWhereItBroke() throws Exception {
        byte[] bytes = new byte[100_000];
        new Random(7).nextBytes(bytes);
        open().put(KEY, new BytesBody(bytes), PutOptions.NONE);
        faulty.cutGet(1, 12_345).failCall(Verb.GET, 2, Kind.BUSY).cutGet(3, 50_000);

        byte[] read = open().get(KEY, 0).readAllBytes();

        assertArrayEquals(bytes, read);
        assertEquals(4, faulty.calls(Verb.GET));
    }

    @Test
    void aPutThatMovesNoByteIsCancelledAndUnreachable() throws Exception {
        time.leap();
        faulty.delayCall(Verb.PUT, 1, new CountDownLatch(1))
                .delayCall(Verb.PUT, 2, new CountDownLatch(1))
                .delayCall(Verb.PUT, 3, new CountDownLatch(1));
        StorageSink sink = open();

        SinkException failure = assertThrows(SinkException.class, () -> sink.put(KEY, BODY, PutOptions.NONE));

        assertEquals(Kind.UNREACHABLE, failure.kind());
        assertTrue(
                String.valueOf(failure.getMessage()).contains("moved less than 61440 bytes in 60 s"),
                failure::getMessage);
        assertFalse(Thread.currentThread().isInterrupted());
    }

    @Test
    void theBandwidthCapIsKept() throws Exception {
        DeliverySettings capped = new DeliverySettings(
                3, Duration.ofSeconds(1), Duration.ofSeconds(3), Duration.ofSeconds(60), OptionalLong.of(100_000));
        SinkStack stack = new SinkStack(definition -> new MemorySink(), timing(), events::add);
        long before = time.getAsLong();

        stack.open(new SinkDefinition("offsite", "test", Map.of()), capped).put(KEY, BODY, PutOptions.NONE);

        double seconds = (time.getAsLong() - before) / 1e9;
        assertTrue(seconds >= 2.8, "300 kB at 100 kB/s took " + seconds + " s");
    }

    @Test
    void lookingAtABodyBeforeItIsSentIsNotSlowed() throws Exception {
        DeliverySettings capped = new DeliverySettings(
                3, Duration.ofSeconds(1), Duration.ofSeconds(3), Duration.ofSeconds(60), OptionalLong.of(100_000));
        StorageSink digesting = new ForwardingSink(new MemorySink()) {
            @Override
            public ObjectInfo put(ObjectKey key, Body body, PutOptions options) throws SinkException {
                readAll(body);
                return super.put(key, body, options);
            }
        };
        SinkStack stack = new SinkStack(definition -> digesting, timing(), events::add);
        long before = time.getAsLong();

        stack.open(new SinkDefinition("offsite", "test", Map.of()), capped).put(KEY, BODY, PutOptions.NONE);

        double seconds = (time.getAsLong() - before) / 1e9;
        assertTrue(seconds < 3.1, "300 kB at 100 kB/s took " + seconds + " s");
    }

    private static void readAll(Body body) throws SinkException {
        try (InputStream in = body.peek(0, body.length())) {
            in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            throw new SinkException(Kind.OTHER, KEY, "unreadable", e);
        }
    }

    @Test
    void aPutThatMovesAByteNowAndThenIsCancelled() throws Exception {
        StorageSink dripping = new ForwardingSink(new MemorySink()) {
            @Override
            public ObjectInfo put(ObjectKey key, Body body, PutOptions options) throws SinkException {
                return drip(body, time);
            }
        };
        StorageSink sink = open(dripping);

        SinkException failure = assertThrows(SinkException.class, () -> sink.put(KEY, BODY, PutOptions.NONE));

        assertEquals(Kind.UNREACHABLE, failure.kind());
        assertTrue(String.valueOf(failure.getMessage()).contains("in 60 s"), failure::getMessage);
    }

    /** A byte, and then the stall watch's minute passes; the call goes on until it is interrupted. */
    private static ObjectInfo drip(Body body, LeapingTime time) throws SinkException {
        try (InputStream in = body.open(0, body.length())) {
            in.read();
            time.leap();
            new CountDownLatch(1).await();
            throw new IllegalStateException("nobody opens the latch");
        } catch (IOException | InterruptedException e) {
            throw new SinkException(Kind.CANCELLED, KEY, "interrupted", e);
        }
    }

    @Test
    void aGetThatGivesAByteNowAndThenIsGivenUp() throws Exception {
        byte[] bytes = new byte[100_000];
        open().put(KEY, new BytesBody(bytes), PutOptions.NONE);
        StorageSink dripping = new ForwardingSink(faulty) {
            @Override
            public InputStream get(ObjectKey key, long offset) throws SinkException {
                return new Dripping(super.get(key, offset), time);
            }
        };
        StorageSink sink = open(dripping);

        SinkException failure =
                assertThrows(SinkException.class, () -> sink.get(KEY, 0).readAllBytes());

        assertEquals(Kind.UNREACHABLE, failure.kind());
        assertTrue(String.valueOf(failure.getMessage()).contains("in 60 s"), failure::getMessage);
    }

    /** A byte a second. */
    private static final class Dripping extends WrappedStream {
        private final InputStream stream;
        private final LeapingTime time;

        Dripping(InputStream stream, LeapingTime time) {
            this.stream = stream;
            this.time = time;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            try {
                time.sleep(Duration.ofSeconds(1));
            } catch (InterruptedException e) {
                throw new SinkException(Kind.CANCELLED, KEY, "interrupted", e);
            }
            return stream.read(into, offset, Math.min(length, 1));
        }

        @Override
        public void close() throws IOException {
            stream.close();
        }
    }

    @Test
    void aGetThatBreaksAfterEachByteIsGivenUp() throws Exception {
        open().put(KEY, BODY, PutOptions.NONE);
        for (int call = 1; call <= 10; call++) {
            faulty.cutGet(call, 1);
        }
        StorageSink sink = open();

        assertThrows(SinkException.class, () -> sink.get(KEY, 0).readAllBytes());

        assertEquals(SETTINGS.attempts(), faulty.calls(Verb.GET));
    }

    @Test
    void whatAPluginMayNotThrowBecomesAFailureOfThatSink() throws Exception {
        StorageSink rude = new ForwardingSink(faulty) {
            @Override
            public void delete(ObjectKey key) {
                throw new IllegalStateException("with a secret in it");
            }
        };
        StorageSink sink = open(rude);

        SinkException failure = assertThrows(SinkException.class, () -> sink.delete(KEY));

        assertEquals(Kind.OTHER, failure.kind());
        assertFalse(failure.toString().contains("secret"), failure::toString);
    }

    @Test
    void aSinkIsToldOfTheFileThatABodyIs() throws Exception {
        FileBody body = new FileBody(Path.of("spooled"), BODY.length(), BODY.sha256(), true);
        List<Optional<Path>> files = new ArrayList<>();
        StorageSink asking = new ForwardingSink(new MemorySink()) {
            @Override
            public ObjectInfo put(ObjectKey key, Body told, PutOptions options) throws SinkException {
                files.add(told.file());
                return super.put(key, BODY, options);
            }
        };

        open(asking).put(KEY, body, PutOptions.NONE);

        assertEquals(List.of(Optional.of(body.path())), files);
    }

    @Test
    void theMeterEndsAtTheBodysLength() throws Exception {
        open().put(KEY, BODY, PutOptions.NONE);

        assertTrue(events.contains(new ProgressEvent.Uploading("offsite", KEY.value(), BODY.length(), BODY.length())));
    }
}
