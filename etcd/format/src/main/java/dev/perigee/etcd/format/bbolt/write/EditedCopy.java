package dev.perigee.etcd.format.bbolt.write;

import dev.perigee.etcd.format.bbolt.PageFormat;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Copies a bbolt file page by page as it is, and appends what has changed: copy on write.
 *
 * <p>No page of the source is rewritten, so what was proven of the source holds for the copy. Pages that nothing leads to
 * any more, a stored freelist among them, become free ones, as bbolt finds out when it opens the file. The copy has no
 * valid meta page before everything else is on the disk.
 */
public final class EditedCopy {

    /** As full as can be: etcd splits such a page when it next writes to it. */
    private static final double FILL = 1.0;

    private final ProvenFile source;
    private final FileChannel channel;
    private final PageAppender out;
    private final Map<String, RightEdge.Extended> extended = new HashMap<>();

    private EditedCopy(ProvenFile source, FileChannel channel) {
        this.source = source;
        this.channel = channel;
        this.out = new PageAppender(channel, source.pageSize(), source.meta().pages());
    }

    /**
     * Writes an edited copy, brings it to the disk, and verifies it by reading it again: every page that was copied, every
     * bucket that was changed.
     *
     * @param source what to copy
     * @param target must not exist yet
     * @param changes at most one per bucket
     * @return the target's length in bytes
     * @throws IOException if it can't be read or written, or isn't what it should be when read again
     */
    public static long write(ProvenFile source, Path target, List<BucketChange> changes) throws IOException {
        PageCopy.lay(source, target);
        return complete(source, target, changes);
    }

    /**
     * Makes an edited copy of one whose pages are there and verified, but for the meta pages; brings it to the disk, and
     * verifies every bucket that was changed by reading it again.
     *
     * @param source what was copied
     * @param target from {@link PageCopy}
     * @param changes at most one per bucket
     * @return the target's length in bytes
     * @throws IOException if it can't be read or written, or isn't what it should be when read again
     */
    public static long complete(ProvenFile source, Path target, List<BucketChange> changes) throws IOException {
        try (FileChannel channel = FileChannel.open(target, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            EditedCopy edited = new EditedCopy(source, channel);
            long length =
                    edited.out.complete(edited.writeRoot(changes), source.meta().transaction() + 1);
            try (ProvenFile written = ProvenFile.open(target, source.pageSize())) {
                Verification.ofChanges(written, source, changes, edited.extended);
            }
            return length;
        }
    }

    /**
     * Edits the file itself: what has changed is appended, and both meta pages lead there. For a file that nobody looks for after
     * a crash: it isn't brought to the disk, and a half edited one may look whole. What lay behind its last page is gone. Every
     * bucket that was changed is verified by reading it again.
     *
     * @param source what to edit; it still shows what there was
     * @param changes at most one per bucket
     * @return the file's length in bytes
     * @throws IOException if it can't be read or written, or isn't what it should be when read again
     */
    public static long inPlace(ProvenFile source, List<BucketChange> changes) throws IOException {
        try (FileChannel channel = FileChannel.open(source.path(), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            EditedCopy edited = new EditedCopy(source, channel);
            long length =
                    edited.out.finish(edited.writeRoot(changes), source.meta().transaction() + 1);
            channel.truncate(length);
            try (ProvenFile written = ProvenFile.open(source.path(), source.pageSize())) {
                Verification.ofChanges(written, source, changes, edited.extended);
            }
            return length;
        }
    }

    private long writeRoot(List<BucketChange> changes) throws IOException {
        Map<String, byte[]> records = new TreeMap<>(source.buckets());
        for (BucketChange change : changes) {
            records.put(change.bucket(), record(change, records.get(change.bucket())));
        }
        TreeWriter root = new TreeWriter(out, FILL);
        for (var bucket : records.entrySet()) {
            byte[] name = bucket.getKey().getBytes(StandardCharsets.ISO_8859_1);
            root.put(PageFormat.BUCKET_FLAG, MemorySegment.ofArray(name), MemorySegment.ofArray(bucket.getValue()));
        }
        return root.finish();
    }

    private byte[] record(BucketChange change, byte @org.jspecify.annotations.Nullable [] before) throws IOException {
        return switch (change) {
            case BucketChange.Replace replace -> replaced(replace.content());
            case BucketChange.Append append -> new RightEdge(source, out).append(before, append);
            case BucketChange.Extend extend -> extended(extend, before);
            case BucketChange.Limit limit -> limited(limit, before);
        };
    }

    private byte[] extended(BucketChange.Extend extend, byte @org.jspecify.annotations.Nullable [] before)
            throws IOException {
        RightEdge.Extended written = new RightEdge(source, out).extend(before, extend.more());
        extended.put(extend.bucket(), written);
        return written.record();
    }

    private byte[] limited(BucketChange.Limit limit, byte @org.jspecify.annotations.Nullable [] before)
            throws IOException {
        TreeWriter bucket = new TreeWriter(out, FILL);
        Expected.entries(limit, source, before, (key, value) -> bucket.put(0, key, value));
        return bucket.finishBucket();
    }

    private byte[] replaced(BucketContent content) throws IOException {
        TreeWriter bucket = new TreeWriter(out, FILL);
        content.forEach((key, value) -> bucket.put(0, key, value));
        return bucket.finishBucket();
    }
}
