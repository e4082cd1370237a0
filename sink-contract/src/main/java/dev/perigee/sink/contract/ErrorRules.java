package dev.perigee.sink.contract;

import dev.perigee.api.Body;
import dev.perigee.api.ObjectKey;
import dev.perigee.api.SinkException;
import dev.perigee.sink.contract.body.BytesBody;
import dev.perigee.sink.contract.body.ThrowsMidwayBody;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** E: what a failure says. */
final class ErrorRules {

    private static final String REASON = "the spool's disk has failed";

    private ErrorRules() {}

    static List<Rule> all() {
        return List.of(
                Rules.cheap(
                        "E1",
                        "A failure MUST be a SinkException that names the object's key.",
                        ErrorRules::namesTheKey),
                Rules.cheap("E2", "A failure MUST say in its message what has happened.", ErrorRules::hasAMessage),
                Rules.cheap(
                        "E3",
                        "When a body's stream throws, the put's failure MUST have the stream's exception in its chain of causes.",
                        ErrorRules::tellsWhatTheStreamSaid),
                Rules.cheap(
                        "E4",
                        "A sink MUST try once: after a body's stream has thrown, it MUST NOT read those bytes again.",
                        ErrorRules::triesOnce));
    }

    private static SinkException failedGet(Trial trial, ObjectKey key) throws Exception {
        return trial.refused(
                "a get of an absent object", () -> trial.sink().get(key, 0).close());
    }

    private static SinkException failedPut(Trial trial, ObjectKey key) throws Exception {
        Body body = new ThrowsMidwayBody(new BytesBody(trial.bytes(10_000)), 5000, REASON);
        return trial.refused("a put whose body's stream throws", () -> trial.put(key, body));
    }

    private static void namesTheKey(Trial trial) throws Exception {
        ObjectKey absent = trial.key("absent");
        Trial.expectSame(
                "the key in a failed get's exception",
                Optional.of(absent),
                failedGet(trial, absent).key());
        ObjectKey failed = trial.key("failed");
        Trial.expectSame(
                "the key in a failed put's exception",
                Optional.of(failed),
                failedPut(trial, failed).key());
    }

    private static void hasAMessage(Trial trial) throws Exception {
        expectMessage("get", failedGet(trial, trial.key("absent")));
        expectMessage("put", failedPut(trial, trial.key("failed")));
    }

    private static void expectMessage(String verb, SinkException e) {
        if (Objects.requireNonNullElse(e.getMessage(), "").isBlank()) {
            throw Unmet.because("a failed " + verb + "'s exception has no message", e);
        }
    }

    private static void tellsWhatTheStreamSaid(Trial trial) throws Exception {
        SinkException e = failedPut(trial, trial.key("failed"));
        boolean told = Stream.<Throwable>iterate(e, Objects::nonNull, Throwable::getCause)
                .limit(20)
                .anyMatch(cause -> REASON.equals(cause.getMessage()));
        if (!told) {
            throw Unmet.because(
                    "the body's stream threw '" + REASON + "'; no cause of the put's exception is that one", e);
        }
    }

    private static void triesOnce(Trial trial) throws Exception {
        ThrowsMidwayBody body = new ThrowsMidwayBody(new BytesBody(trial.bytes(10_000)), 5000, REASON);
        trial.refused("a put whose body's stream throws", () -> trial.put(trial.key("failed"), body));
        Trial.expectSame("how often the body's stream was read to where it throws", 1, body.thrown());
    }
}
