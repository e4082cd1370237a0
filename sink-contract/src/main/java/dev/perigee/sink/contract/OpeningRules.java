package dev.perigee.sink.contract;

import dev.perigee.api.Body;
import dev.perigee.api.ObjectKey;
import dev.perigee.api.PutOptions;
import dev.perigee.api.Sha256;
import dev.perigee.api.SinkCapabilities;
import dev.perigee.api.SinkException.Kind;
import dev.perigee.api.StorageSink;
import dev.perigee.sink.contract.body.BytesBody;
import dev.perigee.sink.contract.body.WatchedBody;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** C: what a sink declares, and how it is opened and closed. */
final class OpeningRules {

    private OpeningRules() {}

    static List<Rule> all() {
        return List.of(
                Rules.cheap(
                        "C1", "A sink MUST declare the same capabilities each time.", OpeningRules::sameCapabilities),
                Rules.cheap("C2", "A sink opened later MUST see the objects.", OpeningRules::reopened),
                Rules.cheap(
                        "C3",
                        "Closing MUST leave the objects, and closing twice MUST be harmless.",
                        OpeningRules::closing),
                Rules.cheap(
                        "C4",
                        "A body longer than the largest declared object MUST be refused as TOO_LARGE, unread.",
                        OpeningRules::tooLarge),
                Rules.cheap(
                        "C5",
                        "A sink that can't hold objects MUST refuse a put that asks for it as INVALID, and leave no object.",
                        OpeningRules::cannotHold),
                Rules.cheap(
                        "C6",
                        "Where listings are declared immediate, one MUST show a put, and no longer show a deleted object, at once.",
                        OpeningRules::immediate));
    }

    private static void sameCapabilities(Trial trial) throws Exception {
        SinkCapabilities first = trial.sink().capabilities();
        trial.put(trial.key("object"), trial.bytes(1));
        Trial.expectSame(
                "the capabilities when asked again", first, trial.sink().capabilities());
        Trial.expectSame(
                "the capabilities of a reopened sink", first, trial.reopen().capabilities());
    }

    private static void reopened(Trial trial) throws Exception {
        ObjectKey key = trial.key("object");
        byte[] bytes = trial.bytes(1000);
        trial.put(key, bytes);
        expectSeen(trial, trial.reopen(), key, bytes);
    }

    private static void closing(Trial trial) throws Exception {
        ObjectKey key = trial.key("object");
        byte[] bytes = trial.bytes(1000);
        try (StorageSink closed = trial.openAnother()) {
            closed.put(key, new BytesBody(bytes), PutOptions.NONE);
            closed.close();
        }
        trial.expectContent(key, bytes);
    }

    private static void expectSeen(Trial trial, StorageSink sink, ObjectKey key, byte[] bytes) throws Exception {
        try (InputStream stream = sink.get(key, 0)) {
            byte[] found = stream.readAllBytes();
            if (!Arrays.equals(bytes, found)) {
                throw Unmet.because(Difference.between("a reopened sink's object", bytes, found));
            }
        }
        trial.expectListed("listed by a reopened sink", sink, List.of(key));
    }

    private static void tooLarge(Trial trial) throws Exception {
        long most = trial.sink()
                .capabilities()
                .maxObjectBytes()
                .orElseThrow(() -> new Inapplicable("maxObjectBytes is empty"));
        WatchedBody body = new WatchedBody(new Unreadable(most + 1));
        ObjectKey key = trial.key("too-large");
        trial.refused("a put of " + body.length() + " bytes", Kind.TOO_LARGE, () -> trial.put(key, body));
        Trial.expectSame("streams opened of a body that is too large", 0, body.opened());
    }

    private static void cannotHold(Trial trial) throws Exception {
        if (trial.sink().capabilities().holdsObjects()) {
            throw new Inapplicable("holdsObjects is true");
        }
        ObjectKey key = trial.key("held");
        PutOptions hold = new PutOptions(Optional.of(trial.clock().instant().plus(Duration.ofMinutes(2))));
        Body body = new BytesBody(trial.bytes(10));
        trial.refused(
                "a put that asks for a hold", Kind.INVALID, () -> trial.sink().put(key, body, hold));
        trial.expectAbsent(key, "after a refused put");
    }

    private static void immediate(Trial trial) throws Exception {
        if (!trial.sink().capabilities().listIsImmediate()) {
            throw new Inapplicable("listIsImmediate is false");
        }
        for (int i = 0; i < 10; i++) {
            ObjectKey key = trial.key("object-" + i);
            trial.put(key, new byte[] {1});
            Trial.expectSame("listed right after a put", List.of(key), trial.listed());
            trial.sink().delete(key);
            Trial.expectSame("listed right after a delete", List.of(), trial.listed());
        }
    }

    /** A body that nobody should read. */
    private record Unreadable(long length) implements Body {
        @Override
        public Sha256 sha256() {
            return Sha256.digest(new byte[0]);
        }

        @Override
        public InputStream open(long offset, long length) throws IOException {
            throw new IOException("there is no such body");
        }
    }
}
