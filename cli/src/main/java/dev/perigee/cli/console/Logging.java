package dev.perigee.cli.console;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * Sends what our own code and the libraries log to standard error. java.util.logging makes an instance when the first
 * logger is asked for, so a command that logs nothing pays nothing.
 */
public final class Logging {

    /** How much to let through. */
    @SuppressWarnings("ImmutableEnumChecker") // levels are constants
    public enum Detail {
        /** Our warnings, and nobody else's errors. */
        QUIET(Level.WARNING, Level.OFF),
        /** Our warnings. */
        NORMAL(Level.WARNING, Level.SEVERE),
        /** What we do, as well: for a daemon, whose log is its voice. */
        TALKATIVE(Level.INFO, Level.SEVERE),
        /** Everything useful. */
        DEBUG(Level.FINE, Level.INFO);

        private final Level ours;
        private final Level others;

        Detail(Level ours, Level others) {
            this.ours = ours;
            this.others = others;
        }
    }

    private static final Path STANDARD_ERROR = Path.of("/proc/self/fd/2");

    /** java.util.logging is one per process, and knows its configuration class by name only. */
    private static volatile Detail detail = Detail.NORMAL;

    private static volatile boolean json;

    private static volatile Terminal terminal = Terminal.ofThisProcess();

    /** A level set on a logger that nobody holds is lost with the logger. */
    private static final List<Logger> PINNED = new ArrayList<>();

    /** Called by java.util.logging: replaces its configuration. */
    public Logging() {
        LogManager.getLogManager().reset();
        Logger root = pin("", detail.others);
        root.addHandler(new ToTerminal());
        pin("dev.perigee", detail.ours);
        // says in JSON what others say in sentences
        pin(JsonLogLines.EVENTS, json ? detail.ours : Level.OFF);
        // its FINE lines hold the Authorization header
        pin("sun.net.www.protocol.http.HttpURLConnection", higher(detail.others, Level.INFO));
        // tells at INFO, on every run, how it counts TCP segments
        pin("io.grpc.netty", higher(detail.others, Level.WARNING));
    }

    /**
     * Says how much to log, and where. Counts for loggers made later; call it before anything logs.
     *
     * @param much how much
     * @param where where to
     */
    public static void prepare(Detail much, Terminal where) {
        detail = much;
        terminal = where;
        System.setProperty("java.util.logging.config.class", Logging.class.getName());
    }

    /**
     * The same, for programs: an object of JSON on a line each, and the daemon's events among them.
     *
     * @param much how much
     * @param where where to
     */
    public static void prepareJson(Detail much, Terminal where) {
        json = true;
        prepare(much, where);
    }

    private static Logger pin(String name, Level level) {
        Logger logger = Logger.getLogger(name);
        logger.setLevel(level);
        PINNED.add(logger);
        return logger;
    }

    private static Level higher(Level one, Level other) {
        return one.intValue() >= other.intValue() ? one : other;
    }

    private static final class ToTerminal extends Handler {

        private final LogLines lines =
                new LogLines(Journal.receives(System.getenv(), STANDARD_ERROR), detail == Detail.DEBUG);

        @Override
        public void publish(LogRecord record) {
            if (isLoggable(record)) {
                terminal.say(json ? JsonLogLines.of(record) : lines.of(record));
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
