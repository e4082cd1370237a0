package dev.perigee.core.drill;

import dev.perigee.core.disk.FreeSpace;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.words.Sizes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How much of the disk a drill may take.
 *
 * @param scratch where
 * @param snapshot how much the fetched snapshot takes
 * @param servers how much all data directories may take
 */
record DrillRoom(Path scratch, long snapshot, long servers) {

    /** What a server may add to its database: it is written to once. */
    static final long GROWTH = 64L << 20;

    /** Two files that etcd makes in full, and one on its way. */
    private static final long LOG = 3 * (64L << 20);

    /** A directory gets a little more than was asked for before somebody looks. */
    private static final long SLACK = 16L << 20;

    static DrillRoom of(Path scratch, long snapshot, long database, int members) {
        return new DrillRoom(scratch, snapshot, members * (database + GROWTH + LOG));
    }

    /** Before anything is restored. */
    void require() throws OperationException {
        FreeSpace.requireIn(
                scratch, servers, "the drill", "free some space there; 'state-dir' says where drills take place");
    }

    /** While servers run. */
    void look() throws OperationException, IOException {
        long used = used();
        if (used > snapshot + servers + SLACK) {
            throw new OperationException(
                    Outcome.FAILED,
                    "the drill was ended: it has taken " + Sizes.human(used) + ", more than the "
                            + Sizes.human(snapshot + servers) + " that its backup can need",
                    Optional.of("is drill.etcd an etcd?"),
                    Optional.empty());
        }
        FreeSpace.requireIn(scratch, SLACK, "the drill", "it was ended, so that others can write there");
    }

    private long used() throws IOException {
        try (Stream<Path> files = Files.walk(scratch)) {
            return files.mapToLong(DrillRoom::length).sum();
        } catch (UncheckedIOException e) {
            return 0; // a server renames and removes files while they are counted: the next look counts
        }
    }

    private static long length(Path file) {
        try {
            return Files.isRegularFile(file) ? Files.size(file) : 0;
        } catch (IOException e) {
            return 0;
        }
    }
}
