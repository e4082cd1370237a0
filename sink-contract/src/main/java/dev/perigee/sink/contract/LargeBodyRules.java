package dev.perigee.sink.contract;

import dev.perigee.api.Body;
import dev.perigee.api.ObjectInfo;
import dev.perigee.api.ObjectKey;
import dev.perigee.api.Sha256;
import dev.perigee.sink.contract.body.EndsEarlyBody;
import dev.perigee.sink.contract.body.PatternBody;
import dev.perigee.sink.contract.body.ThrowsMidwayBody;
import dev.perigee.sink.contract.body.WrongDigestBody;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.util.List;

/** Bodies that are sent in parts, where a store takes parts. */
final class LargeBodyRules {

    /** More than any sink sends in one piece by default, and no round number. */
    private static final long SIZE = 80 * 1024 * 1024 + 12_345;

    private static final long LATE = SIZE - 1_000_000;

    private LargeBodyRules() {}

    static void keepsEveryByte(Trial trial) throws Exception {
        ObjectKey key = trial.key("large");
        PatternBody body = new PatternBody(trial.seed(), SIZE);
        ObjectInfo info = trial.put(key, body);
        Trial.expectSame("the length that put returned", SIZE, info.length());
        Trial.expectSame("the SHA-256 of what get gives", body.sha256(), digestOf(trial, key));
        try (InputStream stream = trial.sink().get(key, LATE);
                InputStream expected = body.open(LATE, SIZE - LATE)) {
            Trial.expectSame(
                    "the SHA-256 of what get gives from " + LATE + " on",
                    Sha256.digest(expected.readAllBytes()),
                    Sha256.digest(stream.readAllBytes()));
        }
    }

    private static Sha256 digestOf(Trial trial, ObjectKey key) throws IOException {
        try (DigestInputStream stream = new DigestInputStream(trial.sink().get(key, 0), Sha256.digester())) {
            stream.transferTo(OutputStream.nullOutputStream());
            return Sha256.of(stream.getMessageDigest().digest());
        }
    }

    static void leavesNothing(Trial trial) throws Exception {
        PatternBody body = new PatternBody(trial.seed(), SIZE);
        leavesNothing(trial, "ends early", new EndsEarlyBody(body, LATE));
        leavesNothing(trial, "throws", new ThrowsMidwayBody(body, LATE, "the spool's disk has failed"));
        leavesNothing(trial, "has another digest", new WrongDigestBody(body));
    }

    private static void leavesNothing(Trial trial, String what, Body body) throws Exception {
        ObjectKey key = trial.key("large");
        String story = "a put whose large body " + what;
        trial.refused(story, () -> trial.put(key, body));
        trial.expectAbsent(key, "after " + story);
        trial.expectListed("listed after " + story, List.of());
    }
}
