package dev.perigee.core.words;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class WordsTest {

    @Test
    void oneThingStandsInTheSingular() {
        assertEquals("0 keys", Words.count(0, "key"));
        assertEquals("1 key", Words.count(1, "key"));
        assertEquals("2 keys", Words.count(2, "key"));
        assertEquals("1 copy", Words.count(1, "copy"));
        assertEquals("3 copies", Words.count(3, "copy"));
        assertEquals("3 days", Words.count(3, "day"));
    }

    @Test
    void theLastOfAListHasAWordBeforeIt() {
        assertEquals("", Words.listed(List.of(), "or"));
        assertEquals("a", Words.listed(List.of("a"), "or"));
        assertEquals("a, b or c", Words.listed(List.of("a", "b", "c"), "or"));
    }

    @Test
    void peopleSeeTheTwoLargestUnits() {
        assertEquals("0s", Words.span(Duration.ofSeconds(-3)));
        assertEquals("59s", Words.span(Duration.ofSeconds(59)));
        assertEquals("1m1s", Words.span(Duration.ofSeconds(61)));
        assertEquals("1d2h", Words.span(Duration.ofHours(26)));
        assertEquals("3h0m", Words.span(Duration.ofHours(3)));
    }

    @Test
    void oneRevisionIsNoRange() {
        assertEquals("revision 12", Words.revisions(12, 12));
        assertEquals("revisions 12 to 20", Words.revisions(12, 20));
    }
}
