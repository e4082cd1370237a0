package dev.perigee.sink.azure;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpMethod;
import com.azure.core.http.HttpPipeline;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.util.BinaryData;
import com.azure.core.util.Context;
import com.azure.core.util.DateTimeRfc1123;
import com.azure.storage.blob.BlobServiceVersion;
import com.azure.storage.blob.models.BlobStorageException;
import dev.perigee.api.ObjectKey;
import dev.perigee.api.SinkException;
import dev.perigee.sink.kit.body.BodyRange;
import dev.perigee.sink.kit.call.CommitPoint;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The requests that carry bodies, one HTTP request each, through the SDK's pipeline: its own methods for them read bodies
 * and answers by other threads, and in pieces of their own choice.
 */
final class BlobRequests {

    /** What is asked for must be in the oldest servers that there are; this one has all that we need. */
    static final BlobServiceVersion VERSION = BlobServiceVersion.V2021_12_02;

    private static final HttpHeaderName MD5 = HttpHeaderName.CONTENT_MD5;
    private static final HttpHeaderName BLOB_MD5 = HttpHeaderName.fromString("x-ms-blob-content-md5");
    static final HttpHeaderName REQUEST_ID = HttpHeaderName.fromString("x-ms-request-id");

    private final HttpPipeline pipeline;
    private final AzureSinkConfig config;

    BlobRequests(HttpPipeline pipeline, AzureSinkConfig config) {
        this.pipeline = pipeline;
        this.config = config;
    }

    /** The whole of a small body at once; gives when it was stored. */
    Instant put(ObjectKey key, BodyRange whole, byte[] md5, Optional<Instant> lockedUntil, CommitPoint commit)
            throws IOException {
        HttpRequest request = storing(HttpMethod.PUT, key, "", lockedUntil)
                .setHeader(HttpHeaderName.fromString("x-ms-blob-type"), "BlockBlob")
                .setHeader(BLOB_MD5, base64(md5));
        return modified(send(request, whole, md5, commit));
    }

    /** Of an upload of its own, so that two puts of one key don't mix; all have the same length, as they must. */
    static String blockId(String upload, int number) {
        return base64("%s-%05d".formatted(upload, number).getBytes(StandardCharsets.US_ASCII));
    }

    /** A block, which nobody sees before it is committed. */
    void stage(ObjectKey key, String id, BodyRange block, byte[] md5) throws IOException {
        HttpRequest request = request(
                HttpMethod.PUT,
                key,
                "?comp=block&blockid="
                        + id.replace("=", "%3D").replace("+", "%2B").replace("/", "%2F"));
        send(request, block, md5, new CommitPoint()).close();
    }

    /** Makes an object of blocks; gives when it was stored. */
    Instant commit(ObjectKey key, List<String> ids, byte[] md5, Optional<Instant> lockedUntil) throws IOException {
        String blocks = ids.stream()
                .map(id -> "<Latest>" + id + "</Latest>")
                .collect(Collectors.joining(
                        "", "<?xml version=\"1.0\" encoding=\"utf-8\"?><BlockList>", "</BlockList>"));
        HttpRequest request = storing(HttpMethod.PUT, key, "?comp=blocklist", lockedUntil)
                .setHeader(BLOB_MD5, base64(md5))
                .setBody(BinaryData.fromString(blocks));
        return modified(answer(request));
    }

    private HttpRequest storing(HttpMethod method, ObjectKey key, String query, Optional<Instant> lockedUntil) {
        HttpRequest request = request(method, key, query)
                .setHeader(HttpHeaderName.fromString("x-ms-blob-content-type"), "application/octet-stream");
        config.storageClass()
                .ifPresent(tier -> request.setHeader(HttpHeaderName.fromString("x-ms-access-tier"), tier.word()));
        lockedUntil.ifPresent(until -> request.setHeader(
                        HttpHeaderName.fromString("x-ms-immutability-policy-until-date"),
                        DateTimeRfc1123.toRfc1123String(until.atOffset(ZoneOffset.UTC)))
                .setHeader(
                        HttpHeaderName.fromString("x-ms-immutability-policy-mode"),
                        config.lock().orElseThrow().mode().name().toLowerCase(Locale.ROOT)));
        return request;
    }

    /** From the offset on; the answer's body is to be read and closed. */
    HttpResponse get(ObjectKey key, long offset) throws IOException {
        HttpRequest request = request(HttpMethod.GET, key, "");
        if (offset > 0) {
            request.setHeader(HttpHeaderName.RANGE, "bytes=" + offset + "-");
        }
        return answer(request);
    }

    /** In bytes. */
    long length(ObjectKey key) throws IOException {
        try (HttpResponse answer = answer(request(HttpMethod.HEAD, key, ""))) {
            return Long.parseLong(answer.getHeaderValue(HttpHeaderName.CONTENT_LENGTH));
        }
    }

    /** With its snapshots, without which the store would refuse. */
    void delete(ObjectKey key) throws IOException {
        answer(request(HttpMethod.DELETE, key, "")
                        .setHeader(HttpHeaderName.fromString("x-ms-delete-snapshots"), "include"))
                .close();
    }

    void createContainer() throws IOException {
        answer(request(HttpMethod.PUT, "?restype=container")).close();
    }

    private HttpResponse send(HttpRequest request, BodyRange range, byte[] md5, CommitPoint commit) throws IOException {
        request.setHeader(MD5, base64(md5)).setHeader(HttpHeaderName.CONTENT_LENGTH, String.valueOf(range.length()));
        try (InputStream in = range.open(commit)) {
            return answer(request.setBody(BinaryData.fromStream(in, range.length())));
        }
    }

    private HttpResponse answer(HttpRequest request) throws IOException {
        HttpResponse answer = pipeline.sendSync(request, Context.NONE);
        if (answer.getStatusCode() >= 300) {
            try (answer) {
                throw new BlobStorageException("refused", answer, null);
            }
        }
        if (answer.getHeaderValue(REQUEST_ID) == null) {
            answer.close();
            throw noStore();
        }
        return answer;
    }

    static SinkException noStore() {
        return new SinkException(
                SinkException.Kind.INVALID,
                Optional.empty(),
                "the answer does not come from a blob store: it has no x-ms-request-id",
                Optional.of("check account and endpoint: a web server or a proxy may listen there"),
                Optional.empty());
    }

    private HttpRequest request(HttpMethod method, ObjectKey key, String query) {
        String name = (config.keyPrefix() + key).replace("+", "%2B").replace("=", "%3D");
        return request(method, "/" + name + query);
    }

    private HttpRequest request(HttpMethod method, String rest) {
        return new HttpRequest(method, config.account().url() + "/" + config.container() + rest)
                .setHeader(HttpHeaderName.fromString("x-ms-version"), VERSION.getVersion())
                .setHeader(HttpHeaderName.CONTENT_LENGTH, "0");
    }

    private static Instant modified(HttpResponse answer) throws IOException {
        try (answer) {
            String text = String.valueOf(answer.getHeaderValue(HttpHeaderName.LAST_MODIFIED));
            return ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
        } catch (DateTimeParseException e) {
            throw noStore();
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
