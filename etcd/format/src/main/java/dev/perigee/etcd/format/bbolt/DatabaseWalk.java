package dev.perigee.etcd.format.bbolt;

import static dev.perigee.etcd.format.bbolt.PageFormat.BUCKET_RECORD;
import static dev.perigee.etcd.format.bbolt.PageFormat.FLAGS;
import static dev.perigee.etcd.format.bbolt.PageFormat.HEADER;
import static dev.perigee.etcd.format.bbolt.PageFormat.ID;
import static dev.perigee.etcd.format.bbolt.PageFormat.LEAF;
import static dev.perigee.etcd.format.bbolt.PageFormat.OVERFLOW;
import static dev.perigee.etcd.format.bbolt.PageFormat.U16;
import static dev.perigee.etcd.format.bbolt.PageFormat.U32;
import static dev.perigee.etcd.format.bbolt.PageFormat.U64;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;

/**
 * Walks a database bucket by bucket, checking all that it reads: more than {@code bbolt check} does.
 *
 * <p>Ends on any input. Each page is read once, no deeper than 64 levels; memory follows the number of pages reached (a
 * bit each) and the longest single page, at most 512 MiB. For one walk. Not safe for many threads.
 */
public final class DatabaseWalk {

    /** etcd has ten. A hostile file may have millions, each of which a caller may want to remember. */
    private static final int MOST_BUCKETS = 10_000;

    /** How a bucket's tree is walked from its root. */
    @FunctionalInterface
    private interface Route {
        void walk(TreeWalk tree, long root) throws IOException;
    }

    private final Meta meta;
    private final Arena arena;
    private final Findings findings;
    private final PageSet reached;
    private final PageSet free;
    private final PageReader rootReader;
    private final PageReader bucketReader;
    private final CondensedLeaves condensed;
    private int buckets;

    /**
     * A walk to be made.
     *
     * @param meta the database's live meta
     * @param root the file's bytes: for the tree of buckets
     * @param buckets the file's bytes again: for the trees of entries, so that a view of the former stays meanwhile
     * @param arena memory for the walk
     * @param findings is told of all damage
     */
    public DatabaseWalk(Meta meta, PageSource root, PageSource buckets, Arena arena, Findings findings) {
        this(meta, root, buckets, _ -> Optional.empty(), arena, findings);
    }

    /**
     * A walk to be made where the bytes of some leaves are gone.
     *
     * @param meta the database's live meta
     * @param root the bytes that are there: for the tree of buckets
     * @param buckets the same again, for the trees of entries
     * @param condensed what is known of the others
     * @param arena memory for the walk
     * @param findings is told of all damage
     */
    public DatabaseWalk(
            Meta meta, PageSource root, PageSource buckets, CondensedLeaves condensed, Arena arena, Findings findings) {
        this.meta = meta;
        this.condensed = condensed;
        this.arena = arena;
        this.findings = findings;
        this.reached = new PageSet(meta.pages());
        this.free = new PageSet(meta.pages());
        this.rootReader = new PageReader(root, meta, reached, free);
        this.bucketReader = new PageReader(buckets, meta, reached, free);
    }

    /**
     * Walks all buckets; with a stored list of free pages, checks that every page is either reached or free.
     *
     * @param visitor is shown the buckets and their entries
     * @throws IOException if the file can't be read, or from the visitor
     */
    public void everything(BucketVisitor visitor) throws IOException {
        boolean stored = meta.freelist() != Meta.NO_FREELIST;
        if (stored) {
            new Freelist(meta, findings).read(rootReader, free);
        }
        only(name -> true, visitor);
        if (stored && findings.isEmpty()) {
            findLostPages();
        }
    }

    /**
     * Walks some buckets. What the others hold isn't looked at.
     *
     * @param wanted which
     * @param visitor is shown the buckets and their entries
     * @throws IOException if the file can't be read, or from the visitor
     */
    public void only(Predicate<BucketName> wanted, BucketVisitor visitor) throws IOException {
        buckets(wanted, visitor, TreeWalk::from);
    }

    /**
     * Looks at the last leaf of a bucket, the one with the highest keys, and on the way there at what leads to it.
     *
     * @param wanted which bucket
     * @param visitor is shown the leaf's entries
     * @throws IOException if the file can't be read, or from the visitor
     */
    public void lastLeaf(BucketName wanted, EntryVisitor visitor) throws IOException {
        buckets(wanted::equals, _ -> visitor, TreeWalk::last);
    }

    private void buckets(Predicate<BucketName> wanted, BucketVisitor visitor, Route route) throws IOException {
        Place place = new Place(Optional.empty(), findings);
        BranchFrames inBuckets = new BranchFrames(arena, meta.pageSize());
        KeyOrder orderInBuckets = new KeyOrder(arena);
        KeyOrder order = new KeyOrder(arena);
        EntryVisitor visit = entry -> {
            if (!entry.isBucket()) {
                place.found(Fault.BUCKET_PLACE, entry.page(), "holds a plain entry where only buckets belong");
                return;
            }
            if (++buckets == MOST_BUCKETS + 1) {
                place.found(Fault.BUCKET_PLACE, entry.page(), "holds more than " + MOST_BUCKETS + " buckets");
            }
            if (buckets > MOST_BUCKETS) {
                return;
            }
            BucketName name = new BucketName(entry.key());
            if (wanted.test(name)) {
                orderInBuckets.reset();
                bucket(name, entry, inBuckets, orderInBuckets, visitor.bucket(name), route);
            }
        };
        LeafWalk leaves = new LeafWalk(place, order, visit);
        new TreeWalk(rootReader, _ -> Optional.empty(), new BranchFrames(arena, meta.pageSize()), place, order, leaves)
                .from(meta.root());
    }

    private void bucket(
            BucketName name, Entry record, BranchFrames frames, KeyOrder order, EntryVisitor visitor, Route route)
            throws IOException {
        Place place = new Place(Optional.of(name), findings);
        LeafWalk leaves = new LeafWalk(place, order, refusingBuckets(place, visitor));
        long length = record.valueLength();
        long root = length < BUCKET_RECORD ? 0 : record.bytes().get(U64, record.valueAt());
        if (root != 0 && length == BUCKET_RECORD) {
            route.walk(new TreeWalk(bucketReader, condensed, frames, place, order, leaves), root);
        } else if (root == 0 && length >= BUCKET_RECORD + HEADER) {
            inline(record, place, leaves);
        } else {
            place.found(Fault.BUCKET_RECORD, record.page(), "keeps its record, of " + length + " bytes: damaged");
        }
    }

    static EntryVisitor refusingBuckets(Place place, EntryVisitor visitor) {
        return new EntryVisitor() {
            @Override
            public void entry(Entry entry) throws IOException {
                if (entry.isBucket()) {
                    place.found(Fault.BUCKET_PLACE, entry.page(), "holds another bucket: etcd writes no such file");
                } else {
                    visitor.entry(entry);
                }
            }

            @Override
            public void condensed(CondensedLeaf leaf) throws IOException {
                visitor.condensed(leaf);
            }

            @Override
            public void endOfPage() throws IOException {
                visitor.endOfPage();
            }
        };
    }

    private static void inline(Entry record, Place place, LeafWalk leaves) throws IOException {
        MemorySegment page =
                record.bytes().asSlice(record.valueAt() + BUCKET_RECORD, record.valueLength() - BUCKET_RECORD);
        if (page.get(U64, ID) == 0 && page.get(U16, FLAGS) == LEAF && page.get(U32, OVERFLOW) == 0) {
            leaves.inline(page, record.page());
        } else {
            place.found(Fault.BUCKET_RECORD, record.page(), "keeps its entries inline, under a damaged header");
        }
    }

    private void findLostPages() {
        for (long page = 2; page < meta.pages(); page++) {
            if (!reached.contains(page) && !free.contains(page)) {
                findings.add(new Finding(
                        Fault.PAGE_LOST,
                        OptionalLong.of(page),
                        Optional.empty(),
                        "page " + page + " is neither in use nor on the list of free pages"));
            }
        }
    }
}
