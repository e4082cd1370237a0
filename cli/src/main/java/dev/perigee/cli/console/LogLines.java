package dev.perigee.cli.console;

import dev.perigee.core.words.FailureWords;
import dev.perigee.core.words.Printable;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.temporal.ChronoUnit;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;
import java.util.stream.Collectors;

/**
 * Log records as lines. Pure.
 *
 * @param journal whether systemd's journal reads them: then a line begins with its syslog level, as in {@code <4>}, and
 *     not with UTC time and level
 * @param debugging whether to name the logger, and to show stack traces
 */
record LogLines(boolean journal, boolean debugging) {

    private static final SimpleFormatter MESSAGES = new SimpleFormatter();

    /** A level's name for people, and its number for syslog. */
    private enum Grade {
        ERROR("ERROR", 3),
        WARN("WARN ", 4),
        INFO("INFO ", 6),
        DEBUG("DEBUG", 7);

        private final String label;
        private final int syslog;

        Grade(String label, int syslog) {
            this.label = label;
            this.syslog = syslog;
        }

        static Grade of(Level level) {
            if (level.intValue() >= Level.SEVERE.intValue()) {
                return ERROR;
            }
            if (level.intValue() >= Level.WARNING.intValue()) {
                return WARN;
            }
            return level.intValue() >= Level.INFO.intValue() ? INFO : DEBUG;
        }
    }

    /** The record, with a line end. */
    String of(LogRecord record) {
        String text = name(record) + Printable.line(MESSAGES.formatMessage(record)) + thrown(record);
        Grade grade = Grade.of(record.getLevel());
        return journal
                ? text.lines()
                        .map(line -> "<" + grade.syslog + ">" + line + "\n")
                        .collect(Collectors.joining())
                : record.getInstant().truncatedTo(ChronoUnit.SECONDS) + " " + grade.label + " " + text.stripTrailing()
                        + "\n";
    }

    private String name(LogRecord record) {
        String logger = record.getLoggerName();
        boolean ours = logger == null || logger.startsWith("dev.perigee.");
        return ours && !debugging ? "" : lastName(logger) + ": ";
    }

    private String thrown(LogRecord record) {
        Throwable thrown = record.getThrown();
        if (thrown == null) {
            return "";
        }
        return debugging ? "\n" + Printable.lines(trace(thrown)) : ": " + Printable.line(described(thrown));
    }

    /** Of a defect, its class is the most telling part. */
    private static String described(Throwable thrown) {
        boolean defect = thrown instanceof RuntimeException || thrown instanceof Error;
        return defect ? thrown.toString() : FailureWords.of(thrown);
    }

    private static String trace(Throwable thrown) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    private static String lastName(String logger) {
        return logger == null ? "" : logger.substring(logger.lastIndexOf('.') + 1);
    }
}
