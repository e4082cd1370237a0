package dev.perigee.sink.contract;

import dev.perigee.api.ObjectKey;
import java.util.ArrayList;
import java.util.List;

/** K: what a key may be. */
final class KeyRules {

    private KeyRules() {}

    static List<Rule> all() {
        return List.of(
                Rules.cheap(
                        "K1",
                        "A key of 900 bytes, with segments of 255, MUST be kept like any other.",
                        KeyRules::longest),
                Rules.cheap("K2", "Every character that a key may have MUST be kept.", KeyRules::allCharacters),
                Rules.cheap("K3", "Keys that differ only in case MUST be two keys.", KeyRules::caseMatters));
    }

    private static void longest(Trial trial) throws Exception {
        StringBuilder name = new StringBuilder();
        int room = ObjectKey.MAX_BYTES - trial.prefix().length();
        while (name.length() < room) {
            int segment = Math.min(ObjectKey.MAX_SEGMENT_BYTES, room - name.length());
            name.append("s".repeat(segment));
            if (room - name.length() > 1) {
                name.append('/');
            } else if (room > name.length()) {
                name.setCharAt(name.length() - 2, '/');
                name.append('s');
            }
        }
        keeps(trial, List.of(trial.key(name.toString())));
    }

    private static void allCharacters(Trial trial) throws Exception {
        keeps(
                trial,
                trial.keys(
                        "ABCDEFGHIJKLMNOPQRSTUVWXYZ/abcdefghijklmnopqrstuvwxyz/0123456789",
                        "a.b_c=d+e-f",
                        "a+b",
                        "a-b",
                        "+",
                        "-",
                        "=",
                        "_",
                        "-rf/--help",
                        "a..b/c...",
                        "signs/+/=/_/-",
                        "a=b/c=d",
                        "20260102T030405Z-17-0a1b2c3d.json"));
    }

    private static void caseMatters(Trial trial) throws Exception {
        List<ObjectKey> keys = trial.keys("prod/x", "Prod/x", "PROD/x", "prod/X");
        keeps(trial, keys);
    }

    private static void keeps(Trial trial, List<ObjectKey> keys) throws Exception {
        List<byte[]> contents = new ArrayList<>();
        for (ObjectKey key : keys) {
            contents.add(trial.bytes(50));
            trial.put(key, contents.get(contents.size() - 1));
        }
        trial.expectListed("listed", keys);
        for (int i = 0; i < keys.size(); i++) {
            trial.expectContent(keys.get(i), contents.get(i));
        }
        for (ObjectKey key : keys) {
            trial.sink().delete(key);
        }
        trial.expectListed("listed after all were deleted", List.of());
    }
}
