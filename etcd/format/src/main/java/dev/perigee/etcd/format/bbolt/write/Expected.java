package dev.perigee.etcd.format.bbolt.write;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** Shows the entries that a bucket shall have after its change. */
final class Expected {

    private Expected() {}

    /** Shows a bucket's entries after a change; without a change, those of the source. */
    static void entries(
            @Nullable BucketChange change, ProvenFile source, byte @Nullable [] record, ProvenFile.Visitor visitor)
            throws IOException {
        if (change instanceof BucketChange.Replace replace) {
            replace.content().forEach(visitor);
            return;
        }
        if (record != null) {
            source.entries(record, change instanceof BucketChange.Limit limit ? below(limit.end(), visitor) : visitor);
        }
        if (change instanceof BucketChange.Extend extend) {
            extend.more().fill(visitor::entry);
        }
        if (change instanceof BucketChange.Append append) {
            visitor.entry(MemorySegment.ofArray(append.key()), MemorySegment.ofArray(append.value()));
        }
    }

    private static ProvenFile.Visitor below(byte[] end, ProvenFile.Visitor visitor) {
        MemorySegment first = MemorySegment.ofArray(end);
        return (key, value) -> {
            if (Keys.compare(key, first) < 0) {
                visitor.entry(key, value);
            }
        };
    }

    static BucketDigest of(BucketChange change, ProvenFile source, byte @Nullable [] record) throws IOException {
        BucketDigest digest = new BucketDigest();
        entries(change, source, record, digest);
        return digest;
    }
}
