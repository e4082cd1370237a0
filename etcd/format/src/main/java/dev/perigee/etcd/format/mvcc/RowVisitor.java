package dev.perigee.etcd.format.mvcc;

import dev.perigee.etcd.format.bbolt.DeclinedException;
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
     * The rows of a leaf whose bytes are gone, all at once.
     *
     * @param leaf a view that holds only until this returns
     * @throws DeclinedException if that isn't enough
     * @throws IOException to end the walk; it reaches the caller
     */
    default void condensed(CondensedRows leaf) throws IOException {
        throw new DeclinedException("rows are needed whose bytes are gone");
    }

    /**
     * The bytes of the rows shown so far go away now. For those who gather ranges of them.
     *
     * @throws IOException to end the walk; it reaches the caller
     */
    default void endOfPage() throws IOException {}

    /**
     * Shows every row to another visitor as well.
     *
     * @param next is shown it after this one
     * @return both
     */
    default RowVisitor and(RowVisitor next) {
        RowVisitor first = this;
        return new RowVisitor() {
            @Override
            public void row(Row row) throws IOException {
                first.row(row);
                next.row(row);
            }

            @Override
            public void condensed(CondensedRows leaf) throws IOException {
                first.condensed(leaf);
                next.condensed(leaf);
            }

            @Override
            public void endOfPage() throws IOException {
                first.endOfPage();
                next.endOfPage();
            }
        };
    }
}
