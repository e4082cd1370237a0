package dev.perigee.etcd.format.bbolt.write;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads a file that was just written and compares it with what it was to be. */
final class Verification {

    private final ProvenFile written;

    private Verification(ProvenFile written) {
        this.written = written;
    }

    static void ofRebuild(ProvenFile written, Map<String, BucketDigest> expected) throws IOException {
        Verification verification = new Verification(written);
        Map<String, byte[]> records = written.buckets();
        verification.require(records.keySet().equals(expected.keySet()), "it has other buckets");
        for (var bucket : expected.entrySet()) {
            byte[] record = records.get(bucket.getKey());
            boolean same = record != null && verification.digest(record).sameAs(bucket.getValue());
            verification.require(same, differs(bucket.getKey()));
        }
    }

    /** Compares every bucket: the changed ones by content, the others by where they are. */
    static void ofChanges(
            ProvenFile written, ProvenFile source, List<BucketChange> changes, Map<String, RightEdge.Extended> extended)
            throws IOException {
        new Verification(written).bucketsAre(source, changes, extended);
    }

    private void bucketsAre(ProvenFile source, List<BucketChange> changes, Map<String, RightEdge.Extended> extended)
            throws IOException {
        Map<String, BucketChange> changed =
                changes.stream().collect(Collectors.toMap(BucketChange::bucket, Function.identity()));
        Map<String, byte[]> before = source.buckets();
        Map<String, byte[]> records = new TreeMap<>(written.buckets());
        for (var bucket : records.entrySet()) {
            BucketChange change = changed.remove(bucket.getKey());
            byte[] old = before.get(bucket.getKey());
            RightEdge.Extended extension = extended.get(bucket.getKey());
            boolean same = extension != null
                    ? goesOn(source, old, extension, bucket.getValue())
                    : isSame(source, old, change, bucket.getValue());
            require(same, differs(bucket.getKey()));
        }
        require(changed.isEmpty() && records.keySet().containsAll(before.keySet()), "a bucket is missing");
    }

    private boolean isSame(ProvenFile source, byte @Nullable [] old, @Nullable BucketChange change, byte[] record)
            throws IOException {
        return change == null ? Arrays.equals(old, record) : digest(record).sameAs(Expected.of(change, source, old));
    }

    /** The pages that were there stay where they were; what is behind them is what was to be written. */
    private boolean goesOn(ProvenFile source, byte @Nullable [] old, RightEdge.Extended extension, byte[] record)
            throws IOException {
        KeptPages before = old == null || !extension.keepsPages() ? new KeptPages() : KeptPages.of(source, old);
        KeptPages kept = new KeptPages();
        BucketDigest behind = new BucketDigest();
        written.entriesFrom(source.meta().pages(), record, behind, kept::add);
        return kept.sameAs(before) && behind.sameAs(extension.written());
    }

    private BucketDigest digest(byte[] record) throws IOException {
        BucketDigest digest = new BucketDigest();
        written.entries(record, digest);
        return digest;
    }

    private void require(boolean holds, String otherwise) throws IOException {
        require(written.path(), holds, otherwise);
    }

    static void require(Path path, boolean holds, String otherwise) throws IOException {
        if (!holds) {
            throw new IOException(path + " was written and reads back wrong: " + otherwise
                    + ". Don't use it; look into this machine's disk and memory, then try again.");
        }
    }

    private static String differs(String bucket) {
        return "bucket '" + bucket + "' differs from what it should hold";
    }
}
