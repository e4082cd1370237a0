package dev.perigee.sink.kit.words;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.perigee.api.SinkException;
import dev.perigee.api.SinkException.Kind;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AttemptTest {

    private static final Attempt LIST = new Attempt(Verb.LIST, Optional.empty(), "bucket 'b'");

    /** A server that was killed: the client's library tells where in its buffer it looked for the answer's first line. */
    @Test
    void anAnswerThatNeverCameIsToldInOurWordsAndAnotherFailureInTheSystems() {
        assertEquals(
                "list in bucket 'b': the line failed: the server closed it amid the call",
                told(new EOFException("\\n not found: limit=0 content=…")));
        assertEquals(
                "list in bucket 'b': the line failed: Connection refused",
                told(new ConnectException("Connection refused")));
    }

    private static String told(IOException e) {
        SinkException failure = LIST.unanswered(e);
        assertEquals(Kind.UNREACHABLE, failure.kind());
        return String.valueOf(failure.getMessage());
    }
}
