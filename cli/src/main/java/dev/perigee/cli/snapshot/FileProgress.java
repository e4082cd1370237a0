package dev.perigee.cli.snapshot;

import dev.perigee.cli.console.ProgressDisplay;
import dev.perigee.cli.console.Session;
import dev.perigee.etcd.format.snapshot.Progress;

/** Shows how far the reading of a local file has come. */
final class FileProgress {

    private FileProgress() {}

    /**
     * A bar for one file.
     *
     * @param display where it is drawn
     */
    static Progress on(ProgressDisplay display) {
        return (done, total) -> display.reading(done, total);
    }

    /** What reads a file with a bar, which is gone when the reading ends. */
    interface Reading<T> {
        T with(Progress progress) throws Exception;
    }

    static <T> T shown(Session session, Reading<T> reading) throws Exception {
        ProgressDisplay display = new ProgressDisplay(session);
        try {
            return reading.with(on(display));
        } finally {
            display.clear();
        }
    }
}
