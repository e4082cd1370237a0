package dev.perigee.etcd.format.mvcc;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Keeps records: the first 64 MiB off the heap, the rest in a temporary file. Not safe for many threads. */
final class RecordStore implements AutoCloseable {

    /** How many bytes stay in memory: enough for four million rows of a ledger. */
    static final int MEMORY = 64 << 20;

    private static final int SLAB = 1 << 20;
    private static final int STAGE = 256 << 10;

    private final Arena arena;
    private final Path temporary;
    private final List<MemorySegment> slabs = new ArrayList<>();
    private Optional<FileChannel> file = Optional.empty();
    private MemorySegment stage = MemorySegment.NULL;
    private int inSlab = SLAB;
    private long written;
    private int staged;

    /** What is read of the file, until the next record is. */
    static final class Page {
        private MemorySegment bytes = MemorySegment.NULL;
    }

    RecordStore(Arena arena, Path temporary) {
        this.arena = arena;
        this.temporary = temporary;
    }

    /** Keeps a copy of some bytes, a multiple of 8; returns where. */
    long append(MemorySegment record) throws IOException {
        long size = Long.BYTES + record.byteSize();
        boolean fits = inSlab + size <= SLAB || (size <= SLAB && slabs.size() < MEMORY / SLAB);
        return fits ? inMemory(record, (int) size) : inFile(record);
    }

    private long inMemory(MemorySegment record, int size) {
        if (inSlab + size > SLAB) {
            slabs.add(arena.allocate(SLAB));
            inSlab = 0;
        }
        MemorySegment slab = slabs.getLast();
        slab.set(ValueLayout.JAVA_LONG, inSlab, record.byteSize());
        MemorySegment.copy(record, 0, slab, inSlab + Long.BYTES, record.byteSize());
        inSlab += size;
        return (slabs.size() - 1L) * SLAB + inSlab - size;
    }

    private long inFile(MemorySegment record) throws IOException {
        if (file.isEmpty()) {
            file = Optional.of(create());
            stage = arena.allocate(STAGE);
        }
        long at = MEMORY + written + staged;
        stage(length(record));
        stage(record);
        return at;
    }

    /** In pieces, off the heap: a channel takes no array of longs. */
    private void stage(MemorySegment record) throws IOException {
        for (long from = 0; from < record.byteSize(); ) {
            if (staged == STAGE) {
                flush();
            }
            long piece = Math.min(STAGE - staged, record.byteSize() - from);
            MemorySegment.copy(record, from, stage, staged, piece);
            staged += (int) piece;
            from += piece;
        }
    }

    private static MemorySegment length(MemorySegment record) {
        return MemorySegment.ofArray(new long[] {record.byteSize()});
    }

    private void flush() throws IOException {
        ByteBuffer source = stage.asSlice(0, staged).asByteBuffer();
        while (source.hasRemaining()) {
            written += file.orElseThrow().write(source, written);
        }
        staged = 0;
    }

    private FileChannel create() throws IOException {
        Path path;
        try {
            path = Files.createTempFile(temporary, "perigee-keys-", ".tmp");
        } catch (IOException e) {
            throw new IOException(
                    "what is kept in mind of so large a snapshot needs a temporary file, and " + temporary
                            + " takes none: make room there, or name another directory (-Djava.io.tmpdir, and"
                            + " state-dir for what is fetched): " + e,
                    e);
        }
        return FileChannel.open(
                path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
    }

    /** The bytes kept there: a view, until the next record is read with the same page. */
    MemorySegment read(long at, Page page) throws IOException {
        if (at < MEMORY) {
            MemorySegment slab = slabs.get((int) (at / SLAB));
            return slab.asSlice(at % SLAB + Long.BYTES, slab.get(ValueLayout.JAVA_LONG, at % SLAB));
        }
        flush();
        long from = at - MEMORY;
        if (page.bytes.byteSize() == 0) {
            page.bytes = arena.allocate(1 << 13);
        }
        fill(page.bytes, from, Math.min(page.bytes.byteSize(), written - from));
        long length = page.bytes.get(ValueLayout.JAVA_LONG, 0);
        if (Long.BYTES + length > page.bytes.byteSize()) {
            page.bytes = arena.allocate(Long.highestOneBit(length + Long.BYTES) * 2);
            fill(page.bytes, from, Long.BYTES + length);
        }
        return page.bytes.asSlice(Long.BYTES, length);
    }

    private void fill(MemorySegment bytes, long from, long length) throws IOException {
        ByteBuffer target = bytes.asSlice(0, length).asByteBuffer();
        while (target.hasRemaining()) {
            if (file.orElseThrow().read(target, from + target.position()) < 0) {
                throw new IOException("the temporary file of keys was cut by somebody");
            }
        }
    }

    /** How many bytes are kept, in memory and in the file. */
    long size() {
        return (long) slabs.size() * SLAB + written + staged;
    }

    @Override
    public void close() throws IOException {
        if (file.isPresent()) {
            file.get().close();
        }
    }
}
