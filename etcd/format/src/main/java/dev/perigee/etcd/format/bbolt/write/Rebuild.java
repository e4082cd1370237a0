package dev.perigee.etcd.format.bbolt.write;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Writes a bbolt file anew, entry by entry: no free page is left in it, as after a defragmentation.
 *
 * <p>Without a change the new file has the same status hash as its source.
 */
public final class Rebuild {

    private Rebuild() {}

    /**
     * Writes the file, brings it to the disk, and verifies it by reading it again.
     *
     * @param source what to rebuild
     * @param target must not exist yet
     * @param changes at most one per bucket
     * @param pageSize the new file's page size: a power of two from 1024 to 16 MiB
     * @param fill how full to make its pages, above 0 and at most 1
     * @return its length in bytes
     * @throws IOException if it can't be read or written, or isn't what it should be when read again
     */
    public static long write(ProvenFile source, Path target, List<BucketChange> changes, int pageSize, double fill)
            throws IOException {
        Map<String, @Nullable BucketChange> buckets = new TreeMap<>();
        Map<String, byte[]> records = source.buckets();
        records.keySet().forEach(name -> buckets.put(name, null));
        changes.forEach(change -> buckets.put(change.bucket(), change));
        Map<String, BucketDigest> digests = new HashMap<>();
        long length;
        try (BboltWriter writer = BboltWriter.create(target, pageSize, fill)) {
            for (var bucket : buckets.entrySet()) {
                BucketDigest digest = new BucketDigest();
                digests.put(bucket.getKey(), digest);
                byte[] name = bucket.getKey().getBytes(StandardCharsets.ISO_8859_1);
                writer.bucket(
                        name,
                        entries -> Expected.entries(
                                bucket.getValue(), source, records.get(bucket.getKey()), (key, value) -> {
                                    digest.entry(key, value);
                                    entries.put(key, value);
                                }));
            }
            length = writer.finish();
        }
        try (ProvenFile written = ProvenFile.open(target, pageSize)) {
            Verification.ofRebuild(written, digests);
        }
        return length;
    }
}
