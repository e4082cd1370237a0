package dev.perigee.core.logging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LateLoggerTest {

    private final System.Logger late = LateLogger.of(LateLoggerTest.class);
    private final Logger there = Logger.getLogger(LateLoggerTest.class.getName());
    private final Heard heard = new Heard();

    @BeforeEach
    void hear() {
        there.addHandler(heard);
        there.setUseParentHandlers(false);
    }

    @AfterEach
    void hearNoMore() {
        there.removeHandler(heard);
        there.setUseParentHandlers(true);
    }

    @Test
    void whatIsLoggedArrivesUnderTheClasssNameWithItsPartsAndItsCause() {
        Exception cause = new Exception("why");
        late.log(Level.WARNING, "job {0}: can''t {1}", "nightly", "be read");
        late.log(Level.WARNING, "as it {stands}");
        late.log(Level.ERROR, "broken", cause);

        assertEquals(List.of("job nightly: can't be read", "as it {stands}", "broken"), heard.texts());
        assertEquals(cause, heard.records.getLast().getThrown());
        assertTrue(heard.records.stream()
                .allMatch(record -> record.getLoggerName().equals(LateLoggerTest.class.getName())));
        assertEquals(LateLoggerTest.class.getName(), late.getName());
    }

    @Test
    void whatIsLoggableIsAskedOfTheLoggerThatIsThere() {
        there.setLevel(java.util.logging.Level.SEVERE);
        try {
            assertEquals(false, late.isLoggable(Level.WARNING));
            assertTrue(late.isLoggable(Level.ERROR));
        } finally {
            there.setLevel(null);
        }
    }

    /** Keeps what it is given. */
    private static final class Heard extends Handler {

        private final List<LogRecord> records = new ArrayList<>();

        List<String> texts() {
            return records.stream().map(new SimpleFormatter()::formatMessage).toList();
        }

        @Override
        public void publish(LogRecord record) {
            records.add(record);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
