package dev.perigee.cli.console;

import dev.perigee.core.progress.ProgressEvent;
import dev.perigee.core.progress.ProgressEvent.Downloading;
import dev.perigee.core.progress.ProgressEvent.FetchedFrom;
import dev.perigee.core.progress.ProgressEvent.JobFailed;
import dev.perigee.core.progress.ProgressEvent.MemberChosen;
import dev.perigee.core.progress.ProgressEvent.Note;
import dev.perigee.core.progress.ProgressEvent.Proven;
import dev.perigee.core.progress.ProgressEvent.Proving;
import dev.perigee.core.progress.ProgressEvent.Pruned;
import dev.perigee.core.progress.ProgressEvent.Reading;
import dev.perigee.core.progress.ProgressEvent.Receiving;
import dev.perigee.core.progress.ProgressEvent.Retrying;
import dev.perigee.core.progress.ProgressEvent.SinkDone;
import dev.perigee.core.progress.ProgressEvent.SinkFailed;
import dev.perigee.core.progress.ProgressEvent.SpoolDropped;
import dev.perigee.core.progress.ProgressEvent.Uploading;
import dev.perigee.core.progress.ProgressEvent.Waiting;
import dev.perigee.core.progress.ProgressEvent.Warning;
import dev.perigee.core.progress.ProgressListener;
import dev.perigee.core.words.Printable;
import dev.perigee.core.words.Sizes;
import dev.perigee.core.words.Words;
import java.time.Duration;
import java.util.Optional;

/**
 * Shows progress on standard error: steps as lines, and on a terminal the bytes as a bar that is drawn over and over.
 * Silent with {@code --quiet}. Safe for many threads.
 */
public final class ProgressDisplay implements ProgressListener {

    private static final String ERASE = "\r\033[K";
    private static final int USUAL_WIDTH = 80;

    private final Session session;
    private final ProgressBar bar = new ProgressBar();
    private boolean drawn;
    private String fresh = "";

    /**
     * A display for one run.
     *
     * @param session the run
     */
    public ProgressDisplay(Session session) {
        this.session = session;
    }

    @Override
    public synchronized void on(ProgressEvent event) {
        ended(event).ifPresent(bar::end);
        switch (event) {
            case Receiving(long received, long total) -> draw("receiving", received, total);
            case Uploading(String sink, String key, long sent, long total) -> draw("to " + sink, sent, total);
            case Downloading(String sink, String key, long received, long total) ->
                draw("from " + sink, received, total);
            case Reading(long done, long total) -> draw("reading", done, total);
            case JobFailed e -> {
                clear();
                session.error("job '" + e.job() + "': " + Printable.line(e.reason()));
            }
            case SpoolDropped e -> warn("given up: " + e.id() + ", which " + e.sinks() + " never got: " + e.reason());
            case Warning e -> warn(e.text());
            case SinkFailed e -> clear(); // the command says it at the end, with what becomes of the backup
            case Proven e -> {
                fresh = e.id();
                line(text(e));
            }
            default -> line(text(event));
        }
    }

    /** What no longer moves. */
    private static Optional<String> ended(ProgressEvent event) {
        return switch (event) {
            case Proving e -> Optional.of("receiving");
            case SinkDone e -> Optional.of("to " + e.sink());
            case SinkFailed e -> Optional.of("to " + e.sink());
            case Retrying e -> Optional.of("to " + e.what());
            default -> Optional.empty();
        };
    }

    /** To whole seconds: "in 0s" would not be true. */
    private static Duration roundedUp(Duration pause) {
        return pause.plusMillis(999);
    }

    private String text(ProgressEvent event) {
        return switch (event) {
            case MemberChosen e ->
                "member " + e.name() + " at " + e.endpoint() + ", etcd " + e.version() + " (" + reason(e) + ")";
            case Proving e -> "proving " + Sizes.human(e.bytes());
            case Proven e ->
                "proven: " + e.id() + ", revision " + e.revision() + ", " + Words.count(e.liveKeys(), "key") + ", "
                        + Sizes.human(e.bytes());
            case Retrying e -> e.what() + ": " + e.reason() + "; trying again in " + Words.span(roundedUp(e.pause()));
            case SinkDone e ->
                "stored in " + e.sink() + (e.id().equals(fresh) ? "" : ": " + e.id() + ", which was owed to it");
            case Pruned e -> "removed from " + e.sink() + ": " + e.id();
            case Waiting e -> "waiting: " + e.reason();
            case Note e -> e.text();
            case FetchedFrom e -> "fetched " + e.id() + " from " + e.sink();
            default -> "";
        };
    }

    /** The endpoint is named already. */
    private static String reason(MemberChosen chosen) {
        return chosen.reason().replace(chosen.endpoint() + ": ", "");
    }

    private void warn(String text) {
        clear();
        session.warn(text);
    }

    private void line(String text) {
        clear();
        session.note(text);
    }

    private void draw(String what, long done, long total) {
        if (session.options().quiet() || !session.terminal().showsErrors()) {
            return;
        }
        bar.at(what, done, total, System.nanoTime(), session.width().orElse(USUAL_WIDTH))
                .ifPresent(text -> {
                    session.terminal()
                            .say("\r" + Printable.line(text)
                                    + "\033[K"); // erased behind, not before: that would flicker
                    drawn = true;
                });
    }

    /** Takes the bar away; call it before anything else is written. */
    public synchronized void clear() {
        if (drawn) {
            session.terminal().say(ERASE);
            drawn = false;
        }
    }
}
