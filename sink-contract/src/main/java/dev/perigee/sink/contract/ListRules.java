package dev.perigee.sink.contract;

import dev.perigee.api.ObjectInfo;
import dev.perigee.api.ObjectKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** L: what a listing shows. */
final class ListRules {

    private static final Duration PLAUSIBLE = Duration.ofDays(1);

    private ListRules() {}

    static List<Rule> all() {
        return List.of(
                Rules.cheap(
                        "L1",
                        "A listing MUST ascend by the ASCII order of the whole key: `a-b/x` comes before `a/x`.",
                        ListRules::ascends),
                Rules.cheap(
                        "L2",
                        "A listing's pages together MUST show every object once, whatever the limit.",
                        ListRules::complete),
                Rules.cheap("L3", "A page MUST NOT hold more objects than the limit.", ListRules::limited),
                Rules.cheap(
                        "L4",
                        "The prefix MUST be taken as the beginning of a key, not as a folder: `a` finds `a`, `ab` and `a/b`.",
                        ListRules::stringPrefix),
                Rules.cheap(
                        "L5",
                        "Only keys greater than `after` MUST be listed, whether or not there is an object of that name.",
                        ListRules::after),
                Rules.cheap(
                        "L6",
                        "A listing MUST tell each object's length, and when it was stored: by the store's clock, within a day of"
                                + " ours, the same each time.",
                        ListRules::tellsLengthAndTime),
                Rules.big("L7", "A listing of 10 000 objects MUST be complete and in order.", ListRules::tenThousand));
    }

    private static void ascends(Trial trial) throws Exception {
        List<ObjectKey> keys = trial.keys(
                "a-b/x", "a+b/x", "a/x", "a/-", "a.b/x", "a=b", "aB", "ab", "a_b", "a0/x", "A/x", "Z", "b", "10", "9",
                "a-", "_", "c/b/c", "c/b-c");
        trial.putAll(keys);
        trial.settle(keys);
        expectAscending(trial.listed(trial.prefix(), "", 1000));
        expectAscending(trial.listed(trial.prefix(), "", 4));
    }

    private static void expectAscending(List<ObjectKey> found) {
        for (int i = 1; i < found.size(); i++) {
            if (found.get(i - 1).compareTo(found.get(i)) >= 0) {
                throw Unmet.because("listed '" + found.get(i - 1) + "' before '" + found.get(i) + "'");
            }
        }
    }

    private static void complete(Trial trial) throws Exception {
        List<ObjectKey> keys = IntStream.range(0, 150)
                .mapToObj(i -> trial.key("object-" + (1000 + i)))
                .toList();
        trial.putAll(keys);
        trial.settle(keys);
        for (int limit : new int[] {1000, 150, 50, 7}) {
            Trial.expectSame("listed in pages of " + limit, keys, trial.listed(trial.prefix(), "", limit));
        }
    }

    private static void limited(Trial trial) throws Exception {
        List<ObjectKey> keys = trial.keys("a", "b/c", "b/d", "e");
        trial.putAll(keys);
        trial.settle(keys);
        for (int limit = 1; limit <= 3; limit++) {
            int found = trial.sink().list(trial.prefix(), "", limit).objects().size();
            if (found > limit) {
                throw Unmet.because("a page of at most " + limit + " holds " + found + " objects");
            }
        }
    }

    private static void stringPrefix(Trial trial) throws Exception {
        List<ObjectKey> keys = trial.keys("a", "ab", "abc/d", "abd", "b/a", "c/a/x", "c/ab");
        trial.putAll(keys);
        trial.settle(keys);
        expectFound(trial, "a", "a", "ab", "abc/d", "abd");
        expectFound(trial, "ab", "ab", "abc/d", "abd");
        expectFound(trial, "abc/", "abc/d");
        expectFound(trial, "abc", "abc/d");
        expectFound(trial, "c/a", "c/a/x", "c/ab");
        expectFound(trial, "c/a/", "c/a/x");
        expectFound(trial, "x");
        expectFound(trial, "x/y/z");
        expectFound(trial, "a/");
    }

    private static void expectFound(Trial trial, String prefix, String... names) throws Exception {
        Set<ObjectKey> found = new TreeSet<>(trial.listed(trial.prefix() + prefix, "", 1000));
        Trial.expectSame("listed with the prefix '" + prefix + "'", new TreeSet<>(trial.keys(names)), found);
    }

    private static void after(Trial trial) throws Exception {
        List<ObjectKey> keys = trial.keys("b", "d/x", "d/y", "f");
        trial.putAll(keys);
        trial.settle(keys);
        expectAfter(trial, "a", keys);
        expectAfter(trial, "b", keys.subList(1, 4));
        expectAfter(trial, "c", keys.subList(1, 4));
        expectAfter(trial, "d/x", keys.subList(2, 4));
        expectAfter(trial, "d/x0", keys.subList(2, 4));
        expectAfter(trial, "d/z", keys.subList(3, 4));
        expectAfter(trial, "f", List.of());
        expectAfter(trial, "g", List.of());
        List<ObjectKey> inside = trial.listed(trial.prefix() + "d/", trial.prefix() + "b", 1000);
        Trial.expectSame("listed with the prefix 'd/' after 'b'", keys.subList(1, 3), inside);
    }

    private static void expectAfter(Trial trial, String after, List<ObjectKey> expected) throws Exception {
        List<ObjectKey> found = trial.listed(trial.prefix(), trial.prefix() + after, 1000);
        Trial.expectSame("listed after '" + after + "'", expected, found);
    }

    private static void tellsLengthAndTime(Trial trial) throws Exception {
        ObjectKey key = trial.key("object");
        trial.put(key, trial.bytes(12_345));
        trial.settle(List.of(key));
        ObjectInfo first = only(trial);
        Instant now = trial.clock().instant();
        Trial.expectSame("the length listed", 12_345L, first.length());
        Duration skew = Duration.between(now, first.lastModified());
        if (skew.abs().compareTo(PLAUSIBLE) > 0) {
            throw Unmet.because("an object stored just now, at " + now + ", is listed as of " + first.lastModified());
        }
        Trial.expectSame("the object when listed again", first, only(trial));
    }

    private static ObjectInfo only(Trial trial) throws Exception {
        List<ObjectInfo> listed = trial.list(trial.prefix(), "", 1000);
        Trial.expectSame("objects listed", 1, listed.size());
        return listed.get(0);
    }

    private static void tenThousand(Trial trial) throws Exception {
        List<ObjectKey> keys = IntStream.range(0, 10_000)
                .mapToObj(i -> trial.key("folder-" + (100 + i % 3) + "/object-" + (100_000 + i)))
                .sorted()
                .toList();
        Crowd.forEach(keys, key -> trial.put(key, new byte[] {1}));
        trial.settle(keys);
        Trial.expectSame("listed", keys, trial.listed(trial.prefix(), "", 1000));
    }
}
