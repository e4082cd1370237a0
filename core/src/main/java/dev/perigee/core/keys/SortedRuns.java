package dev.perigee.core.keys;

import dev.perigee.etcd.client.Bytes;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.TreeMap;

/**
 * Turns rows in the order of revisions into the last row of each key in the order of keys, with bounded memory: what
 * doesn't fit goes to a temporary folder as sorted runs, which are then merged (external merge sort, Knuth, The Art of
 * Computer Programming, volume 3, 5.4.1).
 */
final class SortedRuns implements Closeable {

    /** What an entry costs on the heap beside its bytes. */
    private static final int OVERHEAD = 200;

    private final Path parent;
    private final long mostBytes;
    private final List<Path> runs = new ArrayList<>();
    private Optional<Path> folder = Optional.empty();
    private TreeMap<Bytes, KeyEntry> newest = new TreeMap<>();
    private long bytes;

    /**
     * Starts empty.
     *
     * @param parent where to make a temporary folder if one is needed
     * @param mostBytes how much to hold in memory
     */
    SortedRuns(Path parent, long mostBytes) {
        this.parent = parent;
        this.mostBytes = mostBytes;
    }

    /** Takes a row; later rows of the same key come at later revisions. An entry without value is a tombstone. */
    void add(KeyEntry row) throws IOException {
        KeyEntry older = newest.put(row.key(), row);
        bytes += cost(row) - (older == null ? 0 : cost(older));
        if (bytes > mostBytes) {
            spill();
        }
    }

    private static long cost(KeyEntry row) {
        return OVERHEAD + row.key().length() + row.value().map(Bytes::length).orElse(0);
    }

    private void spill() throws IOException {
        if (folder.isEmpty()) {
            folder = Optional.of(Files.createTempDirectory(parent, "perigee-keys-"));
        }
        Path run = folder.get().resolve("run-" + runs.size());
        runs.add(run);
        try (RunWriter writer = new RunWriter(run)) {
            for (KeyEntry row : newest.values()) {
                writer.write(row);
            }
        }
        newest = new TreeMap<>();
        bytes = 0;
    }

    /** Shows the last row of each key that isn't a tombstone, ascending by key. Call once, at the end. */
    void forEach(EntryVisitor visitor) throws IOException {
        List<Cursor> cursors = new ArrayList<>();
        try {
            for (Path run : runs) {
                cursors.add(Cursor.of(cursors.size(), new RunReader(run)));
            }
            cursors.add(Cursor.of(cursors.size(), newest));
            merge(cursors, visitor);
        } finally {
            for (Cursor cursor : cursors) {
                cursor.rows.close();
            }
        }
    }

    private static void merge(List<Cursor> cursors, EntryVisitor visitor) throws IOException {
        PriorityQueue<Cursor> queue = new PriorityQueue<>();
        for (Cursor cursor : cursors) {
            offer(queue, cursor);
        }
        Optional<Bytes> last = Optional.empty();
        for (Cursor first = queue.poll(); first != null; first = queue.poll()) {
            KeyEntry row = first.row;
            if (!last.equals(Optional.of(row.key())) && row.value().isPresent()) {
                visitor.entry(row);
            }
            last = Optional.of(row.key());
            offer(queue, first);
        }
    }

    private static void offer(PriorityQueue<Cursor> queue, Cursor cursor) throws IOException {
        if (cursor.advance()) {
            queue.add(cursor);
        }
    }

    @Override
    public void close() throws IOException {
        for (Path run : runs) {
            Files.deleteIfExists(run);
        }
        if (folder.isPresent()) {
            Files.deleteIfExists(folder.get());
        }
    }

    /** A place in a run. Ordered by key, and for one key the newest run first. */
    private static final class Cursor implements Comparable<Cursor> {

        private final int age;
        private final Rows rows;
        private KeyEntry row = KeyEntry.of(Bytes.EMPTY, Bytes.EMPTY);

        private Cursor(int age, Rows rows) {
            this.age = age;
            this.rows = rows;
        }

        static Cursor of(int age, Rows rows) {
            return new Cursor(age, rows);
        }

        static Cursor of(int age, Map<Bytes, KeyEntry> sorted) {
            var rows = sorted.values().iterator();
            return new Cursor(age, () -> rows.hasNext() ? Optional.of(rows.next()) : Optional.empty());
        }

        boolean advance() throws IOException {
            Optional<KeyEntry> next = rows.next();
            next.ifPresent(entry -> row = entry);
            return next.isPresent();
        }

        @Override
        public int compareTo(Cursor other) {
            int byKey = row.key().compareTo(other.row.key());
            return byKey != 0 ? byKey : Integer.compare(other.age, age);
        }
    }

    /** Rows in ascending order of their keys. */
    @FunctionalInterface
    interface Rows extends Closeable {

        /** The next row; empty at the end. */
        Optional<KeyEntry> next() throws IOException;

        @Override
        default void close() throws IOException {}
    }
}
