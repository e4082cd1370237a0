package dev.perigee.etcd.format.bbolt;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/** Looks at leaves each by itself, before it is known which tree they belong to, if to any. Not safe for many threads. */
public final class LoneLeaf {

    private final KeyOrder order;
    private final int pageSize;

    /**
     * Looks at nothing yet.
     *
     * @param arena memory for a key
     * @param pageSize the database's
     */
    public LoneLeaf(Arena arena, int pageSize) {
        this.order = new KeyOrder(arena);
        this.pageSize = pageSize;
    }

    /**
     * Shows the entries of a leaf as long as they are sound, by the rules of a walk. A bucket among them isn't.
     *
     * @param page its bytes, with all it runs on over
     * @param number its page number
     * @param findings is told what isn't sound
     * @param visitor is shown the entries
     * @throws IOException from the visitor
     */
    public void show(MemorySegment page, long number, Findings findings, EntryVisitor visitor) throws IOException {
        order.reset();
        Place place = new Place(Optional.empty(), findings);
        new LeafWalk(place, order, DatabaseWalk.refusingBuckets(place, visitor)).page(page, number, pageSize);
    }
}
