package dev.perigee.test.line;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.api.Body;
import dev.perigee.api.ObjectKey;
import dev.perigee.api.PutOptions;
import dev.perigee.api.SinkException;
import dev.perigee.api.SinkException.Kind;
import dev.perigee.api.StorageSink;
import dev.perigee.sink.contract.body.BytesBody;
import dev.perigee.sink.contract.body.PatternBody;
import dev.perigee.test.servers.Eventually;
import dev.perigee.test.servers.FaultProxy;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A bad line before a real store. After each fault the object that was there is there as it was. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class BadLineTests {

    private static final String BUCKET = "faults";
    private static final ObjectKey KEY = ObjectKey.of("some/key");
    private static final Body LARGE = new PatternBody(1, 24L << 20);
    private static final byte[] OLD = {1, 2, 3};

    private final AutoCloseable server;
    private final String url;
    private final FaultProxy proxy;
    private final Opener opener;

    /** Opens the sink under test. */
    @FunctionalInterface
    protected interface Opener {

        /**
         * A sink of the store at an address.
         *
         * @param url of the store, or of the line before it
         * @param bucket made by the first put
         * @return the open sink
         * @throws SinkException if it can't be opened
         */
        StorageSink open(String url, String bucket) throws SinkException;
    }

    /**
     * A line before a store.
     *
     * @param server closed at the end
     * @param port tells the port of 127.0.0.1 where it listens
     * @param opener opens the sink under test
     * @param <S> the store
     */
    protected <S extends AutoCloseable> BadLineTests(S server, ToIntFunction<S> port, Opener opener) {
        this.server = server;
        this.url = "http://127.0.0.1:" + port.applyAsInt(server);
        this.proxy = FaultProxy.before("127.0.0.1", port.applyAsInt(server));
        this.opener = opener;
    }

    @BeforeAll
    void putTheOldOne() throws SinkException {
        try (StorageSink sink = direct()) {
            sink.put(KEY, new BytesBody(OLD), PutOptions.NONE);
        }
    }

    @AfterAll
    void stop() throws Exception {
        proxy.close();
        server.close();
    }

    @AfterEach
    void theOldOneIsThere() throws Exception {
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

            String said = String.valueOf(e.getMessage());
            assertEquals(Kind.UNREACHABLE, e.kind());
            assertTrue(said.matches("(?s)list in (bucket|container) 'faults' at http://127.0.0.1:.*"), said);
            assertTrue(e.hint().orElseThrow().contains("check that the server runs"));
        } finally {
            proxy.listenAgain();
        }
    }

    @Test
    void aLineResetInTheMiddleOfAPutIsAFailure() throws Exception {
        try (StorageSink sink = proxied()) {
            proxy.inject(new FaultProxy.Fault.Reset(3L << 20));
            SinkException e = assertThrows(SinkException.class, () -> sink.put(KEY, LARGE, PutOptions.NONE));

            assertEquals(Kind.UNREACHABLE, e.kind(), e.getMessage());
            assertEquals(KEY, e.key().orElseThrow());
        }
    }

    @Test
    void aReplyCutShortIsAFailureAndNotTheEnd() throws Exception {
        ObjectKey key = putLarge("to-be-cut");
        try (StorageSink sink = proxied()) {
            proxy.inject(new FaultProxy.Fault.Cut(1L << 20));
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
        proxy.inject(new FaultProxy.Fault.Stall(1L << 20));
        int before = proxy.accepted();
        try (StorageSink sink = proxied()) {
            Thread put = Thread.ofPlatform().start(() -> catching(thrown, () -> sink.put(KEY, LARGE, PutOptions.NONE)));
            Eventually.eventually(Duration.ofSeconds(60), "the put has a connection", () -> proxy.accepted() > before);
            requireCancelled(put, thrown);
        }
    }

    @Test
    void aGetThatStallsEndsSoonWhenItsThreadIsInterrupted() throws Exception {
        ObjectKey key = putLarge("to-stand-still");
        CountDownLatch begun = new CountDownLatch(1);
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        proxy.inject(new FaultProxy.Fault.Stall(1L << 20));
        try (StorageSink sink = proxied()) {
            Thread get = Thread.ofVirtual() // as the engine does it
                    .start(() -> catching(thrown, () -> {
                        try (InputStream in = sink.get(key, 0)) {
                            in.readNBytes(100_000);
                            begun.countDown();
                            in.readAllBytes();
                        }
                    }));
            assertTrue(begun.await(60, TimeUnit.SECONDS));
            requireCancelled(get, thrown);
        }
    }

    @FunctionalInterface
    private interface Work {
        void run() throws Exception;
    }

    private static void catching(AtomicReference<Throwable> thrown, Work work) {
        try {
            work.run();
        } catch (Throwable e) {
            thrown.set(e);
        }
    }

    /** Before the client's own timeout. */
    private static void requireCancelled(Thread thread, AtomicReference<Throwable> thrown) throws InterruptedException {
        thread.interrupt();
        thread.join(Duration.ofSeconds(45));

        assertFalse(thread.isAlive());
        assertEquals(
                Kind.CANCELLED,
                assertInstanceOf(SinkException.class, thrown.get()).kind());
    }

    @Test
    void pagesGoOnFromAnyKey() throws Exception {
        try (StorageSink sink = opener.open(url, "pages")) {
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

    private ObjectKey putLarge(String name) throws SinkException {
        ObjectKey key = ObjectKey.of(name);
        try (StorageSink sink = direct()) {
            sink.put(key, LARGE, PutOptions.NONE);
        }
        return key;
    }

    private StorageSink direct() throws SinkException {
        return opener.open(url, BUCKET);
    }

    private StorageSink proxied() throws SinkException {
        return opener.open("http://127.0.0.1:" + proxy.port(), BUCKET);
    }
}
