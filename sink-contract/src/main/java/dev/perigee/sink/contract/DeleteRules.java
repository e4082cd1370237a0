package dev.perigee.sink.contract;

import dev.perigee.api.ObjectKey;
import dev.perigee.api.PutOptions;
import dev.perigee.api.SinkException;
import dev.perigee.api.SinkException.Kind;
import dev.perigee.sink.contract.body.BytesBody;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** D: what a delete removes. */
final class DeleteRules {

    private static final Duration HOLD = Duration.ofMinutes(2);

    private DeleteRules() {}

    static List<Rule> all() {
        return List.of(
                Rules.cheap("D1", "A delete of an absent object MUST succeed.", DeleteRules::absent),
                Rules.cheap(
                        "D2", "A delete MUST remove that object, and no other.", DeleteRules::removesThatAndNoOther),
                Rules.cheap(
                        "D3",
                        "A delete of a held object MUST fail as HELD and leave it, or, where the store keeps versions, hide it.",
                        DeleteRules::held));
    }

    private static void absent(Trial trial) throws Exception {
        ObjectKey key = trial.key("object");
        trial.sink().delete(trial.key("never/was"));
        trial.put(key, trial.bytes(10));
        trial.sink().delete(key);
        trial.sink().delete(key);
    }

    private static void removesThatAndNoOther(Trial trial) throws Exception {
        List<ObjectKey> others = trial.keys("a/x-1", "a/xy", "a/y/x", "a-b", "b/x");
        ObjectKey key = trial.key("a/x");
        trial.putAll(others);
        trial.put(key, trial.bytes(10));
        trial.sink().delete(key);
        trial.expectAbsent(key, "after its delete");
        trial.expectListed("listed after the delete of 'a/x'", others);
        for (ObjectKey other : others) {
            trial.expectContent(other, new byte[] {1});
        }
    }

    private static void held(Trial trial) throws Exception {
        if (!trial.sink().capabilities().holdsObjects()) {
            throw new Inapplicable("holdsObjects is false");
        }
        ObjectKey key = trial.key("held");
        byte[] bytes = trial.bytes(10);
        PutOptions hold = new PutOptions(Optional.of(trial.clock().instant().plus(HOLD)));
        trial.sink().put(key, new BytesBody(bytes), hold);
        try {
            trial.sink().delete(key);
        } catch (SinkException e) {
            Trial.expectSame("the kind of a refused delete of a held object", Kind.HELD, e.kind());
            trial.expectContent(key, bytes);
            trial.expectListed("listed after a refused delete of a held object", List.of(key));
            return;
        }
        trial.expectAbsent(key, "after a delete of a held object that said nothing");
    }
}
