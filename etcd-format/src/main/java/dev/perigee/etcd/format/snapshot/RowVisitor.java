package dev.perigee.etcd.format.snapshot;

import java.io.IOException;

/** Is shown the rows of the key bucket, one by one, in ascending order of revision. */
@FunctionalInterface
public interface RowVisitor {

    /**
     * One row.
     *
     * @param row a view that holds only until this returns
     * @throws IOException to end the walk; it reaches the caller
     */
    void row(Row row) throws IOException;
}
