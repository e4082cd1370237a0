package dev.perigee.daemon.remote;

import dev.perigee.core.disk.GivenFile;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.words.FailureWords;
import dev.perigee.daemon.tls.PemFiles;
import dev.perigee.daemon.unreached.Unreached;
import dev.perigee.etcd.format.json.Json;
import dev.perigee.etcd.format.json.JsonException;
import dev.perigee.etcd.format.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asks one daemon. Follows no redirect, and neither waits nor reads without end. */
public final class DaemonClient implements AutoCloseable {

    private static final long LONGEST_ANSWER = 16 << 20;
    private static final int LONGEST_TOKEN = 4096;
    private static final String DOES_IT_RUN = "does the daemon run there, with this address in http.listen?";

    private final DaemonAddress address;
    private final HttpClient client;

    private DaemonClient(DaemonAddress address, HttpClient client) {
        this.address = address;
        this.client = client;
    }

    /**
     * For one daemon.
     *
     * @param address where it is
     * @return a client; close it
     * @throws OperationException BAD_REQUEST if the token would be seen on the way, BAD_CONFIGURATION if the token's, a certificate's or a
     *     key's file isn't there or can't be used
     */
    public static DaemonClient of(DaemonAddress address) throws OperationException {
        address.requireSafeLine();
        address.requireFiles();
        try {
            HttpClient.Builder client = HttpClient.newBuilder()
                    .connectTimeout(address.timeout())
                    .followRedirects(Redirect.NEVER)
                    .version(Version.HTTP_1_1);
            if (address.url().getScheme().equals("https")) {
                client.sslContext(PemFiles.client(address.certificate(), address.key(), address.authorities()));
            }
            return new DaemonClient(address, client.build());
        } catch (IOException | GeneralSecurityException e) {
            throw new OperationException(
                    Outcome.BAD_CONFIGURATION,
                    "can't use a certificate or key for " + address.url() + ": " + FailureWords.of(e));
        }
    }

    /**
     * How it stands, as the daemon saw it at its last look.
     *
     * @return the same that {@code StatusRequest} would say there
     * @throws OperationException CONNECTION if nobody answers as a daemon does, DENIED if we aren't let in, PARTIAL if it hasn't
     *     looked yet, INTERRUPTED if the thread was interrupted
     */
    public SeenStatus status() throws OperationException {
        try {
            return StatusReader.read(get("/api/v1/jobs"), get("/api/v1/spool"));
        } catch (JsonException e) {
            throw failed("doesn't answer as a daemon of this version does: " + FailureWords.of(e));
        }
    }

    private JsonObject get(String path) throws OperationException, JsonException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address.url() + path));
        if (address.token().isPresent()) {
            request.header("Authorization", "Bearer " + token(address.token().get()));
        }
        HttpResponse<String> answer = sent(request.build());
        if (answer.statusCode() != 200) {
            throw refused(answer);
        }
        return Json.parseObject(answer.body().getBytes(StandardCharsets.UTF_8));
    }

    private static String token(Path file) throws OperationException {
        try (InputStream in = GivenFile.open(file)) {
            String text = new String(in.readNBytes(LONGEST_TOKEN), StandardCharsets.UTF_8);
            return text.lines()
                    .findFirst()
                    .map(String::strip)
                    .filter(token -> token.matches("[!-~]+"))
                    .orElseThrow(() ->
                            new OperationException(Outcome.BAD_INPUT, "the first line of " + file + " is no token"));
        } catch (IOException e) {
            throw OperationException.ofDisk("can't read the token " + file, e);
        }
    }

    private HttpResponse<String> sent(HttpRequest request) throws OperationException {
        CompletableFuture<HttpResponse<String>> answer =
                client.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofString(), LONGEST_ANSWER));
        try {
            return answer.get(address.timeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw failed("doesn't answer within " + address.timeout().toSeconds() + " s");
        } catch (ExecutionException e) {
            throw unreached(e.getCause() == null ? e : e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OperationException(Outcome.INTERRUPTED, "interrupted while the daemon was asked", e);
        } finally {
            answer.cancel(true);
        }
    }

    private OperationException unreached(Throwable cause) {
        Unreached why = Unreached.of(cause);
        String text = "can't be asked: " + (why == Unreached.OTHER ? FailureWords.of(cause) : why.text());
        return switch (why) {
            case UNKNOWN_AUTHORITY ->
                failed(text, "--cacert names the file of the authority that signed it, or of the certificate itself");
            case BAD_CERTIFICATE -> failed(text + ": " + FailureWords.of(cause), DOES_IT_RUN);
            case HUNG_UP ->
                address.url().getScheme().equals("http")
                        ? failed(text, "use https://, if that port speaks TLS")
                        : failed(text, DOES_IT_RUN);
            default -> failed(text, DOES_IT_RUN);
        };
    }

    private OperationException failed(String what) {
        return failed(what, DOES_IT_RUN);
    }

    private OperationException failed(String what, String hint) {
        return new OperationException(
                Outcome.CONNECTION, address.url() + " " + what, Optional.of(hint), Optional.empty());
    }

    private OperationException refused(HttpResponse<String> answer) {
        if (answer.statusCode() == 401 || answer.statusCode() == 403) {
            return new OperationException(
                    Outcome.DENIED,
                    address.url() + " doesn't let us in (" + answer.statusCode() + ")",
                    Optional.of("--token-file names a file with one of its tokens"),
                    Optional.empty());
        }
        return failed("answers with status " + answer.statusCode());
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
