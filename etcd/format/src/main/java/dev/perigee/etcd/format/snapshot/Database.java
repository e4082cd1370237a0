package dev.perigee.etcd.format.snapshot;

import dev.perigee.etcd.format.bbolt.BucketName;
import dev.perigee.etcd.format.bbolt.BucketVisitor;
import dev.perigee.etcd.format.bbolt.DatabaseWalk;
import dev.perigee.etcd.format.bbolt.Findings;
import dev.perigee.etcd.format.bbolt.Meta;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Predicate;

/** A database that can be walked: a file's, or what was kept of one that has passed. */
sealed interface Database permits SnapshotFile, PassedDatabase {

    /** What is done with a walk. */
    @FunctionalInterface
    interface Walking {
        void on(DatabaseWalk walk) throws IOException;
    }

    /** How many bytes it came in: with digest and slack. */
    long length();

    Meta meta();

    /** Its own length: without digest and slack. */
    default long totalSize() {
        return meta().pages() * meta().pageSize();
    }

    void walk(Walking walking, Findings findings) throws IOException;

    default void walkEverything(BucketVisitor visitor, Findings findings) throws IOException {
        walk(walk -> walk.everything(visitor), findings);
    }

    default void walkOnly(Predicate<BucketName> wanted, BucketVisitor visitor, Findings findings) throws IOException {
        walk(walk -> walk.only(wanted, visitor), findings);
    }

    /** Throws where something was found. */
    void requireSound(Findings findings, Optional<Trailer> trailer) throws IOException;
}
