package dev.perigee.cli.console;

import dev.perigee.cli.text.Visible;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.temporal.ChronoUnit;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;

/** Log records as lines: UTC time, level, the logger's last name, message. Pure. */
final class LogLines {

    private static final SimpleFormatter MESSAGES = new SimpleFormatter();

    private LogLines() {}

    static String of(LogRecord record, boolean withTraces) {
        String line = record.getInstant().truncatedTo(ChronoUnit.SECONDS) + " " + level(record.getLevel()) + " "
                + lastName(record.getLoggerName()) + ": " + Visible.line(MESSAGES.formatMessage(record));
        Throwable thrown = record.getThrown();
        if (thrown == null) {
            return line + "\n";
        }
        return withTraces
                ? line + "\n" + Visible.lines(trace(thrown))
                : line + ": " + Visible.line(thrown.toString()) + "\n";
    }

    static String trace(Throwable thrown) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    private static String level(Level level) {
        if (level.intValue() >= Level.SEVERE.intValue()) {
            return "ERROR";
        }
        if (level.intValue() >= Level.WARNING.intValue()) {
            return "WARN ";
        }
        return level.intValue() >= Level.INFO.intValue() ? "INFO " : "DEBUG";
    }

    private static String lastName(String logger) {
        return logger == null ? "" : logger.substring(logger.lastIndexOf('.') + 1);
    }
}
