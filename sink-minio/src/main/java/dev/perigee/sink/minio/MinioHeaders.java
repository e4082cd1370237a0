package dev.perigee.sink.minio;

import dev.perigee.api.ObjectKey;
import dev.perigee.api.PutOptions;
import dev.perigee.sink.kit.body.BodyRange;
import dev.perigee.sink.kit.s3.Encryption;
import dev.perigee.sink.kit.s3.ObjectOptions;
import dev.perigee.sink.kit.s3.PartChecksum;
import io.minio.Http;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import okhttp3.Headers;

/** Says in S3's headers what the configuration asks for. Pure, but for the clock that object locks count from. */
final class MinioHeaders {

    private static final String SSE = "X-Amz-Server-Side-Encryption";

    private final ObjectOptions storing;
    private final InstantSource clock;

    MinioHeaders(ObjectOptions storing, InstantSource clock) {
        this.storing = storing;
        this.clock = clock;
    }

    /** For a request that begins an object. */
    Http.Headers begin(PutOptions options) {
        Http.Headers headers = new Http.Headers();
        storing.storageClass().ifPresent(word -> headers.put("X-Amz-Storage-Class", word));
        if (!storing.tags().isEmpty()) {
            headers.put("X-Amz-Tagging", query(storing.tags()));
        }
        storing.lock()
                .ifPresent(lock -> lock.until(clock.instant(), options.retainUntil())
                        .ifPresent(until -> {
                            headers.put("X-Amz-Object-Lock-Mode", lock.mode().name());
                            headers.put(
                                    "X-Amz-Object-Lock-Retain-Until-Date",
                                    until.truncatedTo(ChronoUnit.SECONDS).toString());
                        }));
        storing.encryption().ifPresent(how -> encrypt(headers, how));
        return headers;
    }

    /** For a request that begins an upload in parts. */
    Http.Headers beginParts(PutOptions options) {
        Http.Headers headers = begin(options);
        if (storing.checksum() == ObjectOptions.Checksum.WHEN_SUPPORTED) {
            headers.put("X-Amz-Checksum-Algorithm", "SHA256");
        }
        return headers;
    }

    /** For a request that reads or goes on writing an object: the key that the store doesn't keep. */
    Http.Headers goOn() {
        Http.Headers headers = new Http.Headers();
        storing.encryption().filter(Encryption.Customer.class::isInstance).ifPresent(how -> encrypt(headers, how));
        return headers;
    }

    /** Refuses an answer that doesn't show that the store has these bytes. */
    static void confirm(PartChecksum checksum, ObjectKey key, BodyRange range, Headers answer) throws IOException {
        checksum.confirm(
                key,
                range,
                Optional.ofNullable(answer.get("x-amz-checksum-sha256")),
                Optional.ofNullable(answer.get("ETag")),
                encrypts(answer));
    }

    /** Whether the store says that it encrypts. */
    static boolean encrypts(Headers answer) {
        return answer.get("x-amz-server-side-encryption") != null
                || answer.get("x-amz-server-side-encryption-customer-algorithm") != null;
    }

    private static void encrypt(Http.Headers headers, Encryption how) {
        switch (how) {
            case Encryption.Managed() -> headers.put(SSE, "AES256");
            case Encryption.Kms(Optional<String> key) -> {
                headers.put(SSE, "aws:kms");
                key.ifPresent(id -> headers.put(SSE + "-Aws-Kms-Key-Id", id));
            }
            case Encryption.Customer customer -> {
                headers.put(SSE + "-Customer-Algorithm", Encryption.Customer.ALGORITHM);
                headers.put(SSE + "-Customer-Key", customer.key().reveal());
                headers.put(SSE + "-Customer-Key-Md5", customer.keyMd5());
            }
        }
    }

    private static String query(Map<String, String> tags) {
        return tags.entrySet().stream()
                .map(tag -> encoded(tag.getKey()) + "=" + encoded(tag.getValue()))
                .sorted()
                .collect(Collectors.joining("&"));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
