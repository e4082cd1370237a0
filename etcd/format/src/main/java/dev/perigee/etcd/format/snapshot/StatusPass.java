package dev.perigee.etcd.format.snapshot;

import dev.perigee.etcd.format.bbolt.BucketName;
import dev.perigee.etcd.format.bbolt.BucketVisitor;
import dev.perigee.etcd.format.bbolt.CondensedLeaf;
import dev.perigee.etcd.format.bbolt.Entry;
import dev.perigee.etcd.format.bbolt.EntryVisitor;
import dev.perigee.etcd.format.bbolt.Fault;
import dev.perigee.etcd.format.bbolt.Findings;
import dev.perigee.etcd.format.hash.RangeCrc32c;
import dev.perigee.etcd.format.mvcc.RowReader;
import dev.perigee.etcd.format.mvcc.RowVisitor;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The one pass over all buckets: hashes every byte of them, reads the rows, collects the facts.
 *
 * <p>The hash is that of {@code etcdutl snapshot status}: each bucket's name, then its keys and values, with nothing
 * between them.
 */
final class StatusPass implements BucketVisitor {

    private static final List<String> EVERY_SERVER_HAS = List.of("key", "meta");

    private final RangeCrc32c crc = new RangeCrc32c();
    private final Set<String> missing = new HashSet<>(EVERY_SERVER_HAS);
    private final Findings findings;
    private final SmallBuckets small;
    private final RowVisitor rows;
    private final Meter meter;
    private long entries;

    StatusPass(Findings findings, SmallBuckets small, RowVisitor rows, Meter meter) {
        this.findings = findings;
        this.small = small;
        this.rows = rows;
        this.meter = meter;
    }

    @Override
    public EntryVisitor bucket(BucketName name) {
        crc.add(name.bytes());
        String text = name.toString();
        missing.remove(text);
        return hashing(text.equals("key") ? new RowReader(findings, rows) : small.reader(text));
    }

    private EntryVisitor hashing(EntryVisitor reader) {
        return new EntryVisitor() {

            private long pageLength;

            @Override
            public void entry(Entry entry) throws IOException {
                crc.add(entry.bytes(), entry.keyAt(), entry.keyLength() + entry.valueLength());
                entries++;
                pageLength = entry.bytes().byteSize();
                reader.entry(entry);
            }

            @Override
            public void condensed(CondensedLeaf leaf) throws IOException {
                crc.add(leaf.checksum(), leaf.length());
                entries += leaf.entries();
                reader.condensed(leaf);
            }

            @Override
            public void endOfPage() throws IOException {
                crc.flush();
                meter.add(pageLength);
                reader.endOfPage();
            }
        };
    }

    /** Records the buckets that should have been there. */
    void end() {
        EVERY_SERVER_HAS.stream()
                .filter(missing::contains)
                .forEach(name -> findings.add(
                        Fault.BUCKET_MISSING, "there is no bucket '" + name + "': no etcd server wrote this file"));
    }

    long hash() {
        return crc.value();
    }

    long entries() {
        return entries;
    }
}
