package dev.perigee.core.engine;

import dev.perigee.core.disk.SmallFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/**
 * When the daemon of this machine saw a job for the first time: what was due before then was nobody's to make.
 *
 * @param directory where the daemon keeps what it remembers of its jobs
 */
record FirstSeen(Path directory) {

    /** Empty if there is no daemon, or nobody may know: then a job without a backup lacks one. */
    Optional<Instant> of(String job) {
        return read(job + ".first-seen");
    }

    private Optional<Instant> read(String file) {
        try {
            return Optional.of(Instant.parse(SmallFile.note(directory.resolve(file))));
        } catch (IOException | DateTimeException e) {
            return Optional.empty();
        }
    }
}
