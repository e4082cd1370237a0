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
import dev.perigee.sink.kit.body.CheckedBody;
import dev.perigee.sink.kit.bucket.LockPolicy;
import dev.perigee.sink.kit.bucket.ObjectLock;
import dev.perigee.sink.kit.call.CommitPoint;
import dev.perigee.sink.kit.multipart.PartChecksum;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.ZoneOffset;
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

    private final HttpPipeline pipeline;
    private final AzureSinkConfig config;

    BlobRequests(HttpPipeline pipeline, AzureSinkConfig config) {
        this.pipeline = pipeline;
        this.config = config;
    }

    /** The whole of a small body; gives when it was stored. */
    Instant put(CheckedBody body, PartChecksum checksum, Optional<ObjectLock.Hold<LockPolicy>> hold, CommitPoint commit)
            throws IOException {
        HttpRequest request = storing(request(HttpMethod.PUT, body.key(), ""), hold);
        return modified(send(set(request, "x-ms-blob-type", "BlockBlob"), body.whole(), checksum, commit));
    }

    /** A block, which nobody sees before it is committed; gives its name, which is base64, and as long for all. */
    String stage(ObjectKey key, String upload, int number, BodyRange block, PartChecksum checksum) throws IOException {
        String name = upload + "%08d".formatted(number);
        HttpRequest request = request(HttpMethod.PUT, key, "?comp=block&blockid=" + name);
        send(request, block, checksum, new CommitPoint()).close();
        return name;
    }

    /** Makes an object of blocks; gives when it was stored. */
    Instant commit(ObjectKey key, List<String> blocks, Optional<ObjectLock.Hold<LockPolicy>> hold) throws IOException {
        String list = blocks.stream()
                .map(name -> "<Latest>" + name + "</Latest>")
                .collect(Collectors.joining(
                        "", "<?xml version=\"1.0\" encoding=\"utf-8\"?><BlockList>", "</BlockList>"));
        BinaryData body = BinaryData.fromString(list);
        HttpRequest request = storing(request(HttpMethod.PUT, key, "?comp=blocklist"), hold)
                .setHeader(HttpHeaderName.CONTENT_LENGTH, String.valueOf(body.getLength()));
        return modified(answer(request.setBody(body)));
    }

    private HttpRequest storing(HttpRequest request, Optional<ObjectLock.Hold<LockPolicy>> hold) {
        set(request, "x-ms-blob-content-type", "application/octet-stream");
        config.tier().ifPresent(tier -> set(request, "x-ms-access-tier", capital(tier.name())));
        hold.ifPresent(lock -> holding(request, lock));
        return request;
    }

    private static HttpRequest holding(HttpRequest request, ObjectLock.Hold<LockPolicy> hold) {
        set(request, BlobFacts.POLICY_MODE, hold.mode().name().toLowerCase(Locale.ROOT));
        return set(
                request,
                BlobFacts.POLICY_UNTIL,
                DateTimeRfc1123.toRfc1123String(hold.until().atOffset(ZoneOffset.UTC)));
    }

    private static String capital(String word) {
        return word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT);
    }

    private static HttpRequest set(HttpRequest request, String header, String value) {
        return request.setHeader(HttpHeaderName.fromString(header), value);
    }

    /** From the offset on; the answer's body is to be read and closed. */
    HttpResponse get(ObjectKey key, long offset) throws IOException {
        HttpRequest request = request(HttpMethod.GET, key, "");
        if (offset > 0) {
            request.setHeader(HttpHeaderName.RANGE, "bytes=" + offset + "-");
        }
        return answer(request);
    }

    BlobFacts facts(ObjectKey key) throws IOException {
        try (HttpResponse answer = answer(request(HttpMethod.HEAD, key, ""))) {
            return BlobFacts.of(answer);
        }
    }

    void hold(ObjectKey key, ObjectLock.Hold<LockPolicy> hold) throws IOException {
        answer(holding(request(HttpMethod.PUT, key, "?comp=immutabilityPolicies"), hold))
                .close();
    }

    /** With its snapshots, without which the store would refuse. */
    void delete(ObjectKey key) throws IOException {
        answer(set(request(HttpMethod.DELETE, key, ""), "x-ms-delete-snapshots", "include"))
                .close();
    }

    void createContainer() throws IOException {
        answer(request(HttpMethod.PUT, "?restype=container")).close();
    }

    private HttpResponse send(HttpRequest request, BodyRange range, PartChecksum checksum, CommitPoint commit)
            throws IOException {
        checksum.contentMd5().ifPresent(md5 -> request.setHeader(HttpHeaderName.CONTENT_MD5, md5));
        request.setHeader(HttpHeaderName.CONTENT_LENGTH, String.valueOf(range.length()));
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
        String name = config.place().name(key).replace("+", "%2B").replace("=", "%3D");
        return request(method, "/" + name + query);
    }

    private HttpRequest request(HttpMethod method, String rest) {
        HttpRequest request = new HttpRequest(
                method, config.account().url() + "/" + config.place().bucket() + rest);
        return set(request, "x-ms-version", VERSION.getVersion()).setHeader(HttpHeaderName.CONTENT_LENGTH, "0");
    }

    private static Instant modified(HttpResponse answer) throws IOException {
        try (answer) {
            return BlobFacts.time(String.valueOf(answer.getHeaderValue(HttpHeaderName.LAST_MODIFIED)));
        }
    }
}
