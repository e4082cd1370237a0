package dev.perigee.sink.kit.listing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.api.ListPage;
import dev.perigee.api.SinkException;
import dev.perigee.sink.kit.listing.AscendingPages.Entry;
import dev.perigee.sink.kit.listing.AscendingPages.Page;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The bounds within which a store's listing is believed. */
class AscendingPagesTest {

    private final AscendingPages pages = new AscendingPages("path/", "a");

    @Test
    void namesOfOthersArePassedOverUntilOneIsOurs() throws Exception {
        List<String> asked = new ArrayList<>();

        ListPage page = pages.next("a0", 10, (after, limit) -> {
            asked.add(after);
            return after.equals("path/a0") ? page(true, "path/a1 y", "path/a1//x") : page(false, "path/a2");
        });

        assertEquals("a2", page.objects().get(0).key().toString());
        assertFalse(page.more());
        assertEquals(List.of("path/a0", "path/a1//x"), asked);
    }

    @Test
    void noMoreThanAThousandNamesAreAskedForAndNotOneMoreIsTaken() throws Exception {
        List<Integer> limits = new ArrayList<>();
        pages.next("", Integer.MAX_VALUE, (after, limit) -> {
            limits.add(limit);
            return page(false);
        });
        assertEquals(List.of(1000), limits);

        refused("more names than it was asked for", 2, page(false, "path/a1", "path/a2", "path/a3"));
    }

    @Test
    void namesFromElsewhereOutOfOrderOrGivenTwiceAreErrors() {
        refused("doesn't begin as asked for", 9, page(false, "path/b"));
        refused("does not sort", 9, page(false, "path/a2", "path/a1"));
        refused("does not sort", 9, page(false, "path/a1", "path/a1"));
        refused("length below zero", 9, new Page(List.of(new Entry("path/a", -1, Instant.EPOCH)), false));
    }

    @Test
    void theOrderIsThatOfUtf8() throws Exception {
        ListPage page = pages.next("", 9, (after, limit) -> page(false, "path/a\uffee", "path/a\ud83d\ude00"));

        assertEquals(List.of(), page.objects(), "none is a key, and none is refused");
    }

    @Test
    void aPageThatIsEmptyAndSaysMoreIsAnError() {
        refused("empty page and says there is more", 9, page(true));
    }

    @Test
    void namesOfOthersWithoutEndAreAnErrorAfterAThousandPages() {
        List<String> asked = new ArrayList<>();

        SinkException e = assertThrows(
                SinkException.class,
                () -> pages.next("", 1, (after, limit) -> {
                    asked.add(after);
                    return page(true, String.format("path/a//%06d", asked.size()));
                }));

        assertTrue(e.getMessage().contains("1000 pages of names that aren't ours"), e.getMessage());
        assertEquals(1000, asked.size());
    }

    private void refused(String why, int limit, Page page) {
        SinkException e = assertThrows(SinkException.class, () -> pages.next("", limit, (after, most) -> page));
        assertEquals(SinkException.Kind.OTHER, e.kind());
        assertTrue(e.getMessage().contains(why), e.getMessage());
    }

    private static Page page(boolean more, String... names) {
        return new Page(
                IntStream.range(0, names.length)
                        .mapToObj(at -> new Entry(names[at], at, Instant.EPOCH))
                        .toList(),
                more);
    }
}
