package dev.perigee.sink.gcs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
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
import dev.perigee.sink.contract.body.BytesBody;
import dev.perigee.sink.contract.body.PatternBody;
import dev.perigee.test.servers.Eventually;
import dev.perigee.test.servers.FaultProxy;
import dev.perigee.test.servers.RealGcs;
import dev.perigee.test.servers.RequestCounter;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A bad line before fake-gcs-server. */
class GcsFaultsTest {

    private static final ObjectKey KEY = ObjectKey.of("some/key");
    private static final Body LARGE = new PatternBody(1, 24L << 20);
    private static final byte[] OLD = {1, 2, 3};

    private static RealGcs server;
    private static FaultProxy proxy;

    @BeforeAll
    static void start() throws SinkException {
        server = RealGcs.start();
        proxy = FaultProxy.before("127.0.0.1", server.port());
        try (StorageSink sink = direct()) {
            sink.put(KEY, new BytesBody(OLD), PutOptions.NONE);
        }
    }

    @AfterAll
    static void stop() {
        proxy.close();
        server.close();
    }

    @AfterEach
    void heal() throws Exception {
        proxy.inject(new FaultProxy.Fault.None());
        try (StorageSink sink = direct();
                InputStream in = sink.get(KEY, 0)) {
            assertArrayEquals(OLD, in.readAllBytes());
        }
    }

    @Test
    void aRefusedConnectionSaysWhereAndWhat() throws Exception {
        proxy.refuse();
        try (StorageSink sink = proxied()) {
            SinkException e = assertThrows(SinkException.class, () -> sink.list("", "", 1));

            assertEquals(Kind.UNREACHABLE, e.kind());
            assertTrue(e.getMessage().startsWith("list in bucket 'faults' at http://127.0.0.1:"), e.getMessage());
            assertTrue(e.hint().orElseThrow().contains("check that the server runs"));
        } finally {
            proxy.listenAgain();
        }
    }

    @Test
    void aLineResetInTheMiddleLeavesTheOldObject() throws Exception {
        try (StorageSink sink = proxied()) {
            proxy.inject(new FaultProxy.Fault.Reset(10L << 20));
            SinkException e = assertThrows(SinkException.class, () -> sink.put(KEY, LARGE, PutOptions.NONE));

            assertEquals(Kind.UNREACHABLE, e.kind(), e.getMessage());
        }
    }

    @Test
    void aReplyCutShortIsAFailureAndNotTheEnd() throws Exception {
        ObjectKey key = ObjectKey.of("to-be-cut");
        try (StorageSink sink = direct()) {
            sink.put(key, LARGE, PutOptions.NONE);
        }
        try (StorageSink sink = proxied()) {
            proxy.inject(new FaultProxy.Fault.Cut(5L << 20));
            SinkException e = assertThrows(SinkException.class, () -> {
                try (InputStream in = sink.get(key, 0)) {
                    in.transferTo(OutputStream.nullOutputStream());
                }
            });

            assertEquals(Kind.UNREACHABLE, e.kind());
        }
    }

    @Test
    void aPutThatStallsEndsSoonWhenItsThreadIsInterrupted() throws Exception {
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        proxy.inject(new FaultProxy.Fault.Stall(10L << 20));
        int before = proxy.accepted();
        try (StorageSink sink = proxied()) {
            Thread put = Thread.ofPlatform().start(() -> {
                try {
                    sink.put(KEY, LARGE, PutOptions.NONE);
                } catch (Throwable e) {
                    thrown.set(e);
                }
            });
            Eventually.eventually(Duration.ofSeconds(60), "the put has a connection", () -> proxy.accepted() > before);
            put.interrupt();
            put.join(Duration.ofSeconds(45));

            assertFalse(put.isAlive());
            assertEquals(Kind.CANCELLED, ((SinkException) thrown.get()).kind());
        }
    }

    @Test
    void pagesGoOnFromAnyKey() throws Exception {
        try (StorageSink sink = TestSettings.open(TestSettings.of(server.url(), "pages"))) {
            List<ObjectKey> keys = List.of(
                    ObjectKey.of("a+b"),
                    ObjectKey.of("a-b"),
                    ObjectKey.of("a.b"),
                    ObjectKey.of("a/b"),
                    ObjectKey.of("a0"));
            for (ObjectKey key : keys) {
                sink.put(key, new BytesBody(OLD), PutOptions.NONE);
            }

            for (int i = 0; i < keys.size() - 1; i++) {
                assertEquals(
                        keys.get(i + 1),
                        sink.list("", keys.get(i).value(), 1)
                                .objects()
                                .getFirst()
                                .key());
            }
        }
    }

    @Test
    void aGetThatStallsEndsSoonWhenItsThreadIsInterrupted() throws Exception {
        ObjectKey key = ObjectKey.of("to-stand-still");
        try (StorageSink sink = direct()) {
            sink.put(key, LARGE, PutOptions.NONE);
        }
        CountDownLatch begun = new CountDownLatch(1);
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        proxy.inject(new FaultProxy.Fault.Stall(1L << 20));
        try (StorageSink sink = proxied()) {
            Thread get = Thread.ofVirtual()
                    .start(
                            () -> { // as the engine does it
                                try (InputStream in = sink.get(key, 0)) {
                                    in.readNBytes(100_000);
                                    begun.countDown();
                                    in.readAllBytes();
                                } catch (Throwable e) {
                                    thrown.set(e);
                                }
                            });
            assertTrue(begun.await(60, TimeUnit.SECONDS));
            get.interrupt();
            get.join(Duration.ofSeconds(45)); // before the client's own timeout

            assertFalse(get.isAlive());
            assertEquals(
                    Kind.CANCELLED,
                    assertInstanceOf(SinkException.class, thrown.get()).kind());
        } finally {
            proxy.inject(new FaultProxy.Fault.None());
        }
    }

    @Test
    void tenThousandObjectsTakeElevenRequestsAtMost() throws Exception {
        List<String> names =
                IntStream.range(100_000, 110_000).mapToObj(Integer::toString).toList();
        try (RequestCounter counter = RequestCounter.before(server.port(), "/o?");
                StorageSink filler = TestSettings.open(TestSettings.of(server.url(), "many"));
                StorageSink sink = TestSettings.open(TestSettings.of(counter.url(), "many"))) {
            filler.put(ObjectKey.of("o/first"), new BytesBody(OLD), PutOptions.NONE);
            server.multiply("many", "some/path/o/first", names);
            List<ObjectInfo> found = new ArrayList<>();
            ListPage page = sink.list("o/1", "", 1000);
            found.addAll(page.objects());
            while (page.more()) {
                page = sink.list("o/1", found.getLast().key().value(), 1000);
                found.addAll(page.objects());
            }

            assertEquals(
                    names,
                    found.stream()
                            .map(object -> object.key().value().substring(2))
                            .toList());
            assertTrue(counter.seen() >= 10 && counter.seen() <= 11, "requests: " + counter.seen());
        }
    }

    private static StorageSink direct() throws SinkException {
        return TestSettings.open(TestSettings.of(server.url(), "faults"));
    }

    private static StorageSink proxied() throws SinkException {
        return TestSettings.open(TestSettings.of("http://127.0.0.1:" + proxy.port(), "faults"));
    }
}
