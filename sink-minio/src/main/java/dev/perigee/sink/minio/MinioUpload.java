package dev.perigee.sink.minio;

import dev.perigee.api.Body;
import dev.perigee.api.ObjectInfo;
import dev.perigee.api.ObjectKey;
import dev.perigee.api.PutOptions;
import dev.perigee.api.Sha256;
import dev.perigee.api.SinkException;
import io.minio.Http;
import io.minio.RemoveObjectArgs;
import io.minio.StatObjectArgs;
import java.io.IOException;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import okhttp3.Headers;
import okhttp3.Response;

/** Brings one body to the server: in one request when it is small, else in parts. */
final class MinioUpload {

    private final StreamingClient client;
    private final Calls calls;
    private final MinioSinkConfig config;
    private final MinioHeaders headers;
    private final InstantSource clock;

    MinioUpload(
            StreamingClient client, Calls calls, MinioSinkConfig config, MinioHeaders headers, InstantSource clock) {
        this.client = client;
        this.calls = calls;
        this.config = config;
        this.headers = headers;
        this.clock = clock;
    }

    ObjectInfo put(ObjectKey key, Body body, PutOptions options, Commitment commitment) throws Exception {
        Headers answer = inParts(body)
                ? new MultipartUpload(client, calls, config, headers, key, body).run(options, commitment)
                : atOnce(key, body, options, commitment);
        return new ObjectInfo(key, body.length(), storedAt(answer));
    }

    /** Encrypted bodies go in parts whatever their size: no object comes into being before the store has said that it encrypts. */
    private boolean inParts(Body body) {
        return body.length() > config.transfer().multipartAbove()
                || (config.storing().encryption().isPresent() && body.length() > 0);
    }

    private Headers atOnce(ObjectKey key, Body body, PutOptions options, Commitment commitment) throws Exception {
        MessageDigest whole = Sha256.digester();
        Span span = new Span(key, body, 0, body.length(), commitment);
        Guard guard = Guard.over(config.storing().checksum(), span, whole);
        requireDigest(key, body, whole);
        StatObjectArgs to = StatObjectArgs.builder()
                .bucket(config.bucket())
                .object(config.keyPrefix() + key)
                .build();
        Response answer =
                calls.await(() -> client.put(to, headers.begin(options), new Http.QueryParameters(), span, guard));
        try {
            guard.confirm(key, span, answer.headers());
        } catch (IOException e) {
            withdraw(key, e);
            throw e;
        }
        return answer.headers();
    }

    /** What the store has kept isn't what was sent: it must not be there when the put fails. */
    private void withdraw(ObjectKey key, IOException failure) {
        RemoveObjectArgs stored = RemoveObjectArgs.builder()
                .bucket(config.bucket())
                .object(config.keyPrefix() + key)
                .build();
        try {
            calls.await(() -> client.removeObject(stored));
        } catch (Exception e) {
            failure.addSuppressed(LeftOver.object(MinioErrors.reason(e)));
        }
    }

    /** Refuses a body whose bytes aren't those it has promised. */
    static void requireDigest(ObjectKey key, Body body, MessageDigest whole) throws SinkException {
        Sha256 found = Sha256.of(whole.digest());
        if (!found.equals(body.sha256())) {
            throw new SinkException(
                    SinkException.Kind.DAMAGED,
                    key,
                    "put of '" + key + "': the body's bytes have SHA-256 " + found + ", promised was " + body.sha256());
        }
    }

    /** By the server's clock where it tells; asking for the object's own date would take a permission more. */
    private Instant storedAt(Headers answer) {
        try {
            return Optional.ofNullable(answer.get("Date"))
                    .map(date -> Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date)))
                    .orElseGet(clock::instant);
        } catch (DateTimeException e) {
            return clock.instant();
        }
    }
}
