package dev.perigee.etcd.format.snapshot;

/** Adds up what several threads have read and tells it on in steps. Safe for many threads. */
final class Meter {

    private static final long STEP = 4 << 20;

    private final Progress progress;
    private final long total;
    private long done;
    private long told;

    Meter(Progress progress, long total) {
        this.progress = progress;
        this.total = total;
    }

    synchronized void add(long bytes) {
        done = Math.min(done + bytes, total);
        if (done - told >= STEP) {
            tell();
        }
    }

    /** Pages that nothing leads to are never read: the rest is done at once. */
    synchronized void finish() {
        if (told < total) {
            done = total;
            tell();
        }
    }

    private void tell() {
        told = done;
        progress.at(done, total);
    }
}
