package dev.perigee.core.logging;

import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;

/**
 * A logger that is had when something is logged. For the first one of a process Java searches every jar for somebody else's
 * logging, which takes longer than many a command that logs nothing. Safe for many threads.
 */
public final class LateLogger implements System.Logger {

    private final String name;

    private LateLogger(String name) {
        this.name = name;
    }

    /**
     * A class's logger.
     *
     * @param logging the class that logs
     * @return named like it
     */
    public static System.Logger of(Class<?> logging) {
        return new LateLogger(logging.getName());
    }

    @Override
    public String getName() {
        return name;
    }

    @Override
    public boolean isLoggable(Level level) {
        return had().isLoggable(level);
    }

    @Override
    public void log(
            Level level, @Nullable ResourceBundle bundle, @Nullable String message, @Nullable Throwable thrown) {
        had().log(level, bundle, message, thrown);
    }

    @Override
    public void log(
            Level level,
            @Nullable ResourceBundle bundle,
            @Nullable String format,
            @Nullable Object @Nullable ... parts) {
        had().log(level, bundle, format, parts);
    }

    private System.Logger had() {
        return System.getLogger(name);
    }
}
