package dev.perigee.sink.gcs;

import com.google.api.client.http.HttpContent;
import com.google.api.client.http.LowLevelHttpRequest;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the library has put into a request, handed on as it is.
 *
 * @param request its content is there
 */
record SentContent(LowLevelHttpRequest request) implements HttpContent {

    @Override
    public long getLength() {
        return request.getContentLength();
    }

    @Override
    public @Nullable String getType() {
        return request.getContentType();
    }

    /** So that nothing is held in memory to be sent again. */
    @Override
    public boolean retrySupported() {
        return false;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        Objects.requireNonNull(request.getStreamingContent(), "there is content")
                .writeTo(out);
    }
}
