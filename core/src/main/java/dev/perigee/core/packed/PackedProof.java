package dev.perigee.core.packed;

import dev.perigee.api.Sha256;
import dev.perigee.core.packed.RowIndex.Indexed;
import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;

/** Puts a packed body together by its indexes alone, as a reader will by its packs, and tells what comes of it. */
final class PackedProof {

    private PackedProof() {}

    static Sha256 of(List<KnownPack> packs, PackedWriter.Written written, Path index) throws IOException {
        ContentDigest content = new ContentDigest();
        for (var bucket : written.buckets().entrySet()) {
            byte[] digest = bucket.getKey().equals(Survey.KEY) ? rows(packs, written, index) : bucket.getValue();
            content.bucket(ContentDigest.bytes(bucket.getKey()), digest);
        }
        return content.finish();
    }

    private static byte[] rows(List<KnownPack> packs, PackedWriter.Written written, Path index) throws IOException {
        List<Part> parts = new ArrayList<>();
        try {
            for (int i = 0; i < packs.size(); i++) {
                byte[] runs = written.parts().get(i).runs();
                parts.add(new Part(new RowIndex.Cursor(packs.get(i).index()), Optional.of(new Runs.Reader(runs))));
            }
            parts.add(new Part(new RowIndex.Cursor(index), Optional.empty()));
            return merged(parts);
        } finally {
            for (Part part : parts) {
                part.cursor.close();
            }
        }
    }

    private static byte[] merged(List<Part> parts) throws IOException {
        MessageDigest digest = Sha256.digester();
        PriorityQueue<Part> queue = new PriorityQueue<>(
                (a, b) -> Arrays.compareUnsigned(a.row().key(), b.row().key()));
        for (Part part : parts) {
            if (part.next()) {
                queue.add(part);
            }
        }
        while (!queue.isEmpty()) {
            Part part = queue.remove();
            digest.update(part.row().print());
            if (part.next()) {
                queue.add(part);
            }
        }
        return digest.digest();
    }

    /** The rows of one pack that count. */
    private static final class Part {

        private final RowIndex.Cursor cursor;
        private final Optional<Runs.Reader> runs;
        private Optional<Indexed> row = Optional.empty();

        Part(RowIndex.Cursor cursor, Optional<Runs.Reader> runs) {
            this.cursor = cursor;
            this.runs = runs;
        }

        Indexed row() {
            return row.orElseThrow();
        }

        boolean next() throws IOException {
            do {
                row = cursor.row();
                if (row.isEmpty()) {
                    if (runs.isPresent()) {
                        runs.get().requireEnd();
                    }
                    return false;
                }
                cursor.advance();
            } while (runs.isPresent() && !runs.get().next());
            return true;
        }
    }
}
