package dev.perigee.sink.s3;

import dev.perigee.api.ObjectKey;
import dev.perigee.api.PutOptions;
import dev.perigee.sink.kit.s3.Encryption;
import dev.perigee.sink.kit.s3.ObjectOptions;
import dev.perigee.sink.kit.s3.PartChecksum;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;
import software.amazon.awssdk.services.s3.model.Tag;
import software.amazon.awssdk.services.s3.model.Tagging;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;

/** Says in S3's words what the configuration asks for. Pure, but for the clock that object locks count from. */
final class S3Requests {

    private final S3SinkConfig config;
    private final ObjectOptions storing;
    private final InstantSource clock;

    S3Requests(S3SinkConfig config, InstantSource clock) {
        this.config = config;
        this.storing = config.storing();
        this.clock = clock;
    }

    String name(ObjectKey key) {
        return config.keyPrefix() + key;
    }

    PutObjectRequest put(ObjectKey key, PartChecksum checksum, PutOptions options) {
        PutObjectRequest.Builder request = PutObjectRequest.builder()
                .bucket(config.bucket())
                .key(name(key))
                .storageClass(orNull(storing.storageClass()))
                .checksumSHA256(orNull(checksum.sha256()))
                .contentMD5(orNull(checksum.contentMd5()));
        tagging().ifPresent(request::tagging);
        lockedUntil(options)
                .ifPresent(until -> request.objectLockMode(lockMode()).objectLockRetainUntilDate(until));
        storing.encryption().ifPresent(how -> encrypt(request, how));
        return request.build();
    }

    CreateMultipartUploadRequest create(ObjectKey key, PutOptions options) {
        CreateMultipartUploadRequest.Builder request = CreateMultipartUploadRequest.builder()
                .bucket(config.bucket())
                .key(name(key))
                .storageClass(orNull(storing.storageClass()));
        if (storing.checksum() == ObjectOptions.Checksum.WHEN_SUPPORTED) {
            request.checksumAlgorithm(ChecksumAlgorithm.SHA256);
        }
        tagging().ifPresent(request::tagging);
        lockedUntil(options)
                .ifPresent(until -> request.objectLockMode(lockMode()).objectLockRetainUntilDate(until));
        storing.encryption().ifPresent(how -> encrypt(request, how));
        return request.build();
    }

    UploadPartRequest part(ObjectKey key, String uploadId, int number, PartChecksum checksum) {
        UploadPartRequest.Builder request = UploadPartRequest.builder()
                .bucket(config.bucket())
                .key(name(key))
                .uploadId(uploadId)
                .partNumber(number)
                .checksumSHA256(orNull(checksum.sha256()))
                .contentMD5(orNull(checksum.contentMd5()));
        customerKey()
                .ifPresent(customer -> request.sseCustomerAlgorithm(Encryption.Customer.ALGORITHM)
                        .sseCustomerKey(customer.key().reveal())
                        .sseCustomerKeyMD5(customer.keyMd5()));
        return request.build();
    }

    CompleteMultipartUploadRequest complete(ObjectKey key, String uploadId, List<CompletedPart> parts) {
        CompleteMultipartUploadRequest.Builder request = CompleteMultipartUploadRequest.builder()
                .bucket(config.bucket())
                .key(name(key))
                .uploadId(uploadId)
                .multipartUpload(all -> all.parts(parts));
        customerKey()
                .ifPresent(customer -> request.sseCustomerAlgorithm(Encryption.Customer.ALGORITHM)
                        .sseCustomerKey(customer.key().reveal())
                        .sseCustomerKeyMD5(customer.keyMd5()));
        return request.build();
    }

    GetObjectRequest get(ObjectKey key, long offset) {
        GetObjectRequest.Builder request =
                GetObjectRequest.builder().bucket(config.bucket()).key(name(key));
        if (offset > 0) {
            request.range("bytes=" + offset + "-");
        }
        customerKey()
                .ifPresent(customer -> request.sseCustomerAlgorithm(Encryption.Customer.ALGORITHM)
                        .sseCustomerKey(customer.key().reveal())
                        .sseCustomerKeyMD5(customer.keyMd5()));
        return request.build();
    }

    HeadObjectRequest head(ObjectKey key) {
        HeadObjectRequest.Builder request =
                HeadObjectRequest.builder().bucket(config.bucket()).key(name(key));
        customerKey()
                .ifPresent(customer -> request.sseCustomerAlgorithm(Encryption.Customer.ALGORITHM)
                        .sseCustomerKey(customer.key().reveal())
                        .sseCustomerKeyMD5(customer.keyMd5()));
        return request.build();
    }

    /** {@code after} is a whole object name, with the path, or empty. */
    ListObjectsV2Request list(String prefix, String after, int limit) {
        ListObjectsV2Request.Builder request = ListObjectsV2Request.builder()
                .bucket(config.bucket())
                .prefix(config.keyPrefix() + prefix)
                .maxKeys(Math.min(limit, 1000));
        if (!after.isEmpty()) {
            request.startAfter(after);
        }
        return request.build();
    }

    private Optional<Instant> lockedUntil(PutOptions options) {
        return storing.lock().flatMap(lock -> lock.until(clock.instant(), options.retainUntil()));
    }

    private String lockMode() {
        return storing.lock().orElseThrow().mode().name();
    }

    private Optional<Tagging> tagging() {
        List<Tag> tags = storing.tags().entrySet().stream()
                .map(tag ->
                        Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList();
        return tags.isEmpty()
                ? Optional.empty()
                : Optional.of(Tagging.builder().tagSet(tags).build());
    }

    private Optional<Encryption.Customer> customerKey() {
        return storing.encryption().map(how -> how instanceof Encryption.Customer customer ? customer : null);
    }

    private static void encrypt(PutObjectRequest.Builder request, Encryption how) {
        switch (how) {
            case Encryption.Managed() -> request.serverSideEncryption(ServerSideEncryption.AES256);
            case Encryption.Kms(Optional<String> key) ->
                request.serverSideEncryption(ServerSideEncryption.AWS_KMS).ssekmsKeyId(orNull(key));
            case Encryption.Customer customer ->
                request.sseCustomerAlgorithm(Encryption.Customer.ALGORITHM)
                        .sseCustomerKey(customer.key().reveal())
                        .sseCustomerKeyMD5(customer.keyMd5());
        }
    }

    private static void encrypt(CreateMultipartUploadRequest.Builder request, Encryption how) {
        switch (how) {
            case Encryption.Managed() -> request.serverSideEncryption(ServerSideEncryption.AES256);
            case Encryption.Kms(Optional<String> key) ->
                request.serverSideEncryption(ServerSideEncryption.AWS_KMS).ssekmsKeyId(orNull(key));
            case Encryption.Customer customer ->
                request.sseCustomerAlgorithm(Encryption.Customer.ALGORITHM)
                        .sseCustomerKey(customer.key().reveal())
                        .sseCustomerKeyMD5(customer.keyMd5());
        }
    }

    /** The SDK's builders take null for what isn't asked for. */
    private static @Nullable String orNull(Optional<String> value) {
        return value.orElse(null);
    }
}
