package dev.perigee.sink.gcs;

import com.google.api.client.http.GenericUrl;
import com.google.api.client.http.HttpContent;
import com.google.api.client.http.HttpRequest;
import com.google.api.client.http.HttpResponse;
import com.google.api.client.http.HttpTransport;
import com.google.api.client.http.LowLevelHttpRequest;
import com.google.api.client.http.LowLevelHttpResponse;
import dev.perigee.api.SinkException;
import dev.perigee.sink.kit.connect.ForeignServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Sends to one server only, and follows nobody elsewhere: the library takes redirects, and the address that an upload is to
 * go to, from the server's answer, and would bring token and body to whatever host that names.
 */
final class GuardedTransport extends HttpTransport {

    private final HttpTransport transport;
    private final Optional<String> origin;

    private GuardedTransport(HttpTransport transport, Optional<String> origin) {
        this.transport = transport;
        this.origin = origin;
    }

    /** To that server. */
    static GuardedTransport to(URI server, HttpTransport transport) {
        return new GuardedTransport(transport, Optional.of(ForeignServer.origin(server)));
    }

    /** To whatever server the credentials name, but not where that one sends us. */
    static GuardedTransport withoutRedirects(HttpTransport transport) {
        return new GuardedTransport(transport, Optional.empty());
    }

    @Override
    protected LowLevelHttpRequest buildRequest(String method, String url) throws IOException {
        requireOrigin(url);
        HttpRequest request = transport.createRequestFactory().buildRequest(method, new GenericUrl(url, true), null);
        request.getHeaders().clear();
        request.setFollowRedirects(false)
                .setThrowExceptionOnExecuteError(false)
                .setResponseReturnRawInputStream(true)
                .setSuppressUserAgentSuffix(true)
                .setLoggingEnabled(false)
                .setNumberOfRetries(0);
        return new Forwarded(request, method, url.contains("alt=media"));
    }

    private void requireOrigin(String url) throws SinkException {
        if (origin.isPresent() && !origin.get().equals(ForeignServer.origin(URI.create(url)))) {
            throw ForeignServer.elsewhere(url);
        }
    }

    /** A request as the transport behind sends it. */
    private static final class Forwarded extends LowLevelHttpRequest {
        private final HttpRequest request;
        private final String method;
        private final boolean forObject;

        Forwarded(HttpRequest request, String method, boolean forObject) {
            this.request = request;
            this.method = method;
            this.forObject = forObject;
        }

        @Override
        public void addHeader(String name, String value) {
            List<String> values = new ArrayList<>();
            if (request.getHeaders().get(name) instanceof List<?> before) {
                before.forEach(one -> values.add(String.valueOf(one)));
            }
            values.add(value);
            request.getHeaders().set(name, values);
        }

        @Override
        public void setTimeout(int connect, int read) {
            request.setConnectTimeout(connect).setReadTimeout(read);
        }

        @Override
        public void setWriteTimeout(int write) {
            request.setWriteTimeout(write);
        }

        @Override
        public LowLevelHttpResponse execute() throws IOException {
            if (getStreamingContent() != null) {
                request.setContent(new SentContent(this));
                request.getHeaders().setContentEncoding(getContentEncoding()); // done already, and not to be done again
            }
            HttpResponse answer = request.execute();
            Optional<String> elsewhere = Optional.ofNullable(answer.getHeaders().getLocation());
            ForeignServer.refuseRedirect(answer.getStatusCode(), elsewhere, answer::disconnect);
            return new GuardedResponse(answer, method, forObject);
        }
    }

    /** What the library has put into a request, handed on as it is. */
    private record SentContent(LowLevelHttpRequest request) implements HttpContent {

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
}
