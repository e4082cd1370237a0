package dev.perigee.sink.azure;

import dev.perigee.sink.kit.body.CappedStream;
import dev.perigee.sink.kit.connect.ForeignServer;
import java.io.IOException;
import java.util.Optional;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Okio;

/**
 * Keeps the HTTP client from asking twice and from going elsewhere, and from reading answers into memory that never end,
 * unless they are an object.
 */
final class OneTry implements Interceptor {

    @Override
    public Response intercept(Chain chain) throws IOException {
        Request request = chain.request();
        Response response = chain.proceed(request);
        ForeignServer.refuseRedirect(response.code(), Optional.ofNullable(response.header("Location")), response);
        // A wait of nothing is the client's sign to send the same again.
        Response.Builder once = response.newBuilder();
        if ("0".equals(response.header("Retry-After"))) {
            once.removeHeader("Retry-After");
        }
        return response.isSuccessful() && isForObject(request)
                ? once.build()
                : once.body(capped(response)).build();
    }

    /** What comes from a store says so, and of a refusal its status and its code in the header say all. */
    static Response ofStore(Chain chain) throws IOException {
        Response response = chain.proceed(chain.request());
        if (!response.isSuccessful()) {
            response.close();
            return response.newBuilder()
                    .body(ResponseBody.create(new byte[0], null))
                    .build();
        }
        if (response.header("x-ms-request-id") == null) {
            response.close();
            throw BlobRequests.noStore();
        }
        return response;
    }

    private static ResponseBody capped(Response response) {
        ResponseBody body = response.body();
        CappedStream capped = response.isSuccessful()
                ? CappedStream.answer(body.byteStream())
                : CappedStream.refusal(body.byteStream());
        return ResponseBody.create(Okio.buffer(Okio.source(capped)), body.contentType(), -1);
    }

    /** Of all that this sink gets, only objects have nothing of these in their query. */
    private static boolean isForObject(Request request) {
        return request.method().equals("GET")
                && request.url().queryParameter("comp") == null
                && request.url().queryParameter("restype") == null;
    }
}
