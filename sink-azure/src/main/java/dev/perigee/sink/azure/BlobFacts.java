package dev.perigee.sink.azure;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpResponse;
import dev.perigee.api.SinkException;
import dev.perigee.sink.kit.bucket.LockPolicy;
import dev.perigee.sink.kit.bucket.ObjectLock;
import dev.perigee.sink.kit.connect.HttpDate;
import java.time.Instant;
import java.util.Optional;

/**
 * What the store says of a blob without its bytes.
 *
 * @param length in bytes
 * @param hold its immutability policy; empty for none
 */
record BlobFacts(long length, Optional<ObjectLock.Hold<LockPolicy>> hold) {

    static final String POLICY_MODE = "x-ms-immutability-policy-mode";
    static final String POLICY_UNTIL = "x-ms-immutability-policy-until-date";

    static BlobFacts of(HttpResponse answer) throws SinkException {
        Optional<String> until = header(answer, POLICY_UNTIL);
        return new BlobFacts(
                header(answer, "Content-Length").map(Long::parseLong).orElse(0L),
                until.isEmpty()
                        ? Optional.empty()
                        : Optional.of(new ObjectLock.Hold<>(mode(answer), time(until.get()))));
    }

    /** A word that isn't known counts as the strongest. */
    private static LockPolicy mode(HttpResponse answer) {
        return header(answer, POLICY_MODE).filter("unlocked"::equalsIgnoreCase).isPresent()
                ? LockPolicy.UNLOCKED
                : LockPolicy.LOCKED;
    }

    private static Optional<String> header(HttpResponse answer, String name) {
        return Optional.ofNullable(answer.getHeaderValue(HttpHeaderName.fromString(name)));
    }

    static Instant time(String text) throws SinkException {
        return HttpDate.parse(text).orElseThrow(BlobRequests::noStore);
    }
}
