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

/** Keeps blocks of numbers: the first 64 MiB off the heap, the rest in a temporary file. */
final class RecordBlocks implements AutoCloseable {

    /** How many longs a block has. */
    static final int LONGS = 512;

    /** How many bytes stay in memory: enough for four million rows. */
    static final int MEMORY = 64 << 20;

    private static final int BYTES = LONGS * Long.BYTES;
    private static final int SLAB = 1 << 20;
    private static final int BLOCKS_IN_SLAB = SLAB / BYTES;
    private static final int BLOCKS_IN_MEMORY = MEMORY / BYTES;

    private final Arena arena;
    private final Path temporary;
    private final List<MemorySegment> slabs = new ArrayList<>();
    private Optional<FileChannel> file = Optional.empty();
    private MemorySegment stage = MemorySegment.NULL;
    private int blocks;

    RecordBlocks(Arena arena, Path temporary) {
        this.arena = arena;
        this.temporary = temporary;
    }

    /** Keeps a copy of a block; returns its number. */
    int append(long[] block) throws IOException {
        if (blocks < BLOCKS_IN_MEMORY) {
            MemorySegment.copy(block, 0, inMemory(blocks), ValueLayout.JAVA_LONG, 0, LONGS);
        } else {
            spill(block);
        }
        return blocks++;
    }

    private MemorySegment inMemory(int number) {
        if (number / BLOCKS_IN_SLAB == slabs.size()) {
            slabs.add(arena.allocate(SLAB));
        }
        return slabs.get(number / BLOCKS_IN_SLAB).asSlice((long) (number % BLOCKS_IN_SLAB) * BYTES, BYTES);
    }

    private void spill(long[] block) throws IOException {
        FileChannel channel = file.isPresent() ? file.get() : create();
        MemorySegment.copy(block, 0, stage, ValueLayout.JAVA_LONG, 0, LONGS);
        ByteBuffer source = stage.asByteBuffer();
        long offset = offset(blocks);
        while (source.hasRemaining()) {
            channel.write(source, offset + source.position());
        }
    }

    private FileChannel create() throws IOException {
        Path path;
        try {
            path = Files.createTempFile(temporary, "perigee-keys-", ".tmp");
        } catch (IOException e) {
            throw new IOException(
                    "the keys of so large a snapshot need a temporary file, and " + temporary
                            + " takes none: set -Djava.io.tmpdir to a directory with room: " + e,
                    e);
        }
        FileChannel channel = FileChannel.open(
                path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
        file = Optional.of(channel);
        stage = arena.allocate(BYTES);
        return channel;
    }

    private static long offset(int number) {
        return (long) (number - BLOCKS_IN_MEMORY) * BYTES;
    }

    void read(int number, long[] block) throws IOException {
        MemorySegment source = number < BLOCKS_IN_MEMORY ? inMemory(number) : spilt(number);
        MemorySegment.copy(source, ValueLayout.JAVA_LONG, 0, block, 0, LONGS);
    }

    private MemorySegment spilt(int number) throws IOException {
        ByteBuffer target = stage.asByteBuffer();
        while (target.hasRemaining()) {
            if (file.orElseThrow().read(target, offset(number) + target.position()) < 0) {
                throw new IOException("the temporary file of keys was cut by somebody");
            }
        }
        return stage;
    }

    @Override
    public void close() throws IOException {
        if (file.isPresent()) {
            file.get().close();
        }
    }
}
