package dev.perigee.core.admission;

import dev.perigee.core.progress.ProgressEvent;
import dev.perigee.core.progress.ProgressListener;
import java.util.concurrent.atomic.AtomicBoolean;

/** Passes one event on: that a run waits is worth a line, that it waits again behind the same crowd isn't. */
final class SaidOnce implements ProgressListener {

    private final ProgressListener listener;
    private final AtomicBoolean said = new AtomicBoolean();

    SaidOnce(ProgressListener listener) {
        this.listener = listener;
    }

    @Override
    public void on(ProgressEvent event) {
        if (said.compareAndSet(false, true)) {
            listener.on(event);
        }
    }
}
