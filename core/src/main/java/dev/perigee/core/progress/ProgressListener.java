package dev.perigee.core.progress;

/** Hears of a verb's steps, from many threads at once. Must return soon and throw nothing. */
@FunctionalInterface
public interface ProgressListener {

    /** Hears nothing. */
    ProgressListener NONE = event -> {};

    /**
     * A step happened.
     *
     * @param event which
     */
    void on(ProgressEvent event);
}
