package dev.perigee.sink.contract;

import dev.perigee.api.Body;
import dev.perigee.api.ObjectInfo;
import dev.perigee.api.ObjectKey;
import dev.perigee.api.SinkException;
import dev.perigee.sink.contract.body.BlocksMidwayBody;
import dev.perigee.sink.contract.body.BytesBody;
import dev.perigee.sink.contract.body.EndsEarlyBody;
import dev.perigee.sink.contract.body.ThrowsMidwayBody;
import dev.perigee.sink.contract.body.WrongDigestBody;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What is seen under a key while a put runs, and after one has failed. */
final class ReplaceRules {

    private static final int SIZE = 100_000;
    private static final int REPLACEMENTS = 8;
    private static final int MOST_PAGES = 10;

    private ReplaceRules() {}

    static void inOneStep(Trial trial) throws Exception {
        ObjectKey key = trial.key("replaced");
        byte[] old = trial.bytes(SIZE);
        byte[] fresh = trial.bytes(SIZE / 2);
        trial.put(key, old);
        Background<?> writer = Background.run(() -> {
            for (int i = 1; i <= REPLACEMENTS; i++) {
                trial.put(key, i % 2 == 0 ? old : fresh);
            }
            trial.put(key, fresh);
        });
        while (!writer.isDone()) {
            expectOneOf(read(trial, key), old, fresh);
        }
        writer.join("replacing an object");
        trial.expectContent(key, fresh);
        trial.expectListed("listed after a replacement", List.of(key));
    }

    /** What a reader gets; nothing if the stream fails, as it may when the object goes away underneath (G4). */
    private static Optional<byte[]> read(Trial trial, ObjectKey key) throws SinkException {
        try (InputStream stream = opened(trial, key)) {
            return Optional.of(stream.readAllBytes());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static InputStream opened(Trial trial, ObjectKey key) {
        try {
            return trial.sink().get(key, 0);
        } catch (SinkException e) {
            throw Unmet.because("while the object was being replaced, get said " + e.kind() + ": " + e.getMessage(), e);
        }
    }

    private static void expectOneOf(Optional<byte[]> found, byte[] old, byte[] fresh) {
        boolean whole = found.map(bytes -> Arrays.equals(bytes, old) || Arrays.equals(bytes, fresh))
                .orElse(true);
        if (!whole) {
            throw Unmet.because("a reader got neither the old object nor the new one, but a mixture of "
                    + found.orElseThrow().length + " bytes");
        }
    }

    static void failureKeepsTheOld(Trial trial) throws Exception {
        byte[] old = trial.bytes(SIZE);
        Body fresh = new BytesBody(trial.bytes(SIZE));
        keepsTheOld(trial, old, "ends early", new EndsEarlyBody(fresh, SIZE / 2));
        keepsTheOld(trial, old, "has another digest", new WrongDigestBody(fresh));
        keepsTheOld(trial, old, "throws", new ThrowsMidwayBody(fresh, SIZE / 2, "the spool's disk has failed"));
    }

    private static void keepsTheOld(Trial trial, byte[] old, String what, Body body) throws Exception {
        ObjectKey key = trial.key("kept");
        trial.put(key, old);
        try {
            trial.put(key, body);
        } catch (SinkException expected) {
            trial.expectContent(key, old);
            trial.expectListed("listed after a put whose body " + what, List.of(key));
        }
    }

    static void nothingIsSeenMeanwhile(Trial trial) throws Exception {
        ObjectKey key = trial.key("running");
        BlocksMidwayBody body = new BlocksMidwayBody(new BytesBody(trial.bytes(SIZE)), SIZE / 2);
        Set<ObjectKey> before = everything(trial);
        Background<ObjectInfo> put = Background.start(() -> trial.put(key, body));
        Set<ObjectKey> during;
        try {
            if (!body.awaitReached(Background.PATIENCE) && !put.isDone()) {
                throw Unmet.because("the put did not read its body");
            }
            trial.expectAbsent(key, "half-way through a put");
            Trial.expectSame("listed half-way through a put", List.of(), trial.listed());
            during = everything(trial);
        } finally {
            body.release();
        }
        put.join("the put");
        during.removeAll(before);
        during.removeAll(everything(trial));
        Trial.expectSame("names listed only while a put was running", Set.of(), during);
    }

    /** What the place lists, scratch or not; nothing where there is a great deal: the scratch prefix must do then. */
    private static Set<ObjectKey> everything(Trial trial) throws SinkException {
        Set<ObjectKey> keys = new HashSet<>();
        String after = "";
        for (int i = 0; i < MOST_PAGES; i++) {
            var page = trial.sink().list("", after, 1000);
            page.objects().forEach(info -> keys.add(info.key()));
            if (!page.more()) {
                return keys;
            }
            after = page.objects().get(page.objects().size() - 1).key().value();
        }
        return new HashSet<>();
    }
}
