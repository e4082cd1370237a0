package dev.perigee.core.keys;

import dev.perigee.etcd.client.Bytes;
import dev.perigee.etcd.format.mvcc.Row;
import dev.perigee.etcd.format.snapshot.Snapshot;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.OptionalLong;

/**
 * Values on their way through sorted runs. Those of a page and more stay in the snapshot, and only their place is sorted: to write
 * and read them once more costs more than to look them up.
 *
 * @param snapshot where they are
 */
record SortedValues(Snapshot snapshot) {

    private static final int LARGE = 4096;
    private static final byte HERE = 0;
    private static final byte THERE = 1;

    /** What goes into a run for a row's value. */
    Bytes noted(Row row) {
        int length = Math.toIntExact(row.valueLength());
        OptionalLong place = length < LARGE ? OptionalLong.empty() : snapshot.valuePosition(row);
        if (place.isPresent()) {
            return Bytes.of(ByteBuffer.allocate(1 + Long.BYTES + Integer.BYTES)
                    .put(THERE)
                    .putLong(place.getAsLong())
                    .putInt(length)
                    .array());
        }
        byte[] here = new byte[1 + length];
        here[0] = HERE;
        MemorySegment.copy(row.value(), ValueLayout.JAVA_BYTE, 0, here, 1, length);
        return Bytes.wrapping(here);
    }

    /** The value for what came out of a run. */
    Bytes value(Bytes noted) throws IOException {
        ByteBuffer note = ByteBuffer.wrap(noted.toByteArray());
        if (note.get() == THERE) {
            return Bytes.wrapping(snapshot.bytes(note.getLong(), note.getInt()));
        }
        byte[] here = new byte[note.remaining()];
        note.get(here);
        return Bytes.of(here);
    }
}
