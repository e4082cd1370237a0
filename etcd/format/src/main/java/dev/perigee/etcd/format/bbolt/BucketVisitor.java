package dev.perigee.etcd.format.bbolt;

import java.io.IOException;

/** Is shown the buckets of a database, one by one, in ascending order of their names. */
@FunctionalInterface
public interface BucketVisitor {

    /**
     * One bucket.
     *
     * @param name its name
     * @return is shown its entries
     * @throws IOException to end the walk; it reaches the caller
     */
    EntryVisitor bucket(BucketName name) throws IOException;
}
