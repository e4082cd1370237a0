package dev.perigee.core.encoding;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.SequenceInputStream;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReadAheadTest {

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(3).nextBytes(bytes);
        return bytes;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 262_143, 262_144, 262_145, 5_000_000})
    void theSameBytesComeOut(int length) throws IOException {
        byte[] bytes = random(length);
        try (InputStream ahead = ReadAhead.of(new ByteArrayInputStream(bytes))) {
            assertArrayEquals(bytes, ahead.readAllBytes());
            assertEquals(-1, ahead.read());
        }
    }

    /** Each time, as a stream that is broken stays so. */
    @Test
    void whatTheStreamThrowsIsThrownHere() throws IOException {
        IOException failure = new UndecodableException("broken", new IOException());
        InputStream broken = new SequenceInputStream(new ByteArrayInputStream(random(300_000)), new InputStream() {
            @Override
            public int read() throws IOException {
                throw failure;
            }
        });
        try (InputStream ahead = ReadAhead.of(broken)) {
            assertEquals(262_144, ahead.readNBytes(262_144).length);
            assertSame(failure, assertThrows(IOException.class, ahead::read));
            assertSame(failure, assertThrows(IOException.class, ahead::read));
        }
    }

    /** Whoever goes on below is alone there. */
    @Test
    void onceItIsClosedNothingIsReadAnyMore() throws IOException {
        AtomicInteger reads = new AtomicInteger();
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                return reads.incrementAndGet() & 1;
            }
        };
        InputStream ahead = ReadAhead.of(endless);
        assertTrue(ahead.read() >= 0);

        ahead.close();

        int then = reads.get();
        assertEquals(
                1,
                ReadAhead.of(new FilterInputStream(new ByteArrayInputStream(new byte[1])) {})
                        .readAllBytes()
                        .length);
        assertEquals(then, reads.get());
    }

    @Test
    void whoeverWaitsCanBeInterruptedAndSoIsTheReader() throws Exception {
        CountDownLatch reading = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        InputStream silent = new InputStream() {
            @Override
            public int read() throws IOException {
                reading.countDown();
                try {
                    new CountDownLatch(1).await();
                    return -1;
                } catch (InterruptedException e) {
                    interrupted.countDown();
                    throw new InterruptedIOException();
                }
            }
        };
        InputStream ahead = ReadAhead.of(silent);
        Thread waiting = Thread.currentThread();
        Thread.ofVirtual().start(() -> {
            try {
                reading.await();
                waiting.interrupt();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });

        assertThrows(InterruptedIOException.class, ahead::read);
        assertTrue(Thread.interrupted());
        interrupted.await();
        ahead.close();
    }
}
