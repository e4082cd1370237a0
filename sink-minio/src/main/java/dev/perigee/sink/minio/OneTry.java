package dev.perigee.sink.minio;

import dev.perigee.sink.kit.body.CappedStream;
import dev.perigee.sink.kit.connect.ForeignServer;
import java.io.IOException;
import java.util.Optional;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.BufferedSink;
import okio.Okio;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the HTTP client from sending a body twice, from letting a refusal without XML pass as one of S3's, and from reading
 * answers into memory that never end.
 */
final class OneTry implements Interceptor {

    @Override
    public Response intercept(Chain chain) throws IOException {
        Request request = chain.request();
        RequestBody body = request.body();
        Request once = body == null
                ? request
                : request.newBuilder().method(request.method(), new Once(body)).build();
        Response response = chain.proceed(once);
        refuseForeign(response);
        if (!response.isSuccessful() && (request.method().equals("HEAD") || !isXml(response) || isEndless(response))) {
            response.close();
            throw new BareAnswer(response.code(), Optional.ofNullable(response.header("Retry-After")));
        }
        return !response.isSuccessful() || isForObject(request) ? response : capped(response);
    }

    /** Of all that this sink reads, only listings have one of these in their query. */
    private static boolean isForObject(Request request) {
        return request.method().equals("GET")
                && request.url().queryParameter("list-type") == null
                && !request.url().queryParameterNames().contains("versions");
    }

    /** More than a refusal has to say: then only its status counts. */
    private static boolean isEndless(Response response) throws IOException {
        return response.peekBody(CappedStream.REFUSAL + 1).contentLength() > CappedStream.REFUSAL;
    }

    private static Response capped(Response response) {
        ResponseBody body = response.body();
        CappedStream capped = CappedStream.answer(body.byteStream());
        ResponseBody shorter = ResponseBody.create(Okio.buffer(Okio.source(capped)), body.contentType(), -1);
        return response.newBuilder().body(shorter).build();
    }

    private static void refuseForeign(Response response) throws IOException {
        try {
            ForeignServer.refuse(
                    response.code(),
                    Optional.ofNullable(response.header("Server")),
                    Optional.ofNullable(response.header("Location")));
        } catch (IOException e) {
            response.close();
            throw e;
        }
    }

    private static boolean isXml(Response response) {
        return Optional.ofNullable(response.header("Content-Type"))
                .filter(type -> type.startsWith("application/xml"))
                .isPresent();
    }

    /** A body that isn't sent again once sending has begun. */
    private static final class Once extends RequestBody {
        private final RequestBody body;

        Once(RequestBody body) {
            this.body = body;
        }

        @Override
        public @Nullable MediaType contentType() {
            return body.contentType();
        }

        @Override
        public long contentLength() throws IOException {
            return body.contentLength();
        }

        @Override
        public boolean isOneShot() {
            return true;
        }

        @Override
        public void writeTo(BufferedSink sink) throws IOException {
            body.writeTo(sink);
        }
    }
}
