package dev.perigee.sink.contract;

import dev.perigee.api.Body;
import dev.perigee.api.ObjectInfo;
import dev.perigee.api.ObjectKey;
import dev.perigee.api.SinkException.Kind;
import dev.perigee.sink.contract.body.BytesBody;
import dev.perigee.sink.contract.body.EndsEarlyBody;
import dev.perigee.sink.contract.body.ThrowsMidwayBody;
import dev.perigee.sink.contract.body.TooShortLengthBody;
import dev.perigee.sink.contract.body.WatchedBody;
import dev.perigee.sink.contract.body.WrongDigestBody;
import java.util.List;

/** P: what a put does with its body. */
final class PutRules {

    private static final int SIZE = 100_000;
    private static final int MIDWAY = 70_000;

    private PutRules() {}

    static List<Rule> all() {
        return List.of(
                Rules.cheap(
                        "P1",
                        "A put MUST keep the body byte for byte, and return its key and length.",
                        PutRules::keepsEveryByte),
                Rules.cheap(
                        "P2",
                        "A put whose body ends early MUST fail as DAMAGED and leave no object.",
                        trial -> refusesAsDamaged(trial, "ends early", new EndsEarlyBody(body(trial), MIDWAY))),
                Rules.cheap(
                        "P3",
                        "A put whose bytes don't have the promised SHA-256 MUST fail as DAMAGED and leave no object.",
                        trial -> refusesAsDamaged(trial, "has another digest", new WrongDigestBody(body(trial)))),
                Rules.cheap(
                        "P4",
                        "A put under a key in use MUST replace the object in one step: a reader gets the old bytes or the new ones,"
                                + " whole.",
                        ReplaceRules::inOneStep),
                Rules.cheap(
                        "P5",
                        "A failed put MUST leave the object that was there as it was.",
                        ReplaceRules::failureKeepsTheOld),
                Rules.cheap(
                        "P6",
                        "A put whose body has more bytes than its length MUST fail as DAMAGED and leave no object.",
                        trial -> refusesAsDamaged(
                                trial, "is longer than it says", new TooShortLengthBody(body(trial), 1000))),
                Rules.cheap(
                        "P7",
                        "A put whose body's stream throws MUST fail and leave no object.",
                        PutRules::streamThrows),
                Rules.cheap("P8", "A put MUST keep an empty body like any other.", PutRules::keepsEmpty),
                Rules.cheap(
                        "P9",
                        "A put MUST close every stream it opens, whether it goes well or fails.",
                        PutRules::closesStreams),
                Rules.cheap(
                        "P10",
                        "While a put runs, nothing of it MUST be seen: not under its key, and no temporary name.",
                        ReplaceRules::nothingIsSeenMeanwhile),
                Rules.big(
                        "P11",
                        "A large body MUST be kept like a small one, in however many parts it is sent.",
                        LargeBodyRules::keepsEveryByte),
                Rules.big(
                        "P12",
                        "A large body that ends early, throws or has another digest MUST leave no object either.",
                        LargeBodyRules::leavesNothing));
    }

    private static Body body(Trial trial) {
        return new BytesBody(trial.bytes(SIZE));
    }

    private static void keepsEveryByte(Trial trial) throws Exception {
        for (int length : new int[] {1, 4096, 65_537, 300_000}) {
            ObjectKey key = trial.key("of-" + length);
            byte[] bytes = trial.bytes(length);
            ObjectInfo info = trial.put(key, bytes);
            Trial.expectSame("the key that put returned", key, info.key());
            Trial.expectSame("the length that put returned", (long) length, info.length());
            trial.expectContent(key, bytes);
        }
    }

    private static void refusesAsDamaged(Trial trial, String what, Body body) throws Exception {
        ObjectKey key = trial.key("body");
        String story = "a put whose body " + what;
        trial.refused(story, Kind.DAMAGED, () -> trial.put(key, body));
        trial.expectAbsent(key, "after " + story);
        trial.expectListed("listed after " + story, List.of());
    }

    private static void streamThrows(Trial trial) throws Exception {
        ObjectKey key = trial.key("body");
        Body body = new ThrowsMidwayBody(body(trial), MIDWAY, "the spool's disk has failed");
        trial.refused("a put whose body's stream throws", () -> trial.put(key, body));
        trial.expectAbsent(key, "after a put whose body's stream threw");
        trial.expectListed("listed after a put whose body's stream threw", List.of());
    }

    private static void keepsEmpty(Trial trial) throws Exception {
        ObjectKey key = trial.key("empty");
        Trial.expectSame(
                "the length that put returned", 0L, trial.put(key, new byte[0]).length());
        trial.expectContent(key, new byte[0]);
        trial.expectListed("listed after the put of an empty body", List.of(key));
    }

    private static void closesStreams(Trial trial) throws Exception {
        WatchedBody good = new WatchedBody(body(trial));
        trial.put(trial.key("good"), good);
        Trial.expectSame("streams still open after a put", 0, good.stillOpen());
        WatchedBody bad = new WatchedBody(new ThrowsMidwayBody(body(trial), MIDWAY, "the spool's disk has failed"));
        trial.refused("a put whose body's stream throws", () -> trial.put(trial.key("bad"), bad));
        Trial.expectSame("streams still open after a failed put", 0, bad.stillOpen());
    }
}
