package dev.perigee.etcd.format.bbolt;

import static dev.perigee.etcd.format.fixture.PageBytes.ascii;
import static dev.perigee.etcd.format.fixture.PageBytes.bucket;
import static dev.perigee.etcd.format.fixture.PageBytes.child;
import static dev.perigee.etcd.format.fixture.PageBytes.inline;
import static dev.perigee.etcd.format.fixture.PageBytes.item;

import dev.perigee.etcd.format.fixture.TestDatabase;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Damage that loses entries and leaves all others as they were: only the bytes between them tell. */
class LostEntriesTest {

    private final TestDatabase database = new TestDatabase(1024);

    @Test
    void anEntryThatALoweredCountHidesIsMissed() throws IOException {
        long leaf = database.leaf(item("a", ascii("1")), item("b", ascii("2")));
        database.page(leaf).putShort(10, (short) 1);
        database.finish(database.leaf(bucket("key", leaf)));

        DatabaseWalkTest.finds(
                database,
                Fault.ELEMENT_GAP,
                "page 2 of bucket 'key' leaves 16 bytes to nobody before entry 0: an entry may be lost");
    }

    @Test
    void aChildThatALoweredCountHidesIsMissed() throws IOException {
        long first = database.leaf(item("a", ascii("1")));
        long second = database.leaf(item("b", ascii("2")));
        long branch = database.branch(child(ascii("a"), first), child(ascii("b"), second));
        database.page(branch).putShort(10, (short) 1);
        database.finish(database.leaf(bucket("key", branch)));

        DatabaseWalkTest.finds(
                database,
                Fault.ELEMENT_GAP,
                "page 4 of bucket 'key' leaves 16 bytes to nobody before the key of child 0: a child may be lost");
    }

    @Test
    void aValueMadeShorterIsMissed() throws IOException {
        long leaf = database.leaf(item("a", ascii("123")), item("b", ascii("2")));
        database.page(leaf).putInt(16 + 12, 1);
        database.finish(database.leaf(bucket("key", leaf)));

        DatabaseWalkTest.finds(
                database,
                Fault.ELEMENT_GAP,
                "page 2 of bucket 'key' leaves 2 bytes to nobody before entry 1: an entry may be lost");
    }

    @Test
    void theOnlyEntryOfASmallBucketIsMissed() throws IOException {
        long root = database.leaf(inline("small", List.of(item("a", ascii("1")))));
        int page = 16 + 16 + "small".length() + 16;
        database.page(root).putShort(page + 10, (short) 0);
        database.finish(root);

        DatabaseWalkTest.finds(
                database,
                Fault.ELEMENT_GAP,
                "page 2 of bucket 'small' leaves 18 bytes to nobody behind its last entry");
    }

    @Test
    void aPageThatRunsOnForNothingIsFound() throws IOException {
        long leaf = database.leaf(item("a", ascii("1")));
        database.unused(1);
        database.page(leaf).putInt(12, 1);
        database.finish(database.leaf(bucket("key", leaf)));

        DatabaseWalkTest.finds(
                database,
                Fault.ELEMENT_GAP,
                "page 2 of bucket 'key' leaves 2014 bytes to nobody behind its last entry");
    }

    @Test
    void aBranchThatRunsOnForNothingIsFound() throws IOException {
        long leaf = database.leaf(item("a", ascii("1")));
        long branch = database.branch(child(ascii("a"), leaf));
        database.unused(1);
        database.page(branch).putInt(12, 1);
        database.finish(database.leaf(bucket("key", branch)));

        DatabaseWalkTest.finds(
                database, Fault.ELEMENT_GAP, "page 3 of bucket 'key' leaves 2015 bytes to nobody behind its last key");
    }

    @Test
    void aFlagThatNoEntryHasIsFound() throws IOException {
        long leaf = database.leaf(item("a", ascii("1")));
        database.page(leaf).putInt(16, 0x100);
        database.finish(database.leaf(bucket("key", leaf)));

        DatabaseWalkTest.finds(
                database,
                Fault.ELEMENT_FLAGS,
                "page 2 of bucket 'key' gives entry 0 the flags 0x100, which no entry has");
    }
}
