package com.example.webdav;

import dev.perigee.api.ObjectKey;
import dev.perigee.api.SinkException;
import dev.perigee.api.SinkException.Kind;
import dev.perigee.sink.kit.body.BodyRange;
import dev.perigee.sink.kit.call.CommitPoint;
import dev.perigee.sink.kit.words.Attempt;
import dev.perigee.sink.kit.words.Verb;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Optional;

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

    /** What a verb of the sink is about to do, for its messages. */
    Attempt attempt(Verb verb, Optional<ObjectKey> key) {
        return new Attempt(verb, key, folder().toString());
    }

    /** Sends a request without a body, and gives the answer whatever its status. */
    HttpResponse<?> send(Attempt attempt, String method, String path) throws SinkException {
        HttpRequest request =
                request(path).method(method, BodyPublishers.noBody()).build();
        return send(attempt, request, BodyHandlers.discarding());
    }

    /** Uploads a body, and lets the digest see what went out. */
    void upload(Attempt attempt, String path, BodyRange body, MessageDigest digest) throws SinkException {
        try (InputStream stream = new DigestInputStream(body.open(new CommitPoint()), digest)) {
            HttpRequest request =
                    request(path).PUT(BodyPublishers.ofInputStream(() -> stream)).build();
            expectSuccess(attempt, send(attempt, request, BodyHandlers.discarding()));
        } catch (IOException e) {
            throw failed(attempt, e);
        }
    }

    HttpResponse<?> move(Attempt attempt, String path, ObjectKey key) throws SinkException {
        HttpRequest request = request(path)
                .method("MOVE", BodyPublishers.noBody())
                .header("Destination", at(key.value()).toASCIIString())
                .header("Overwrite", "T")
                .build();
        return expectSuccess(attempt, send(attempt, request, BodyHandlers.discarding()));
    }

    HttpResponse<InputStream> download(Attempt attempt, ObjectKey key, long offset) throws SinkException {
        HttpRequest.Builder request = request(key.value()).GET();
        if (offset > 0) {
            request.header("Range", "bytes=" + offset + "-");
        }
        return send(attempt, request.build(), BodyHandlers.ofInputStream());
    }

    /** What is directly in a folder; nothing if there is no such folder. */
    Optional<InputStream> properties(Attempt attempt, String folder) throws SinkException {
        HttpRequest request = request(folder)
                .method("PROPFIND", BodyPublishers.ofString(Multistatus.QUESTION))
                .header("Depth", "1")
                .header("Content-Type", "application/xml")
                .build();
        HttpResponse<InputStream> answer = send(attempt, request, BodyHandlers.ofInputStream());
        return isMissing(answer)
                ? Optional.empty()
                : Optional.of(expectSuccess(attempt, answer).body());
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

    private <T> HttpResponse<T> send(Attempt attempt, HttpRequest request, BodyHandler<T> handler)
            throws SinkException {
        try {
            return client.send(request, handler);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw attempt.cancelled();
        } catch (IOException e) {
            throw failed(attempt, e);
        }
    }

    /** What broke: us, the body that was read for the request, or the line. */
    static SinkException failed(Attempt attempt, IOException e) {
        return Thread.currentThread().isInterrupted()
                ? attempt.cancelled()
                : attempt.explain(e, thrown -> attempt.unanswered(e));
    }

    <T> HttpResponse<T> expectSuccess(Attempt attempt, HttpResponse<T> response) throws SinkException {
        if (response.statusCode() / 100 != 2) {
            throw refused(attempt, response.statusCode());
        }
        return response;
    }

    static boolean isMissing(HttpResponse<?> response) {
        return response.statusCode() == 404;
    }

    private static SinkException refused(Attempt attempt, int status) {
        return switch (status) {
            case 401, 403 -> refused(attempt, Kind.DENIED, status, "check user and password");
            case 404 -> refused(attempt, Kind.NOT_FOUND, status, "it is not there, or is no longer");
            case 413 -> refused(attempt, Kind.TOO_LARGE, status, "let the server take larger files");
            case 423, 429, 500, 502, 503, 504 -> refused(attempt, Kind.BUSY, status, "look into the server's log");
            case 507 -> refused(attempt, Kind.NO_SPACE, status, "free some space there");
            default -> refused(attempt, Kind.INVALID, status, "is the url that of a WebDAV folder?");
        };
    }

    private static SinkException refused(Attempt attempt, Kind kind, int status, String hint) {
        return attempt.failed(kind, "the server answered " + status, Optional.of(hint), Optional.empty());
    }

    /** What changes when a file is replaced. */
    String version(Attempt attempt, ObjectKey key) throws SinkException {
        return version(send(attempt, "HEAD", key.value()));
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
