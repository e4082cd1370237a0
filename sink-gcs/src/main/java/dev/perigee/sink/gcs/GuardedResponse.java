package dev.perigee.sink.gcs;

import com.google.api.client.http.HttpResponse;
import com.google.api.client.http.LowLevelHttpResponse;
import dev.perigee.sink.kit.body.CappedStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** An answer whose body ends where no honest one goes on, unless it is an object. */
final class GuardedResponse extends LowLevelHttpResponse {

    private final HttpResponse answer;
    private final String method;
    private final boolean forObject;
    private final List<Map.Entry<String, String>> headers;

    GuardedResponse(HttpResponse answer, String method, boolean forObject) {
        this.answer = answer;
        this.method = method;
        this.forObject = forObject;
        this.headers = answer.getHeaders().entrySet().stream()
                .flatMap(GuardedResponse::each)
                .toList();
    }

    private static Stream<Map.Entry<String, String>> each(Map.Entry<String, Object> header) {
        Collection<?> values = header.getValue() instanceof Collection<?> many ? many : List.of(header.getValue());
        return values.stream().map(value -> Map.entry(header.getKey(), String.valueOf(value)));
    }

    @Override
    public @Nullable InputStream getContent() throws IOException {
        @Nullable InputStream in = method.equals("HEAD") ? null : answer.getContent();
        if (in == null || (answer.isSuccessStatusCode() && forObject)) {
            return in;
        }
        return answer.isSuccessStatusCode() ? CappedStream.answer(in) : CappedStream.refusal(in);
    }

    @Override
    public @Nullable String getContentEncoding() {
        return answer.getContentEncoding();
    }

    @Override
    public long getContentLength() {
        return Objects.requireNonNullElse(answer.getHeaders().getContentLength(), -1L);
    }

    @Override
    public @Nullable String getContentType() {
        return answer.getContentType();
    }

    @Override
    public @Nullable String getStatusLine() {
        return null; // its words are the server's, and nobody needs them
    }

    @Override
    public int getStatusCode() {
        return answer.getStatusCode();
    }

    @Override
    public @Nullable String getReasonPhrase() {
        return answer.getStatusMessage();
    }

    @Override
    public int getHeaderCount() {
        return headers.size();
    }

    @Override
    public String getHeaderName(int index) {
        return headers.get(index).getKey();
    }

    @Override
    public String getHeaderValue(int index) {
        return headers.get(index).getValue();
    }

    @Override
    public void disconnect() throws IOException {
        answer.disconnect();
    }
}
