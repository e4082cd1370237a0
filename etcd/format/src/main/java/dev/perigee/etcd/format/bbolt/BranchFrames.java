package dev.perigee.etcd.format.bbolt;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/** Keeps the branch pages from the root to where the walk is, one for each level, in reused memory. */
final class BranchFrames {

    private static final long SPARE = 1 << 20;

    private final Arena arena;
    private final long longest;
    private final MemorySegment[] frames = new MemorySegment[TreeWalk.DEEPEST];

    /** bbolt splits a branch that outgrows a page; with the longest keys that leaves a little more than one. */
    BranchFrames(Arena arena, int pageSize) {
        this.arena = arena;
        this.longest = 2L * pageSize + SPARE;
        Arrays.fill(frames, MemorySegment.NULL);
    }

    boolean holds(MemorySegment page) {
        return page.byteSize() <= longest;
    }

    MemorySegment keep(MemorySegment page, int depth) {
        if (frames[depth].byteSize() < page.byteSize()) {
            frames[depth] = arena.allocate(Long.highestOneBit(page.byteSize() * 2 - 1));
        }
        return frames[depth].asSlice(0, page.byteSize()).copyFrom(page);
    }
}
