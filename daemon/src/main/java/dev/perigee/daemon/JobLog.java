package dev.perigee.daemon;

import dev.perigee.core.progress.ProgressEvent;
import dev.perigee.core.progress.ProgressEvent.MemberChosen;
import dev.perigee.core.progress.ProgressEvent.Note;
import dev.perigee.core.progress.ProgressEvent.Proven;
import dev.perigee.core.progress.ProgressEvent.Retrying;
import dev.perigee.core.progress.ProgressEvent.SpoolDropped;
import dev.perigee.core.progress.ProgressEvent.Waiting;
import dev.perigee.core.progress.ProgressEvent.Warning;
import dev.perigee.core.progress.ProgressListener;
import dev.perigee.core.words.Words;
import java.lang.System.Logger.Level;
import java.util.Locale;
import java.util.Optional;

/**
 * Says in the log what goes wrong on the way, while a run is still at work: a run's end is told by who runs it.
 *
 * @param job the job's name
 */
record JobLog(String job) implements ProgressListener {

    private static final System.Logger LOG = System.getLogger(JobLog.class.getName());

    /** A line of the log. */
    record Line(Level level, String text) {}

    @Override
    public void on(ProgressEvent event) {
        line(event).ifPresent(line -> LOG.log(line.level(), () -> "job " + job + ": " + line.text()));
    }

    /** What there is to say of an event; of those that come with every blob, nothing. Pure. */
    static Optional<Line> line(ProgressEvent event) {
        return switch (event) {
            case Retrying e ->
                warning(e.what() + ": attempt " + e.attempt() + " failed: " + e.reason() + "; trying again in "
                        + String.format(Locale.ROOT, "%.1f s", e.pause().toMillis() / 1e3));
            case SpoolDropped e -> warning(e.id() + " was given up, and " + e.sinks() + " never got it: " + e.reason());
            case Waiting e -> Optional.of(new Line(Level.INFO, "waits: " + e.reason()));
            case Warning e -> warning(e.text());
            case Note e -> info(e.text());
            case MemberChosen e ->
                info("snapshot from member " + e.name() + " at " + e.endpoint() + ", etcd " + e.version() + " ("
                        + e.reason() + ")");
            case Proven e ->
                debug(e.id() + " is proven: revision " + e.revision() + ", " + Words.count(e.liveKeys(), "key") + ", "
                        + e.bytes() + " bytes");
            default -> Optional.empty();
        };
    }

    private static Optional<Line> warning(String text) {
        return Optional.of(new Line(Level.WARNING, text));
    }

    private static Optional<Line> info(String text) {
        return Optional.of(new Line(Level.INFO, text));
    }

    private static Optional<Line> debug(String text) {
        return Optional.of(new Line(Level.DEBUG, text));
    }
}
