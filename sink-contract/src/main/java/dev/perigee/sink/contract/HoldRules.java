package dev.perigee.sink.contract;

import dev.perigee.api.ObjectKey;
import dev.perigee.api.PutOptions;
import dev.perigee.api.SinkException;
import dev.perigee.api.SinkException.Kind;
import dev.perigee.sink.contract.body.BytesBody;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** H: what is held, and until when. */
final class HoldRules {

    /** Long enough for clocks that differ, short enough for what is left behind. */
    private static final Duration SHORT = Duration.ofMinutes(2);

    private static final Duration LONG = Duration.ofMinutes(3);
    private static final Duration SECOND = Duration.ofSeconds(1);

    private HoldRules() {}

    static List<Rule> all() {
        return List.of(
                Rules.cheap(
                        "H1",
                        "A sink MUST tell until when an object is held: as a put or a hold asked, or up to a second later.",
                        HoldRules::told),
                Rules.cheap(
                        "H2",
                        "A hold MUST extend one that ends earlier, and MUST NOT shorten one that ends later; the bytes MUST stay.",
                        HoldRules::extended),
                Rules.cheap(
                        "H3",
                        "A hold of an absent object, and a look at it, MUST fail as NOT_FOUND, or as DENIED where the store won't tell.",
                        HoldRules::absent),
                Rules.cheap(
                        "H4",
                        "A sink that can't hold objects MUST refuse a hold as INVALID, and tell of none.",
                        HoldRules::impossible));
    }

    private static void told(Trial trial) throws Exception {
        requireHolds(trial);
        ObjectKey held = trial.key("held");
        Instant until = trial.clock().instant().plus(SHORT);
        trial.sink().put(held, new BytesBody(trial.bytes(10)), new PutOptions(Optional.of(until)));
        expectHeld(trial, held, until, "after a put that asked for a hold");
    }

    private static void extended(Trial trial) throws Exception {
        requireHolds(trial);
        ObjectKey key = trial.key("extended");
        byte[] bytes = trial.bytes(10);
        Instant now = trial.clock().instant();
        trial.put(key, bytes);
        trial.sink().hold(key, now.plus(SHORT));
        expectHeld(trial, key, now.plus(SHORT), "after the first hold");
        trial.sink().hold(key, now.plus(LONG));
        expectHeld(trial, key, now.plus(LONG), "after a hold that ends later");
        trial.sink().hold(key, now.plus(SHORT));
        expectHeld(trial, key, now.plus(LONG), "after a hold that ends earlier");
        trial.expectContent(key, bytes);
        trial.expectListed("listed after it was held", List.of(key));
    }

    private static void absent(Trial trial) throws Exception {
        requireHolds(trial);
        ObjectKey never = trial.key("never");
        Instant until = trial.clock().instant().plus(SHORT);
        expectNotFound(
                trial.refused("a hold of an absent object", () -> trial.sink().hold(never, until)));
        expectNotFound(trial.refused(
                "a look at the hold of an absent object", () -> trial.sink().heldUntil(never)));
        trial.expectAbsent(never, "after a refused hold");
    }

    private static void expectNotFound(SinkException e) {
        if (e.kind() != Kind.NOT_FOUND && e.kind() != Kind.DENIED) {
            throw Unmet.because("an absent object was said to be " + e.kind() + ": " + e.getMessage(), e);
        }
    }

    private static void impossible(Trial trial) throws Exception {
        if (trial.sink().capabilities().holdsObjects()) {
            throw new Inapplicable("holdsObjects is true");
        }
        ObjectKey key = trial.key("object");
        trial.put(key, trial.bytes(10));
        Instant until = trial.clock().instant().plus(SHORT);
        trial.refused("a hold", Kind.INVALID, () -> trial.sink().hold(key, until));
        Trial.expectSame(
                "until when an object is held", Optional.empty(), trial.sink().heldUntil(key));
    }

    private static void requireHolds(Trial trial) {
        if (!trial.sink().capabilities().holdsObjects()) {
            throw new Inapplicable("holdsObjects is false");
        }
    }

    private static void expectHeld(Trial trial, ObjectKey key, Instant wanted, String when) throws SinkException {
        Optional<Instant> found = trial.sink().heldUntil(key);
        if (found.filter(until -> !until.isBefore(wanted) && !until.isAfter(wanted.plus(SECOND)))
                .isEmpty()) {
            throw Unmet.because(
                    when + ", the object should be held until " + wanted + ", or up to a second longer; it is "
                            + found.map(until -> "held until " + until).orElse("not held"));
        }
    }
}
