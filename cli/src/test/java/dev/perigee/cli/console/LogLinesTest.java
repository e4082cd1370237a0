package dev.perigee.cli.console;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.time.Instant;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

class LogLinesTest {

    @Test
    void aRecordIsOneLineThatNoTerminalObeys() {
        LogRecord record = new LogRecord(Level.WARNING, "a\u001b[31m\n2026-11-28T00:00:00Z INFO  x: forged");
        record.setInstant(Instant.parse("2026-11-28T01:02:03.4Z"));
        record.setLoggerName("dev.perigee.Some");
        record.setThrown(new IOException("b\rc"));

        assertEquals(
                "2026-11-28T01:02:03Z WARN  Some: a\\u001b[31m\\n2026-11-28T00:00:00Z INFO  x: forged:"
                        + " java.io.IOException: b\\rc\n",
                LogLines.of(record, false));
    }
}
