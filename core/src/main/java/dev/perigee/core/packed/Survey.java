package dev.perigee.core.packed;

import dev.perigee.api.Sha256;
import dev.perigee.core.packed.RowIndex.Indexed;
import dev.perigee.etcd.format.bbolt.write.ProvenFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Goes through a snapshot once beside the packs that are there already, and tells what it has of each. Used once. */
final class Survey implements AutoCloseable {

    static final String KEY = "key";

    private final List<Counted> packs = new ArrayList<>();
    private final ContentDigest content = new ContentDigest();
    private final Print print = new Print();

    Survey(List<KnownPack> known) throws IOException {
        for (KnownPack pack : known) {
            packs.add(new Counted(pack));
        }
    }

    /**
     * What was found.
     *
     * @param content the digest of what the snapshot holds
     * @param uses what it has of each pack
     */
    record Found(Sha256 content, List<PackChoice.Use> uses) {}

    Found of(Path snapshot) throws IOException {
        try (ProvenFile file = ProvenFile.open(snapshot, ContentDigest.pageSize(snapshot))) {
            for (String bucket : file.bucketNames()) {
                boolean rows = bucket.equals(KEY);
                file.bucket(bucket, (key, value) -> {
                    byte[] printed = print.of(key, value);
                    content.entry(printed);
                    if (rows) {
                        row(new Indexed(ProvenFile.bytes(key), printed, (int) value.byteSize()));
                    }
                });
                content.endBucket(ContentDigest.bytes(bucket));
            }
        }
        List<PackChoice.Use> uses = new ArrayList<>();
        for (Counted pack : packs) {
            uses.add(pack.finish());
        }
        return new Found(content.finish(), uses);
    }

    /** Each row is counted for one pack only, the first that has it. */
    private void row(Indexed row) throws IOException {
        boolean taken = false;
        for (Counted pack : packs) {
            taken |= pack.offer(row, taken);
        }
    }

    @Override
    public void close() throws IOException {
        for (Counted pack : packs) {
            pack.cursor.close();
        }
    }

    private static final class Counted {

        private final KnownPack pack;
        private final RowIndex.Cursor cursor;
        private long live;
        private long dead;
        private long runs;
        private boolean lastLive = true;

        Counted(KnownPack pack) throws IOException {
            this.pack = pack;
            this.cursor = new RowIndex.Cursor(pack.index());
        }

        boolean offer(Indexed row, boolean taken) throws IOException {
            while (cursor.isBefore(row.key())) {
                count(false);
            }
            boolean same = !taken && cursor.row().filter(row::isSameAs).isPresent();
            if (same) {
                count(true);
            }
            return same;
        }

        private void count(boolean isLive) throws IOException {
            Optional<Indexed> row = cursor.row();
            long bytes = row.orElseThrow().bytes();
            live += isLive ? bytes : 0;
            dead += isLive ? 0 : bytes;
            runs += isLive == lastLive ? 0 : 1;
            lastLive = isLive;
            cursor.advance();
        }

        PackChoice.Use finish() throws IOException {
            while (cursor.row().isPresent()) {
                count(false);
            }
            return new PackChoice.Use(pack, live, dead, runs);
        }
    }
}
