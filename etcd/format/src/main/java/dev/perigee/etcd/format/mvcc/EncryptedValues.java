package dev.perigee.etcd.format.mvcc;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Counts the values that a Kubernetes API server has encrypted, by how they begin: {@code k8s:enc:PROVIDER:VERSION:KEY:}, of
 * kubernetes' {@code k8s.io/apiserver/pkg/storage/value}. History counts as well. Hands every row on. Not safe for many
 * threads.
 */
public final class EncryptedValues implements RowVisitor {

    private static final byte[] MARK = "k8s:enc:".getBytes(StandardCharsets.US_ASCII);

    /** Provider, version and key are short names. */
    private static final int LONGEST = 256;

    /** An API server has a few keys; what a hostile store has beyond that is passed over. */
    static final int MOST = 100;

    private static final int PARTS = 3;

    private final RowVisitor next;
    private final SortedMap<String, Long> counts = new TreeMap<>();

    /**
     * A count.
     *
     * @param next is shown every row as well
     */
    public EncryptedValues(RowVisitor next) {
        this.next = next;
    }

    @Override
    public void row(Row row) throws IOException {
        count(kind(row), 1);
        next.row(row);
    }

    @Override
    public void condensed(CondensedRows leaf) throws IOException {
        for (int i = 0; i < leaf.kinds(); i++) {
            count(leaf.kind(i), leaf.countOfKind(i));
        }
        next.condensed(leaf);
    }

    @Override
    public void endOfPage() throws IOException {
        next.endOfPage();
    }

    /** How a row's value is encrypted, by how it begins; empty if it isn't. */
    static String kind(Row row) {
        return !row.tombstone() && isMarked(row) ? beginning(row) : "";
    }

    private static boolean isMarked(Row row) {
        if (row.valueLength() < MARK.length) {
            return false;
        }
        for (int i = 0; i < MARK.length; i++) {
            if (row.bytes().get(ValueLayout.JAVA_BYTE, row.valueAt() + i) != MARK[i]) {
                return false;
            }
        }
        return true;
    }

    /** Up to the colon behind the key's name; empty if there is none. */
    private static String beginning(Row row) {
        long length = Math.min(LONGEST, row.valueLength());
        MemorySegment value = row.bytes().asSlice(row.valueAt(), length);
        int colons = 0;
        for (int i = MARK.length; i < length; i++) {
            if (value.get(ValueLayout.JAVA_BYTE, i) == ':' && ++colons == PARTS) {
                byte[] text = value.asSlice(0, i + 1).toArray(ValueLayout.JAVA_BYTE);
                return new String(text, StandardCharsets.UTF_8);
            }
        }
        return "";
    }

    private void count(String kind, long values) {
        if (!kind.isEmpty() && (counts.size() < MOST || counts.containsKey(kind))) {
            counts.merge(kind, values, Long::sum);
        }
    }

    /**
     * How many values there were.
     *
     * @return by their beginning, the colon behind the key's name included
     */
    public SortedMap<String, Long> counts() {
        return Collections.unmodifiableSortedMap(new TreeMap<>(counts));
    }
}
