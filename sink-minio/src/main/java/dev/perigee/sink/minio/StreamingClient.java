package dev.perigee.sink.minio;

import dev.perigee.sink.kit.multipart.PartChecksum;
import io.minio.BaseArgs;
import io.minio.Http;
import io.minio.MinioAsyncClient;
import io.minio.RemoveObjectArgs;
import io.minio.errors.MinioException;
import java.util.concurrent.CompletableFuture;
import okhttp3.Response;

/** minio-java with a put that streams: its own take bodies only from memory or a random-access file. */
final class StreamingClient extends MinioAsyncClient {

    /**
     * The signature covers the header with the bytes' digest, and so the bytes. Signing them once more would make the server
     * digest everything twice.
     */
    private static final String UNSIGNED = "UNSIGNED-PAYLOAD";

    StreamingClient(MinioAsyncClient client) {
        super(client);
    }

    /** {@code checksum} is what its bytes are signed and checked by. The answer's body is closed. */
    CompletableFuture<Response> put(
            BaseArgs to,
            Http.Headers headers,
            Http.QueryParameters query,
            RangeContent content,
            PartChecksum checksum) {
        Http.Headers all = new Http.Headers(headers);
        checksum.sha256().ifPresent(digest -> all.put(Http.Headers.X_AMZ_CHECKSUM_SHA256, digest));
        return executePutAsync(to, all, query, new Streamed(content, checksum)).thenApply(StreamingClient::closed);
    }

    /** Makes a bucket in the server's default region, which some servers refuse to be told. */
    CompletableFuture<Response> makeBucket(BaseArgs which, Http.Headers headers) {
        return executePutAsync(which, headers, new Http.QueryParameters(), Http.EMPTY_BODY)
                .thenApply(StreamingClient::closed);
    }

    /** Deletes an object; unlike minio-java's own, the answer says whether the bucket has hidden it instead. */
    CompletableFuture<Response> delete(RemoveObjectArgs which) {
        Http.QueryParameters query = new Http.QueryParameters();
        if (which.versionId() != null) {
            query.set("versionId", which.versionId());
        }
        return executeDeleteAsync(which, new Http.Headers(), query).thenApply(StreamingClient::closed);
    }

    private static Response closed(Response response) {
        response.close();
        return response;
    }

    /** To minio-java it has digests beforehand, like any body of its own; its bytes come straight from ours. */
    private static final class Streamed extends Http.Body {
        private final RangeContent content;

        Streamed(RangeContent content, PartChecksum checksum) {
            super(
                    new byte[0],
                    0,
                    content.contentType(),
                    UNSIGNED,
                    checksum.contentMd5().orElse(null));
            this.content = content;
        }

        @Override
        public Http.RequestBody toRequestBody() throws MinioException {
            return new Http.RequestBody(content);
        }
    }
}
