package dev.perigee.etcd.format.bbolt;

import static dev.perigee.etcd.format.fixture.PageBytes.ascii;
import static dev.perigee.etcd.format.fixture.PageBytes.bucket;
import static dev.perigee.etcd.format.fixture.PageBytes.child;
import static dev.perigee.etcd.format.fixture.PageBytes.inline;
import static dev.perigee.etcd.format.fixture.PageBytes.item;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.perigee.etcd.format.fixture.PageBytes.Item;
import dev.perigee.etcd.format.fixture.TestDatabase;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole databases of odd shapes are walked; each class of damage is found, with its own sentence. */
class DatabaseWalkTest {

    private final TestDatabase database = new TestDatabase(1024);
    private final Findings findings = new Findings();

    @ParameterizedTest
    @ValueSource(ints = {1024, 2048, 4096, 8192, 16384, 32768, 65536})
    void everyPageSizeIsWalked(int pageSize) throws IOException {
        TestDatabase sized = new TestDatabase(pageSize);
        long leaf = sized.leaf(item("a", new byte[pageSize * 3]), item("b", ascii("2")));
        sized.finish(sized.leaf(bucket("big", leaf), inline("small", List.of(item("c", ascii("3"))))));

        assertEquals(List.of("big", "a=" + pageSize * 3, "b=1", "small", "c=1"), walk(sized));
    }

    @Test
    void aRootOfBranchesIsWalkedLikeAnyTree() throws IOException {
        long first = database.leaf(inline("a", List.of(item("k", ascii("1")))));
        long empty = database.leaf();
        long second = database.leaf(inline("c", List.of()));
        database.finish(database.branch(child(ascii("a"), first), child(ascii("b"), empty), child(ascii("c"), second)));

        assertEquals(List.of("a", "k=1", "c"), walk());
    }

    @Test
    void aDeepTreeIsWalkedInOrder() throws IOException {
        long tree = tree(7, 0);
        database.finish(database.leaf(bucket("deep", tree)));

        assertEquals(128 + 1, walk().size());
    }

    /** A tree of two children a branch. */
    private long tree(int levels, int from) {
        if (levels == 0) {
            return database.leaf(item(key(from), ascii("v")));
        }
        int middle = from + (1 << levels - 1);
        return database.branch(child(key(from), tree(levels - 1, from)), child(key(middle), tree(levels - 1, middle)));
    }

    @Test
    void aBranchsFirstKeyMayBeGoneFromItsChild() throws IOException {
        long first = database.leaf(item("b", ascii("1")));
        long second = database.leaf(item("e", ascii("2")));
        long tree = database.branch(child(ascii("a"), first), child(ascii("d"), second));
        database.finish(database.leaf(bucket("key", tree)));

        assertEquals(List.of("key", "b=1", "e=1"), walk());
    }

    @Test
    void aStoredFreelistOfManyPagesIsRead() throws IOException {
        long root = database.leaf(inline("key", List.of()));
        long first = database.unused(70_000);
        long[] free = LongStream.range(first, first + 70_000).toArray();
        database.finish(root, database.freelist(free));

        assertEquals(List.of("key"), walk());
    }

    @Test
    void aPageNeitherUsedNorFreeIsLost() throws IOException {
        long root = database.leaf(inline("key", List.of()));
        database.unused(2);
        database.finish(root, database.freelist(3));

        finds(Fault.PAGE_LOST, "page 4 is neither in use nor on the list of free pages");
    }

    @Test
    void aUsedPageOnTheFreelistIsFound() throws IOException {
        long leaf = database.leaf(item("a", ascii("1")));
        long root = database.leaf(bucket("key", leaf));
        database.finish(root, database.freelist(leaf));

        finds(Fault.PAGE_FREE, "page 2 of bucket 'key' is in use, but on the list of free pages");
    }

    @Test
    void aFreelistOutOfOrderIsFound() throws IOException {
        long root = database.leaf(inline("key", List.of()));
        database.unused(2);
        database.finish(root, database.freelist(4, 3));

        finds(Fault.FREELIST, "the list of free pages, page 5, names page 3 out of order or out of range");
    }

    @Test
    void aFreelistThatCountsTooManyIsFound() throws IOException {
        long root = database.leaf(inline("key", List.of()));
        long freelist = database.freelist();
        database.page(freelist).putShort(10, (short) 0xFFFF).putLong(16, Long.MAX_VALUE);
        database.finish(root, freelist);

        finds(
                Fault.FREELIST,
                "the list of free pages, page 3, counts 9223372036854775807 pages, which can't fit into it");
    }

    @Test
    void aPageBeyondTheLastIsFound() throws IOException {
        database.finish(database.leaf(bucket("key", 99)));

        finds(Fault.PAGE_RANGE, "page 99 of bucket 'key' can't be: the pages of data are 2 to 2");
    }

    @Test
    void aCycleIsFound() throws IOException {
        long leaf = database.leaf(item("a", ascii("1")));
        long branch = database.branch(child(ascii("a"), leaf), child(ascii("b"), leaf + 1));
        database.finish(database.leaf(bucket("key", branch)));

        finds(Fault.PAGE_TWICE, "page 3 of bucket 'key' is reached a second time: a cycle, or a page in two places");
    }

    @Test
    void aPageOfTwoBucketsIsFound() throws IOException {
        long leaf = database.leaf(item("a", ascii("1")));
        database.finish(database.leaf(bucket("key", leaf), bucket("lease", leaf)));

        finds(Fault.PAGE_TWICE, "page 2 of bucket 'lease' is reached a second time: a cycle, or a page in two places");
    }

    @Test
    void aHeaderOfAnotherPageIsFound() throws IOException {
        long leaf = database.leaf(item("a", ascii("1")));
        database.page(leaf).putLong(0, 77);
        database.finish(database.leaf(bucket("key", leaf)));

        finds(Fault.PAGE_NUMBER, "page 2 of bucket 'key' says in its header that it is page 77");
    }

    @Test
    void aPageOfTheWrongTypeIsFound() throws IOException {
        long leaf = database.leaf(item("a", ascii("1")));
        database.page(leaf).putShort(8, (short) 0x12);
        database.finish(database.leaf(bucket("key", leaf)));

        finds(Fault.PAGE_TYPE, "page 2 of bucket 'key' has the type 0x12, which doesn't belong there");
    }

    @Test
    void aPageThatRunsOnBeyondTheLastIsFound() throws IOException {
        long leaf = database.leaf(item("a", ascii("1")));
        database.page(leaf).putInt(12, -1);
        database.finish(database.leaf(bucket("key", leaf)));

        finds(
                Fault.PAGE_OVERFLOW,
                "page 2 of bucket 'key' claims to run on over 4294967295 more pages, too many for a file of 4");
    }

    @Test
    void moreEntriesThanFitAreFound() throws IOException {
        long leaf = database.leaf(item("a", ascii("1")));
        database.page(leaf).putShort(10, (short) 64);
        database.finish(database.leaf(bucket("key", leaf)));

        finds(Fault.ELEMENT_COUNT, "page 2 of bucket 'key' claims 64 entries, which can't fit into it");
    }

    @Test
    void aBranchWithoutChildrenIsFound() throws IOException {
        database.finish(database.leaf(bucket("key", database.branch())));

        finds(Fault.ELEMENT_COUNT, "page 2 of bucket 'key' is a branch of 0 children, which can't be");
    }

    @Test
    void anEntryOutsideItsPageIsFound() throws IOException {
        for (int offset : new int[] {20, 24, 28}) {
            TestDatabase bent = new TestDatabase(1024);
            long leaf = bent.leaf(item("a", ascii("1")));
            bent.page(leaf).putInt(offset, -2);
            bent.finish(bent.leaf(bucket("key", leaf)));

            finds(
                    bent,
                    Fault.ELEMENT_BOUNDS,
                    "page 2 of bucket 'key' holds entry 0 outside of it, or over another entry");
        }
    }

    @Test
    void entriesThatOverlapAreFound() throws IOException {
        long leaf = database.leaf(item("a", ascii("1")), item("b", ascii("2")));
        database.page(leaf).putInt(16 + 16 + 4, 17);
        database.finish(database.leaf(bucket("key", leaf)));

        finds(Fault.ELEMENT_BOUNDS, "page 2 of bucket 'key' holds entry 1 outside of it, or over another entry");
    }

    @Test
    void aChildsKeyOutsideItsPageIsFound() throws IOException {
        long leaf = database.leaf(item("a", ascii("1")));
        long branch = database.branch(child(ascii("a"), leaf));
        database.page(branch).putInt(16, 2000);
        database.finish(database.leaf(bucket("key", branch)));

        finds(Fault.ELEMENT_BOUNDS, "page 3 of bucket 'key' holds the key of child 0 outside of it");
    }

    @Test
    void anEmptyKeyIsFound() throws IOException {
        database.finish(database.leaf(bucket("key", database.leaf(item("", ascii("1"))))));

        finds(Fault.KEY_LENGTH, "page 2 of bucket 'key' has a key of 0 bytes in entry 0");
    }

    @Test
    void keysOutOfOrderAreFound() throws IOException {
        for (String second : List.of("a", "b")) {
            TestDatabase bent = new TestDatabase(1024);
            long leaf = bent.leaf(item("b", ascii("1")), item(second, ascii("2")));
            bent.finish(bent.leaf(bucket("key", leaf)));

            finds(bent, Fault.KEY_ORDER, "page 2 of bucket 'key' breaks the order of keys in entry 1");
        }
    }

    @Test
    void aKeyBelowItsParentsIsFound() throws IOException {
        long leaf = database.leaf(item("a", ascii("1")));
        database.finish(database.leaf(bucket("key", database.branch(child(ascii("b"), leaf)))));

        finds(Fault.KEY_ORDER, "page 2 of bucket 'key' breaks the order of keys in entry 0");
    }

    @Test
    void aKeyNotBelowItsParentsNextIsFound() throws IOException {
        long first = database.leaf(item("a", ascii("1")), item("c", ascii("2")));
        long second = database.leaf(item("d", ascii("3")));
        long branch = database.branch(child(ascii("a"), first), child(ascii("c"), second));
        database.finish(database.leaf(bucket("key", branch)));

        finds(Fault.KEY_ORDER, "page 4 of bucket 'key' breaks the order of keys at child 1");
    }

    @Test
    void aTreeDeeperThanAnyIsFound() throws IOException {
        long page = database.leaf(item("a", ascii("1")));
        for (int i = 0; i < 64; i++) {
            page = database.branch(child(ascii("a"), page));
        }
        database.finish(database.leaf(bucket("key", page)));

        finds(Fault.DEPTH, "page 2 of bucket 'key' lies deeper than 64 levels");
    }

    @Test
    void aDamagedBucketRecordIsFound() throws IOException {
        database.finish(database.leaf(new Item(ascii("key"), new byte[15], true)));

        finds(Fault.BUCKET_RECORD, "page 2 of bucket 'key' keeps its record, of 15 bytes: damaged");
    }

    @Test
    void aDamagedInlineHeaderIsFound() throws IOException {
        Item inline = inline("key", List.of());
        inline.value()[16] = 1;
        database.finish(database.leaf(inline));

        finds(Fault.BUCKET_RECORD, "page 2 of bucket 'key' keeps its entries inline, under a damaged header");
    }

    @Test
    void anInlineBucketThatClaimsTooMuchIsFound() throws IOException {
        Item inline = inline("key", List.of(item("a", ascii("1"))));
        inline.value()[26] = 2;
        database.finish(database.leaf(inline));

        finds(Fault.ELEMENT_COUNT, "page 2 of bucket 'key' claims 2 entries, which can't fit into it");
    }

    @Test
    void aPlainEntryAmongBucketsAndABucketAmongEntriesAreFound() throws IOException {
        TestDatabase plain = new TestDatabase(1024);
        finds(
                plain.finish(plain.leaf(item("a", ascii("1")))),
                Fault.BUCKET_PLACE,
                "page 2 of the root bucket holds a plain entry where only buckets belong");
        database.finish(database.leaf(inline("key", List.of(inline("inner", List.of())))));

        finds(Fault.BUCKET_PLACE, "page 2 of bucket 'key' holds another bucket: etcd writes no such file");
    }

    @Test
    void moreBucketsThanEtcdCouldHaveAreFound() throws IOException {
        TestDatabase wide = new TestDatabase(1 << 20);
        wide.finish(wide.leaf(IntStream.range(10_000, 20_001)
                .mapToObj(i -> inline("b" + i, List.of()))
                .toList()));

        finds(wide, Fault.BUCKET_PLACE, "page 2 of the root bucket holds more than 10000 buckets");
    }

    @Test
    void oneDamagedLeafDoesNotHideTheNext() throws IOException {
        long first = database.leaf(item("a", ascii("1")));
        long second = database.leaf(item("b", ascii("1")));
        database.page(first).putLong(0, 9);
        database.page(second).putLong(0, 9);
        database.finish(database.leaf(bucket("one", first), bucket("two", second)));

        walk();

        assertEquals(2, findings.kept().size());
    }

    @Test
    void findingsBeyondTheCapAreCounted() throws IOException {
        List<Item> buckets = IntStream.range(0, 100)
                .mapToObj(i -> bucket("b%03d".formatted(i), 999_999))
                .toList();
        database.finish(database.leaf(buckets));

        walk();

        assertEquals(Findings.KEPT, findings.kept().size());
        assertEquals(80, findings.more());
    }

    private void finds(Fault fault, String sentence) throws IOException {
        finds(database, fault, sentence);
    }

    static void finds(TestDatabase bent, Fault fault, String sentence) throws IOException {
        Findings found = new Findings();
        walk(bent, found);
        assertEquals(
                List.of(fault + ": " + sentence),
                found.kept().stream()
                        .map(finding -> finding.fault() + ": " + finding.message())
                        .toList());
    }

    private List<String> walk() throws IOException {
        return walk(database, findings);
    }

    private List<String> walk(TestDatabase sound) throws IOException {
        List<String> seen = walk(sound, findings);
        assertEquals(List.of(), findings.kept());
        return seen;
    }

    private static List<String> walk(TestDatabase database, Findings findings) throws IOException {
        byte[] image = database.image();
        PageSource source = (offset, length) ->
                MemorySegment.ofArray(Arrays.copyOfRange(image, (int) offset, (int) (offset + length)));
        Optional<Meta> meta = MetaPages.live(source, image.length, findings);
        List<String> seen = new ArrayList<>();
        try (Arena arena = Arena.ofConfined()) {
            new DatabaseWalk(meta.orElseThrow(), source, source, arena, findings).everything(name -> {
                seen.add(name.toString());
                return entry ->
                        seen.add(new String(entry.key(), StandardCharsets.US_ASCII) + "=" + entry.valueLength());
            });
        }
        return seen;
    }

    private static byte[] key(int number) {
        return ascii("%04d".formatted(number));
    }
}
