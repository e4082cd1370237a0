package dev.perigee.core.packed;

import dev.perigee.api.Sha256;
import dev.perigee.core.disk.DurableFile;
import dev.perigee.core.disk.EndDigest;
import dev.perigee.etcd.format.bbolt.write.BboltWriter;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * The database that a packed body and its packs come to: the same entries as in the file that etcd sent, not the same bytes. It ends
 * with a SHA-256 of all before it, as a snapshot does; that one is ours, not etcd's.
 *
 * @param body the packed body, plain
 * @param packs the packs that it builds on, plain, by the SHA-256 of each as it is stored
 */
public record ComposedFile(Path body, Map<Sha256, Path> packs) {

    /**
     * Writes it, and syncs it.
     *
     * @param target must not exist yet
     * @param content what the manifest says that it comes to
     * @throws DamagedBodyException if it comes to something else, or can't be put together
     * @throws IOException if it can't be written
     */
    public void write(Path target, Sha256 content) throws IOException {
        PackedTail tail = PackedTail.read(body);
        if (!tail.content().equals(content)) {
            throw new DamagedBodyException(
                    "comes to " + tail.content() + " by its own word, and to " + content + " by its manifest's");
        }
        Sha256 found = write(target, tail);
        if (!found.equals(content)) {
            throw new DamagedBodyException("comes to " + found + " where its manifest says " + content);
        }
        EndDigest.append(target);
        DurableFile.sync(target);
    }

    private Sha256 write(Path target, PackedTail tail) throws IOException {
        ContentDigest digest = new ContentDigest();
        try (PackedEntries entries = new PackedEntries(body);
                BboltWriter writer = BboltWriter.create(target, tail.pageSize(), BboltWriter.DEFAULT_FILL)) {
            Print print = new Print();
            for (Optional<byte[]> name = entries.nextBucket(); name.isPresent(); name = entries.nextBucket()) {
                boolean rows = Arrays.equals(name.get(), ContentDigest.bytes(Survey.KEY));
                writer.bucket(name.get(), to -> {
                    BboltWriter.Entries digested = (key, value) -> {
                        digest.entry(print.of(key, value));
                        to.put(key, value);
                    };
                    merge(entries, rows ? tail.parts() : List.of(), digested);
                });
                digest.endBucket(name.get());
            }
            writer.finish();
        }
        return digest.finish();
    }

    private void merge(PackedEntries own, List<PackedTail.Part> parts, BboltWriter.Entries to) throws IOException {
        List<Source> sources = new ArrayList<>();
        try {
            for (PackedTail.Part part : parts) {
                sources.add(Source.of(file(part), part));
            }
            merge(new Source(own, Optional.empty(), 0), sources, to);
        } finally {
            for (Source source : sources) {
                source.entries.close();
            }
        }
    }

    private Path file(PackedTail.Part part) throws DamagedBodyException {
        Path file = packs.get(part.pack());
        if (file == null) {
            throw new DamagedBodyException("builds on a pack that its manifest doesn't name: " + part.pack());
        }
        return file;
    }

    private static void merge(Source own, List<Source> others, BboltWriter.Entries to) throws IOException {
        PriorityQueue<Source> queue = new PriorityQueue<>((a, b) -> Arrays.compareUnsigned(a.key(), b.key()));
        List<Source> all = new ArrayList<>(others);
        all.add(own);
        for (Source source : all) {
            if (source.next()) {
                queue.add(source);
            }
        }
        byte[] before = new byte[0];
        while (!queue.isEmpty()) {
            Source source = queue.remove();
            if (Arrays.compareUnsigned(before, source.key()) >= 0) {
                throw new DamagedBodyException("holds a row twice");
            }
            before = source.key();
            to.put(MemorySegment.ofArray(source.key()), MemorySegment.ofArray(source.entries.value()));
            if (source.next()) {
                queue.add(source);
            }
        }
    }

    /** Entries of one file, those that count. */
    private static final class Source {

        private final PackedEntries entries;
        private final Optional<Runs.Reader> runs;
        private final long rows;
        private long read;

        Source(PackedEntries entries, Optional<Runs.Reader> runs, long rows) {
            this.entries = entries;
            this.runs = runs;
            this.rows = rows;
        }

        /** The rows of a pack. */
        static Source of(Path pack, PackedTail.Part part) throws IOException {
            PackedEntries entries = new PackedEntries(pack);
            try {
                toRows(entries);
                return new Source(entries, Optional.of(new Runs.Reader(part.runs())), part.rows());
            } catch (IOException e) {
                entries.close();
                throw e;
            }
        }

        private static void toRows(PackedEntries entries) throws IOException {
            byte[] rows = ContentDigest.bytes(Survey.KEY);
            for (Optional<byte[]> name = entries.nextBucket(); name.isPresent(); name = entries.nextBucket()) {
                if (Arrays.equals(name.get(), rows)) {
                    return;
                }
                while (entries.next()) {
                    // the small buckets of an earlier backup
                }
            }
            throw new DamagedBodyException("builds on a pack without rows");
        }

        byte[] key() {
            return entries.key();
        }

        boolean next() throws IOException {
            while (entries.next()) {
                read++;
                if (runs.isEmpty() || runs.get().next()) {
                    return true;
                }
            }
            if (runs.isPresent()) {
                runs.get().requireEnd();
                if (read != rows) {
                    throw new DamagedBodyException("builds on a pack of " + rows + " rows, and the pack has " + read);
                }
            }
            return false;
        }
    }
}
