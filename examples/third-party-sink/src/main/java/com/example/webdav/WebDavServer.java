package com.example.webdav;

import dev.perigee.api.Body;
import dev.perigee.api.ObjectKey;
import dev.perigee.api.SinkException;
import dev.perigee.api.SinkException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** The server's verbs, and what its answers mean. Safe for many threads. */
final class WebDavServer {

    private final WebDavConfig config;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(20)).build();

    WebDavServer(WebDavConfig config) {
        this.config = config;
    }

    URI folder() {
        return config.folder();
    }

    /** Sends a request without a body, and gives the answer whatever its status. */
    HttpResponse<?> send(String method, String path, ObjectKey key) throws SinkException {
        HttpRequest request =
                request(path).method(method, BodyPublishers.noBody()).build();
        return send(request, BodyHandlers.discarding(), Optional.of(key));
    }

    /** Uploads a body and makes sure that what went out is what was promised. */
    void upload(String path, ObjectKey key, Body body) throws SinkException {
        try (CheckedStream stream = CheckedStream.open(body)) {
            BodyPublisher publisher = BodyPublishers.ofInputStream(() -> stream);
            HttpRequest request = request(path).PUT(publisher).build();
            HttpResponse<?> stored;
            try {
                stored = send(request, BodyHandlers.discarding(), Optional.of(key));
            } catch (SinkException e) {
                throw e.kind() == Kind.CANCELLED ? e : stream.failure(key).orElse(e);
            }
            expectSuccess(stored, "PUT", key);
            stream.expectWhole(key);
        } catch (SinkException e) {
            throw e;
        } catch (IOException e) {
            throw new SinkException(Kind.OTHER, key, "the body can't be read: " + e.getMessage(), e);
        }
    }

    HttpResponse<?> move(String path, ObjectKey key) throws SinkException {
        HttpRequest request = request(path)
                .method("MOVE", BodyPublishers.noBody())
                .header("Destination", at(key.value()).toASCIIString())
                .header("Overwrite", "T")
                .build();
        return expectSuccess(send(request, BodyHandlers.discarding(), Optional.of(key)), "MOVE", key);
    }

    HttpResponse<InputStream> download(ObjectKey key, long offset) throws SinkException {
        HttpRequest.Builder request = request(key.value()).GET();
        if (offset > 0) {
            request.header("Range", "bytes=" + offset + "-");
        }
        return send(request.build(), BodyHandlers.ofInputStream(), Optional.of(key));
    }

    /** What is directly in a folder. */
    HttpResponse<InputStream> properties(String folder) throws SinkException {
        HttpRequest request = request(folder)
                .method("PROPFIND", BodyPublishers.ofString(Multistatus.QUESTION))
                .header("Depth", "1")
                .header("Content-Type", "application/xml")
                .build();
        return send(request, BodyHandlers.ofInputStream(), Optional.empty());
    }

    private URI at(String path) {
        return config.folder().resolve("./" + path);
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(at(path));
        config.user().ifPresent(user -> request.header("Authorization", basic(user)));
        return request;
    }

    private String basic(String user) {
        String password = config.password().map(secret -> secret.reveal()).orElse("");
        byte[] both = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(both);
    }

    private <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler, Optional<ObjectKey> key)
            throws SinkException {
        try {
            return client.send(request, handler);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure(Kind.CANCELLED, key, request.method() + " was cancelled", "", e);
        } catch (SSLException e) {
            String what = request.method() + " failed: " + e.getMessage();
            throw failure(Kind.INVALID, key, what, "is the server's certificate trusted?", e);
        } catch (IOException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw failure(Kind.CANCELLED, key, request.method() + " was cancelled", "", e);
            }
            String what = request.method() + " to " + folder() + " got no answer: " + e.getMessage();
            throw failure(Kind.UNREACHABLE, key, what, "is the address right, and the server up?", e);
        }
    }

    <T> HttpResponse<T> expectSuccess(HttpResponse<T> response, String method, ObjectKey key) throws SinkException {
        if (response.statusCode() / 100 != 2) {
            throw failure(response, method, key);
        }
        return response;
    }

    SinkException failure(HttpResponse<?> response, String method, ObjectKey key) {
        return failure(response.statusCode(), method, Optional.of(key));
    }

    SinkException failure(int status, String method, Optional<ObjectKey> key) {
        String message = folder().getHost() + " answered " + status + " to " + method;
        return switch (status) {
            case 401, 403 -> failure(Kind.DENIED, key, message, "check user and password", null);
            case 404 -> failure(Kind.NOT_FOUND, key, message, "", null);
            case 413 -> failure(Kind.TOO_LARGE, key, message, "", null);
            case 423, 429, 500, 502, 503, 504 -> failure(Kind.BUSY, key, message, "", null);
            case 507 -> failure(Kind.NO_SPACE, key, message, "free some space there", null);
            default -> failure(Kind.INVALID, key, message, "is the url that of a WebDAV folder?", null);
        };
    }

    private static SinkException failure(
            Kind kind, Optional<ObjectKey> key, String message, String hint, Throwable cause) {
        Optional<String> said = Optional.of(hint).filter(text -> !text.isEmpty());
        return new SinkException(kind, key, message, said, Optional.ofNullable(cause));
    }

    /** What changes when a file is replaced. */
    String version(ObjectKey key) throws SinkException {
        return version(send("HEAD", key.value(), key));
    }

    static String version(HttpResponse<?> response) {
        return response.headers().allValues("ETag") + " " + response.headers().allValues("Last-Modified");
    }

    /** When the server answered, by its own clock. */
    static Instant date(HttpResponse<?> response) {
        return response.headers()
                .firstValue("Date")
                .map(date -> ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant())
                .orElseGet(Instant::now);
    }
}
