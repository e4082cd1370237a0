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
            public void endOfPage() throws IOException {
                first.endOfPage();
                next.endOfPage();
            }
        };
    }
}
