package dev.perigee.sink.s3;

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
import java.io.IOException;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

/** Brings one body to the store: in one request when it is small, else in parts. */
final class S3Upload {

    private static final String BINARY = "application/octet-stream";

    private final S3Client client;
    private final S3SinkConfig config;
    private final S3Requests requests;
    private final InstantSource clock;

    S3Upload(S3Client client, S3SinkConfig config, S3Requests requests, InstantSource clock) {
        this.client = client;
        this.config = config;
        this.requests = requests;
        this.clock = clock;
    }

    ObjectInfo put(ObjectKey key, Body body, PutOptions options, CommitPoint commit) throws Exception {
        SdkResponse answer = inParts(body)
                ? new MultipartUpload(client, config, requests, key, body).run(options, commit)
                : atOnce(key, body, options, commit);
        return new ObjectInfo(key, body.length(), storedAt(answer));
    }

    /** Encrypted bodies go in parts whatever their size: no object comes into being before the store has said that it encrypts. */
    private boolean inParts(Body body) {
        return body.length() > config.transfer().multipartAbove()
                || (config.storing().encryption().isPresent() && body.length() > 0);
    }

    private PutObjectResponse atOnce(ObjectKey key, Body body, PutOptions options, CommitPoint commit)
            throws IOException {
        MessageDigest whole = Sha256.digester();
        CheckedBody checked = new CheckedBody(key, body);
        BodyRange range = checked.whole();
        PartChecksum checksum = PartChecksum.over(config.storing().checksum(), range, whole);
        checked.requireDigest(whole);
        try (RangeContent sent = new RangeContent(range, commit)) {
            RequestBody content = RequestBody.fromContentProvider(sent, range.length(), BINARY);
            PutObjectResponse answer = client.putObject(requests.put(key, checksum, options), content);
            try {
                checksum.confirm(
                        key,
                        range,
                        Optional.ofNullable(answer.checksumSHA256()),
                        Optional.ofNullable(answer.eTag()),
                        answer.serverSideEncryptionAsString() != null);
            } catch (IOException e) {
                withdraw(key, Optional.ofNullable(answer.versionId()), e);
                throw e;
            }
            return answer;
        }
    }

    /** What the store has kept isn't what was sent: it must not be there when the put fails. */
    private void withdraw(ObjectKey key, Optional<String> version, IOException failure) {
        try {
            client.deleteObject(request -> {
                request.bucket(config.bucket()).key(requests.name(key));
                version.ifPresent(request::versionId);
            });
        } catch (SdkException e) {
            failure.addSuppressed(LeftBehind.object(S3Errors.reason(e)));
        }
    }

    /** By the store's clock where it tells; asking for the object's own date would take a permission more. */
    private Instant storedAt(SdkResponse answer) {
        try {
            return answer.sdkHttpResponse()
                    .firstMatchingHeader("Date")
                    .map(date -> Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date)))
                    .orElseGet(clock::instant);
        } catch (DateTimeException e) {
            return clock.instant();
        }
    }
}
