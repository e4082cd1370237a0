package dev.perigee.sink.contract;

import dev.perigee.api.ObjectKey;
import dev.perigee.api.SinkException;
import dev.perigee.api.SinkException.Kind;
import dev.perigee.sink.contract.body.BytesBody;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;

/** G: what a get gives. */
final class GetRules {

    private static final int HALF_READ = 60;

    private GetRules() {}

    static List<Rule> all() {
        return List.of(
                Rules.cheap(
                        "G1",
                        "A get MUST give the object's bytes from the offset to the end.",
                        GetRules::fromTheOffset),
                Rules.cheap(
                        "G2",
                        "A get at the object's length MUST give an empty stream, also for an empty object.",
                        GetRules::atTheEnd),
                Rules.cheap("G3", "A get beyond the object's length MUST fail as INVALID.", GetRules::beyondTheEnd),
                Rules.cheap(
                        "G4",
                        "A get's stream MUST give the whole of one object or throw; it MUST NOT end early, also when the object"
                                + " is replaced or deleted meanwhile.",
                        GetRules::wholeOrThrows),
                Rules.cheap(
                        "G5",
                        "A get of an absent object MUST fail as NOT_FOUND, or as DENIED where the store won't tell.",
                        GetRules::absent),
                Rules.cheap(
                        "G6",
                        "A get's stream MUST take being closed half-read, and the sink MUST serve on.",
                        GetRules::closedHalfRead));
    }

    private static void fromTheOffset(Trial trial) throws Exception {
        ObjectKey key = trial.key("object");
        byte[] bytes = trial.bytes(100_000);
        trial.put(key, bytes);
        for (int offset : new int[] {0, 1, 65_536, 99_999}) {
            byte[] expected = Arrays.copyOfRange(bytes, offset, bytes.length);
            byte[] found = trial.read(key, offset);
            if (!Arrays.equals(expected, found)) {
                throw Unmet.because(Difference.between("get from " + offset, expected, found));
            }
        }
    }

    private static void atTheEnd(Trial trial) throws Exception {
        ObjectKey key = trial.key("object");
        trial.put(key, trial.bytes(1000));
        Trial.expectSame("bytes from the end of an object", 0, trial.read(key, 1000).length);
        ObjectKey empty = trial.key("empty");
        trial.put(empty, new byte[0]);
        Trial.expectSame("bytes of an empty object", 0, trial.read(empty, 0).length);
    }

    private static void beyondTheEnd(Trial trial) throws Exception {
        ObjectKey key = trial.key("object");
        trial.put(key, trial.bytes(1000));
        trial.refused(
                "a get at 1001 of 1000 bytes",
                Kind.INVALID,
                () -> close(trial.sink().get(key, 1001)));
        ObjectKey empty = trial.key("empty");
        trial.put(empty, new byte[0]);
        trial.refused(
                "a get at 1 of an empty object",
                Kind.INVALID,
                () -> close(trial.sink().get(empty, 1)));
    }

    private static void close(InputStream stream) throws IOException {
        stream.close();
    }

    private static void wholeOrThrows(Trial trial) throws Exception {
        byte[] bytes = trial.bytes(2_000_000);
        ObjectKey deleted = trial.key("deleted");
        trial.put(deleted, bytes);
        readOnAfter(trial, deleted, bytes, "deleted", () -> trial.sink().delete(deleted));
        ObjectKey replaced = trial.key("replaced");
        trial.put(replaced, bytes);
        BytesBody shorter = new BytesBody(trial.bytes(500_000));
        readOnAfter(trial, replaced, bytes, "replaced by a shorter one", () -> trial.put(replaced, shorter));
    }

    private static void readOnAfter(Trial trial, ObjectKey key, byte[] bytes, String what, Trial.Call change)
            throws Exception {
        ByteArrayOutputStream found = new ByteArrayOutputStream();
        try (InputStream stream = trial.sink().get(key, 0)) {
            found.write(stream.readNBytes(1000));
            change.run();
            stream.transferTo(found);
        } catch (SinkException brokeOff) {
            return;
        }
        if (!Arrays.equals(bytes, found.toByteArray())) {
            throw Unmet.because("a stream ended without a word when the object was " + what + " while it was read: "
                    + Difference.between("get", bytes, found.toByteArray()));
        }
    }

    private static void absent(Trial trial) throws Exception {
        ObjectKey key = trial.key("absent");
        SinkException e = trial.refused(
                "a get of an absent object", () -> close(trial.sink().get(key, 0)));
        if (e.kind() != Kind.NOT_FOUND && e.kind() != Kind.DENIED) {
            throw Unmet.because("a get of an absent object failed as " + e.kind() + ": " + e.getMessage(), e);
        }
    }

    private static void closedHalfRead(Trial trial) throws Exception {
        ObjectKey key = trial.key("object");
        byte[] bytes = trial.bytes(100_000);
        trial.put(key, bytes);
        Background.run(() -> {
                    for (int i = 0; i < HALF_READ; i++) {
                        try (InputStream stream = trial.sink().get(key, 0)) {
                            Trial.expectSame("the first byte", bytes[0] & 0xff, stream.read());
                        }
                    }
                })
                .join(HALF_READ + " gets, each closed after one byte,");
        trial.expectContent(key, bytes);
    }
}
