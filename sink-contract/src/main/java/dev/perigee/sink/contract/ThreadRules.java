package dev.perigee.sink.contract;

import dev.perigee.api.ObjectInfo;
import dev.perigee.api.ObjectKey;
import dev.perigee.api.SinkException;
import dev.perigee.api.SinkException.Kind;
import dev.perigee.sink.contract.body.BlocksMidwayBody;
import dev.perigee.sink.contract.body.BytesBody;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** T: threads, and how a call is cancelled. */
final class ThreadRules {

    private static final int SIZE = 100_000;

    private ThreadRules() {}

    static List<Rule> all() {
        return List.of(
                Rules.cheap("T1", "Sixteen threads MUST be able to call a sink at once.", ThreadRules::manyAtOnce),
                Rules.cheap(
                        "T2",
                        "A put whose thread is interrupted MUST end soon, fail as CANCELLED and leave no object.",
                        ThreadRules::cancelledLeavesNothing),
                Rules.cheap(
                        "T3",
                        "A cancelled put MUST leave the object that was there as it was.",
                        ThreadRules::cancelledKeepsTheOld),
                Rules.cheap(
                        "T4",
                        "A call on an interrupted thread MUST go well or fail as CANCELLED, and the sink MUST serve on.",
                        ThreadRules::interruptedBefore),
                Rules.cheap(
                        "T5",
                        "Of several puts under one key at once, one MUST win, whole; the others may fail as BUSY.",
                        ThreadRules::oneWinsWhole));
    }

    private static void manyAtOnce(Trial trial) throws Exception {
        List<ObjectKey> keys = IntStream.range(0, Crowd.THREADS * 2)
                .mapToObj(i -> trial.key("shared/object-" + (100 + i)))
                .toList();
        byte[] bytes = trial.bytes(SIZE);
        Crowd.forEach(keys, key -> {
            byte[] own = Arrays.copyOf(bytes, SIZE - key.value().hashCode() % 100);
            trial.put(key, own);
            trial.expectContent(key, own);
            trial.sink().list(key.value(), "", 10);
            if (key.value().endsWith("7")) {
                trial.sink().delete(key);
            }
        });
        trial.expectListed(
                "listed after sixteen threads had put and deleted",
                keys.stream().filter(key -> !key.value().endsWith("7")).toList());
    }

    private static void cancelledLeavesNothing(Trial trial) throws Exception {
        ObjectKey key = trial.key("cancelled");
        SinkException e = cancel(trial, key);
        Trial.expectSame("the kind of a cancelled put's failure", Kind.CANCELLED, e.kind());
        trial.expectAbsent(key, "after a cancelled put");
        trial.expectListed("listed after a cancelled put", List.of());
    }

    private static void cancelledKeepsTheOld(Trial trial) throws Exception {
        ObjectKey key = trial.key("cancelled");
        byte[] old = trial.bytes(SIZE);
        trial.put(key, old);
        cancel(trial, key);
        trial.expectContent(key, old);
        trial.expectListed("listed after a cancelled put", List.of(key));
    }

    /** Interrupts a put while it waits for its body. */
    private static SinkException cancel(Trial trial, ObjectKey key) throws Exception {
        BlocksMidwayBody body = new BlocksMidwayBody(new BytesBody(trial.bytes(SIZE)), SIZE / 2);
        Background<ObjectInfo> put = Background.start(() -> trial.put(key, body));
        try {
            if (!body.awaitReached(Background.PATIENCE) && !put.isDone()) {
                throw Unmet.because("the put did not read its body");
            }
            put.interrupt();
            return trial.refused("a put whose thread was interrupted", () -> put.join("an interrupted put"));
        } finally {
            body.release();
        }
    }

    private static void interruptedBefore(Trial trial) throws Exception {
        ObjectKey stored = trial.key("stored");
        byte[] bytes = trial.bytes(SIZE);
        trial.put(stored, bytes);
        ObjectKey fresh = trial.key("fresh");
        interrupted("put", () -> trial.put(fresh, bytes));
        interrupted("get", () -> trial.read(stored, 0));
        interrupted("list", () -> trial.sink().list(trial.prefix(), "", 10));
        ObjectKey removed = trial.key("removed");
        trial.put(removed, bytes);
        interrupted("delete", () -> trial.sink().delete(removed));
        trial.expectContent(stored, bytes);
        if (trial.listed().contains(fresh)) {
            trial.expectContent(fresh, bytes);
        }
    }

    private static void interrupted(String verb, Trial.Call call) throws Exception {
        try {
            Background.run(() -> {
                        Thread.currentThread().interrupt();
                        call.run();
                    })
                    .join("a " + verb + " on an interrupted thread");
        } catch (SinkException e) {
            Trial.expectSame("the kind of a " + verb + "'s failure on an interrupted thread", Kind.CANCELLED, e.kind());
        }
    }

    private static void putUnlessBusy(Trial trial, ObjectKey key, byte[] bytes) throws SinkException {
        try {
            trial.put(key, bytes);
        } catch (SinkException e) {
            if (e.kind() != Kind.BUSY) {
                throw e;
            }
        }
    }

    private static void oneWinsWhole(Trial trial) throws Exception {
        ObjectKey key = trial.key("contended");
        List<byte[]> bodies = IntStream.range(0, Crowd.THREADS)
                .mapToObj(i -> trial.bytes(SIZE + i))
                .toList();
        Crowd.forEach(bodies, bytes -> putUnlessBusy(trial, key, bytes));
        byte[] found = trial.read(key, 0);
        if (bodies.stream().noneMatch(bytes -> Arrays.equals(bytes, found))) {
            throw Unmet.because("after " + Crowd.THREADS + " puts at once the object is none of them, but "
                    + found.length + " bytes of something else");
        }
        trial.expectListed("listed after several puts under one key", List.of(key));
    }
}
