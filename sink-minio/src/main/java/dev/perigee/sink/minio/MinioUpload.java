package dev.perigee.sink.minio;

import dev.perigee.api.Body;
import dev.perigee.api.ObjectInfo;
import dev.perigee.api.ObjectKey;
import dev.perigee.api.PutOptions;
import dev.perigee.api.Sha256;
import dev.perigee.sink.kit.body.BodyRange;
import dev.perigee.sink.kit.body.CheckedBody;
import dev.perigee.sink.kit.call.CommitPoint;
import dev.perigee.sink.kit.s3.PartChecksum;
import dev.perigee.sink.kit.words.LeftBehind;
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

    ObjectInfo put(ObjectKey key, Body body, PutOptions options, CommitPoint commit) throws Exception {
        Headers answer = inParts(body)
                ? new MultipartUpload(client, calls, config, headers, key, body).run(options, commit)
                : atOnce(key, body, options, commit);
        return new ObjectInfo(key, body.length(), storedAt(answer));
    }

    /** Encrypted bodies go in parts whatever their size: no object comes into being before the store has said that it encrypts. */
    private boolean inParts(Body body) {
        return body.length() > config.transfer().multipartAbove()
                || (config.storing().encryption().isPresent() && body.length() > 0);
    }

    private Headers atOnce(ObjectKey key, Body body, PutOptions options, CommitPoint commit) throws Exception {
        MessageDigest whole = Sha256.digester();
        CheckedBody checked = new CheckedBody(key, body);
        BodyRange range = checked.whole();
        PartChecksum checksum = PartChecksum.over(config.storing().checksum(), range, whole);
        checked.requireDigest(whole);
        RangeContent content = new RangeContent(range, commit);
        StatObjectArgs to = StatObjectArgs.builder()
                .bucket(config.bucket())
                .object(config.keyPrefix() + key)
                .build();
        Response answer = calls.await(
                () -> client.put(to, headers.begin(options), new Http.QueryParameters(), content, checksum));
        try {
            MinioHeaders.confirm(checksum, key, range, answer.headers());
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
            failure.addSuppressed(LeftBehind.object(MinioErrors.reason(e)));
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
