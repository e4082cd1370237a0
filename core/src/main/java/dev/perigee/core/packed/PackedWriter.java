package dev.perigee.core.packed;

import dev.perigee.api.Sha256;
import dev.perigee.core.packed.RowIndex.Indexed;
import dev.perigee.etcd.format.bbolt.write.ProvenFile;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** Writes what a snapshot has beyond the packs that it builds on: the packed body, and the index of its rows. Used once. */
final class PackedWriter implements AutoCloseable {

    private static final int BUFFER = 1 << 16;

    private final Path snapshot;
    private final Sha256 content;
    private final List<Matched> packs = new ArrayList<>();
    private final Print print = new Print();
    private final SequencedMap<String, byte[]> buckets = new LinkedHashMap<>();

    PackedWriter(Path snapshot, Sha256 content, List<KnownPack> chosen) throws IOException {
        this.snapshot = snapshot;
        this.content = content;
        for (KnownPack pack : chosen) {
            packs.add(new Matched(pack));
        }
    }

    /**
     * What was written.
     *
     * @param parts what is taken of other packs
     * @param buckets each bucket's name, with the digest of its prints; of the key bucket, of its new rows only
     */
    record Written(List<PackedTail.Part> parts, SequencedMap<String, byte[]> buckets) {}

    /** Leaves the stream open. */
    Written to(OutputStream stream, RowIndex.Writer index) throws IOException {
        Counting counting = new Counting(new BufferedOutputStream(stream, BUFFER));
        DataOutputStream out = new DataOutputStream(counting);
        int pageSize = ContentDigest.pageSize(snapshot);
        PackedEntries.begin(out);
        try (ProvenFile file = ProvenFile.open(snapshot, pageSize)) {
            for (String name : file.bucketNames()) {
                bucket(file, name, out, index);
            }
        }
        PackedEntries.end(out);
        List<PackedTail.Part> parts = new ArrayList<>();
        for (Matched pack : packs) {
            parts.add(pack.finish());
        }
        new PackedTail(parts, pageSize, content).to(out, counting.written);
        out.flush();
        return new Written(parts, buckets);
    }

    private void bucket(ProvenFile file, String name, DataOutputStream out, RowIndex.Writer index) throws IOException {
        boolean rows = name.equals(Survey.KEY);
        MessageDigest digest = Sha256.digester();
        PackedEntries.beginBucket(out, ContentDigest.bytes(name));
        file.bucket(name, (key, value) -> {
            byte[] printed = print.of(key, value);
            if (rows && isThere(new Indexed(ProvenFile.bytes(key), printed, (int) value.byteSize()), index)) {
                return;
            }
            digest.update(printed);
            PackedEntries.entry(out, key, value);
        });
        PackedEntries.endBucket(out);
        buckets.put(name, digest.digest());
    }

    /** What no pack has is new. */
    private boolean isThere(Indexed row, RowIndex.Writer index) throws IOException {
        boolean taken = false;
        for (Matched pack : packs) {
            taken |= pack.offer(row, taken);
        }
        if (!taken) {
            index.add(row);
        }
        return taken;
    }

    @Override
    public void close() throws IOException {
        for (Matched pack : packs) {
            pack.cursor.close();
        }
    }

    /** A pack, and which of its rows were met. */
    private static final class Matched {

        private final KnownPack pack;
        private final RowIndex.Cursor cursor;
        private final Runs runs = new Runs();
        private long rows;

        Matched(KnownPack pack) throws IOException {
            this.pack = pack;
            this.cursor = new RowIndex.Cursor(pack.index());
        }

        boolean offer(Indexed row, boolean taken) throws IOException {
            while (cursor.isBefore(row.key())) {
                pass(false);
            }
            boolean same = !taken && cursor.row().filter(row::isSameAs).isPresent();
            if (same) {
                pass(true);
            }
            return same;
        }

        private void pass(boolean kept) throws IOException {
            runs.add(kept);
            rows++;
            cursor.advance();
        }

        PackedTail.Part finish() throws IOException {
            while (cursor.row().isPresent()) {
                pass(false);
            }
            return new PackedTail.Part(pack.object().sha256(), rows, runs.finish());
        }
    }

    private static final class Counting extends FilterOutputStream {

        private long written;

        Counting(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int one) throws IOException {
            out.write(one);
            written++;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
            written += length;
        }
    }
}
