package dev.perigee.sink.minio;

import java.io.IOException;
import java.util.Optional;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSink;
import org.jspecify.annotations.Nullable;

/** Keeps the HTTP client from sending a body twice, and from letting a refusal without XML pass as one of S3's. */
final class OneTry implements Interceptor {

    @Override
    public Response intercept(Chain chain) throws IOException {
        Request request = chain.request();
        RequestBody body = request.body();
        Request once = body == null
                ? request
                : request.newBuilder().method(request.method(), new Once(body)).build();
        Response response = chain.proceed(once);
        if (!response.isSuccessful() && (request.method().equals("HEAD") || !isXml(response))) {
            response.close();
            throw new BareAnswer(response.code(), Optional.ofNullable(response.header("Retry-After")));
        }
        return response;
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
