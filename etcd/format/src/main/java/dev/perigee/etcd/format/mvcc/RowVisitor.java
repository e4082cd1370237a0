package dev.perigee.etcd.format.mvcc;

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

    /**
     * The bytes of the rows shown so far go away now. For those who gather ranges of them.
     *
     * @throws IOException to end the walk; it reaches the caller
     */
    default void endOfPage() throws IOException {}
}
