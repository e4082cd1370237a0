package dev.perigee.core.look;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LineDiffTest {

    @Test
    void aChangedLineStandsBetweenItsNeighbours() {
        List<String> diff = LineDiff.unified(
                List.of("1", "2", "3", "4", "5", "6", "7", "8", "9"),
                List.of("1", "2", "3", "4", "five", "6", "7", "8", "9"));

        assertEquals(List.of("@@ -2,7 +2,7 @@", " 2", " 3", " 4", "-5", "+five", " 6", " 7", " 8"), diff);
    }

    @Test
    void theSameTextsDoNotDiffer() {
        assertEquals(List.of(), LineDiff.unified(List.of("a"), List.of("a")));
        assertEquals(List.of(), LineDiff.unified(List.of(), List.of()));
    }

    @Test
    void nothingBecomesSomethingAndBack() {
        assertEquals(List.of("@@ -0,0 +1 @@", "+a"), LineDiff.unified(List.of(), List.of("a")));
        assertEquals(List.of("@@ -1 +0,0 @@", "-a"), LineDiff.unified(List.of("a"), List.of()));
    }

    @Test
    void patchMakesTheSecondTextOfTheFirst() {
        Random random = new Random(7);
        for (int round = 0; round < 60; round++) {
            List<String> before = lines(random, random.nextInt(40));
            List<String> after = changed(random, before);
            assertEquals(after, patched(before, LineDiff.unified(before, after)), before + " to " + after);
        }
    }

    @Test
    void textsThatHaveNothingInCommonAreReplacedWhateverTheirLength() {
        List<String> before = IntStream.range(0, 3000).mapToObj(i -> "a" + i).toList();
        List<String> after = IntStream.range(0, 3000).mapToObj(i -> "b" + i).toList();

        assertEquals(after, patched(before, LineDiff.unified(before, after)));
    }

    private static List<String> lines(Random random, int count) {
        return random.ints(count, 0, 6).mapToObj(String::valueOf).toList();
    }

    private static List<String> changed(Random random, List<String> before) {
        List<String> after = new ArrayList<>(before);
        for (int edit = random.nextInt(6); edit > 0; edit--) {
            int at = random.nextInt(after.size() + 1);
            if (random.nextBoolean() || at == after.size()) {
                after.add(at, "new" + random.nextInt(3));
            } else {
                after.remove(at);
            }
        }
        return after;
    }

    /** The unified form read as patch(1) reads it, strictly: no fuzz, no offset. */
    private static List<String> patched(List<String> before, List<String> diff) {
        List<String> after = new ArrayList<>();
        int at = 0;
        for (String line : diff) {
            if (line.startsWith("@@")) {
                String[] span = line.split("[ ,-]+")[1].split(",");
                int start = Integer.parseInt(span[0]);
                boolean empty = line.startsWith("@@ -" + start + ",0 ");
                while (at < (empty ? start : start - 1)) {
                    after.add(before.get(at++));
                }
            } else if (line.startsWith("+")) {
                after.add(line.substring(1));
            } else {
                assertEquals(before.get(at), line.substring(1));
                at++;
                if (line.startsWith(" ")) {
                    after.add(line.substring(1));
                }
            }
        }
        after.addAll(before.subList(at, before.size()));
        return after;
    }
}
