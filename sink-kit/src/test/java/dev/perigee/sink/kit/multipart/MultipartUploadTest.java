package dev.perigee.sink.kit.multipart;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.api.Body;
import dev.perigee.api.ObjectKey;
import dev.perigee.api.Sha256;
import dev.perigee.api.SinkException;
import dev.perigee.sink.kit.body.BodyRange;
import dev.perigee.sink.kit.body.CheckedBody;
import dev.perigee.sink.kit.call.CommitPoint;
import dev.perigee.sink.kit.words.LeftBehind;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class MultipartUploadTest {

    private static final ObjectKey KEY = ObjectKey.of("a/b");
    private static final MultipartUpload UPLOAD =
            new MultipartUpload(new PartSizes(0, 1 << 20, 3), PartChecksum.Use.WHEN_SUPPORTED, "bucket 'b' at a test");

    private final byte[] bytes = new byte[(4 << 20) + 321];

    {
        new Random(7).nextBytes(bytes);
    }

    @Test
    void partsArriveInAnyOrderAndBecomeOneObjectInTheirs() throws Exception {
        PartsInMemory store = new PartsInMemory();
        CommitPoint commit = new CommitPoint();

        byte[] stored = UPLOAD.send(body(digest(bytes)), store, commit);

        assertArrayEquals(bytes, stored);
        assertTrue(commit.isMade(), "the answer to completing is waited for");
        assertEquals(0, store.aborts.get());
    }

    @Test
    void aPartThatFailsEndsTheOthersBeforeAllIsTakenBack() {
        CountDownLatch stuck = new CountDownLatch(1);
        PartsInMemory store = new PartsInMemory() {
            @Override
            public Integer send(String upload, int number, BodyRange range, PartChecksum checksum) throws Exception {
                if (number == 1) {
                    stuck.countDown();
                    return travelUntilInterrupted();
                }
                stuck.await();
                throw new IOException("part " + number + " was refused");
            }
        };

        IOException e =
                assertThrows(IOException.class, () -> UPLOAD.send(body(digest(bytes)), store, new CommitPoint()));

        assertTrue(e.getMessage().endsWith("was refused"), e.getMessage());
        assertEquals(1, store.aborts.get());
        assertEquals(0, store.travellingAtAbort.get());
    }

    @Test
    void aBodyThatIsNotWhatItPromisedBecomesNoObject() {
        PartsInMemory store = new PartsInMemory();

        SinkException e = assertThrows(
                SinkException.class, () -> UPLOAD.send(body(digest(new byte[] {1})), store, new CommitPoint()));

        assertEquals(SinkException.Kind.DAMAGED, e.kind());
        assertEquals(1, store.aborts.get());
        assertFalse(store.completed);
    }

    @Test
    void anInterruptTakesAllBackAndStaysPending() throws Exception {
        PartsInMemory store = new PartsInMemory() {
            @Override
            public Integer send(String upload, int number, BodyRange range, PartChecksum checksum) throws Exception {
                return travelUntilInterrupted();
            }
        };

        Thread.currentThread().interrupt();

        assertThrows(InterruptedException.class, () -> UPLOAD.send(body(digest(bytes)), store, new CommitPoint()));
        assertEquals(1, store.aborts.get());
        assertEquals(0, store.travellingAtAbort.get());
    }

    @Test
    void partsThatStayAreToldBesideTheFailure() {
        PartsInMemory store = new PartsInMemory() {
            @Override
            public byte[] complete(String upload, List<Integer> numbers) throws IOException {
                throw new IOException("no");
            }

            @Override
            public void abort(String upload) throws LeftBehind {
                throw LeftBehind.parts("not allowed");
            }
        };

        IOException e =
                assertThrows(IOException.class, () -> UPLOAD.send(body(digest(bytes)), store, new CommitPoint()));

        assertEquals("no", e.getMessage());
        assertTrue(e.getSuppressed()[0] instanceof LeftBehind);
    }

    private static Sha256 digest(byte[] bytes) {
        return Sha256.of(Sha256.digester().digest(bytes));
    }

    private CheckedBody body(Sha256 promised) {
        return new CheckedBody(KEY, new Body() {
            @Override
            public long length() {
                return bytes.length;
            }

            @Override
            public Sha256 sha256() {
                return promised;
            }

            @Override
            public InputStream open(long offset, long length) {
                return new ByteArrayInputStream(bytes, (int) offset, (int) length);
            }
        });
    }

    /** A store that keeps parts, and knows whether any travel while it is told to forget them. */
    private static class PartsInMemory implements PartStore<Integer, byte[]> {

        final Map<Integer, byte[]> parts = new ConcurrentSkipListMap<>();
        final AtomicInteger travelling = new AtomicInteger();
        final AtomicInteger travellingAtAbort = new AtomicInteger();
        final AtomicInteger aborts = new AtomicInteger();
        volatile boolean completed;

        @Override
        public String begin() {
            return "1";
        }

        @Override
        public Integer send(String upload, int number, BodyRange range, PartChecksum checksum) throws Exception {
            try (InputStream in = range.open(new CommitPoint())) {
                parts.put(number, in.readAllBytes());
            }
            return number;
        }

        Integer travelUntilInterrupted() throws IOException {
            travelling.incrementAndGet();
            try {
                new CountDownLatch(1).await();
                throw new AssertionError("nobody counts down");
            } catch (InterruptedException e) {
                throw new IOException("hung up", e);
            } finally {
                travelling.decrementAndGet();
            }
        }

        @Override
        public byte[] complete(String upload, List<Integer> numbers) throws IOException {
            completed = true;
            ByteArrayOutputStream whole = new ByteArrayOutputStream();
            for (int number : numbers) {
                whole.write(parts.get(number));
            }
            return whole.toByteArray();
        }

        @Override
        public void abort(String upload) throws LeftBehind {
            travellingAtAbort.set(travelling.get());
            aborts.incrementAndGet();
        }
    }
}
