package dev.perigee.core.words;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import org.junit.jupiter.api.Test;

class FailureWordsTest {

    @Test
    void whatHasAMessageSaysIt() {
        assertEquals("the disk is gone", FailureWords.of(new IOException("the disk is gone")));
        assertFalse(FailureWords.areMissing(new IOException("the disk is gone")));
    }

    @Test
    void whatSaysNothingIsToldByWhatItIs() {
        assertEquals("interrupted", FailureWords.of(new ClosedByInterruptException()));
        assertEquals("interrupted", FailureWords.of(new InterruptedIOException()));
        assertEquals("interrupted", FailureWords.of(new InterruptedException()));
        assertEquals("it was closed meanwhile", FailureWords.of(new ClosedChannelException()));
        assertEquals("it takes too long", FailureWords.of(new SocketTimeoutException()));
        assertEquals("it was closed meanwhile", FailureWords.of(new AsynchronousCloseException()));
        assertEquals("it ends too early", FailureWords.of(new EOFException()));
        assertEquals("IOException", FailureWords.of(new IOException(" ")));
        assertTrue(FailureWords.areMissing(new IOException(" ")));
    }
}
