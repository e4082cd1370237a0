package dev.perigee.etcd.format.mvcc;

import dev.perigee.etcd.format.bbolt.DeclinedException;
import dev.perigee.etcd.format.bbolt.Findings;
import dev.perigee.etcd.format.bbolt.LoneLeaf;
import dev.perigee.etcd.format.bbolt.PageFormat;
import dev.perigee.etcd.format.hash.SipHash128;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;

/** Makes {@link CondensedRows} of leaves of rows, one after the other. Not safe for many threads. */
final class LeafCondenser implements RowVisitor {

    private final SipHash128 fingerprint;
    private final CRC32C crc = new CRC32C();
    private final List<String> kinds = new ArrayList<>();
    private final int[] counts = new int[EncryptedValues.MOST];
    private long[] numbers = new long[1 << 10];
    private ByteBuffer bytes = ByteBuffer.allocate(0);
    private long begin;
    private int rows;

    LeafCondenser(SipHash128 fingerprint) {
        this.fingerprint = fingerprint;
    }

    /** How values are encrypted, as far as they were met. */
    List<String> kinds() {
        return kinds;
    }

    /** The leaf in a few numbers, to be copied before the next one; none if it isn't a sound leaf of rows. */
    MemorySegment condensed(LoneLeaf leaf, long number, MemorySegment page) throws IOException {
        bytes = page.asByteBuffer();
        rows = 0;
        crc.reset();
        Arrays.fill(counts, 0, kinds.size(), 0);
        Findings findings = new Findings();
        leaf.show(page, number, findings, new RowReader(findings, this));
        return findings.isEmpty() && rows > 0
                ? finished(page.get(PageFormat.U32, PageFormat.OVERFLOW))
                : MemorySegment.NULL;
    }

    @Override
    public void row(Row row) throws IOException {
        int at = CondensedRows.FIRST_ROW + rows * CondensedRows.ROW;
        reserve(at + CondensedRows.ROW);
        if (rows == 0) {
            begin = row.entryAt();
            numbers[CondensedRows.FIRST_SUB] = row.sub();
        }
        numbers[CondensedRows.LAST_SUB] = row.sub();
        fingerprint.hash(row.bytes(), row.keyAt(), row.keyLength());
        long first = fingerprint.first();
        numbers[at + CondensedRows.FINGERPRINT] = row.tombstone() ? first & ~1L : first | 1L;
        numbers[at + CondensedRows.MORE_FINGERPRINT] = fingerprint.second();
        numbers[at + CondensedRows.MAIN] = row.main();
        numbers[at + CondensedRows.END] = hashed((int) row.entryAt(), (int) row.entryLength());
        rows++;
        count(EncryptedValues.kind(row));
    }

    private long hashed(int at, int length) {
        crc.update(bytes.limit(at + length).position(at));
        return CondensedRows.both((int) crc.getValue(), at + length - (int) begin);
    }

    private void reserve(int length) {
        if (numbers.length < length) {
            numbers = Arrays.copyOf(numbers, length * 2);
        }
    }

    private void count(String kind) throws DeclinedException {
        if (kind.isEmpty()) {
            return;
        }
        int index = kinds.indexOf(kind);
        if (index < 0) {
            if (kinds.size() == EncryptedValues.MOST) {
                throw new DeclinedException("values are encrypted in more ways than are counted");
            }
            index = kinds.size();
            kinds.add(kind);
        }
        counts[index]++;
    }

    private MemorySegment finished(int overflow) {
        int end = CondensedRows.FIRST_ROW + rows * CondensedRows.ROW;
        reserve(end + kinds.size());
        int met = 0;
        for (int i = 0; i < kinds.size(); i++) {
            if (counts[i] > 0) {
                numbers[end + met] = CondensedRows.both(counts[i], i);
                met++;
            }
        }
        numbers[CondensedRows.SIZES] = CondensedRows.both(rows, overflow);
        numbers[CondensedRows.KINDS] = met;
        return MemorySegment.ofArray(numbers).asSlice(0, (long) (end + met) * Long.BYTES);
    }
}
