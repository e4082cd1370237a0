package dev.perigee.daemon.hook;

import dev.perigee.daemon.unreached.Unreached;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Speaks HTTP to a receiver that may be slow, endless or wrong: an attempt has an end, no redirect is followed, and of the answer
 * only the status is read.
 *
 * @param client speaks HTTP
 * @param timeout how long an attempt may take
 */
record HookClient(HttpClient client, Duration timeout) implements AutoCloseable {

    static HookClient of(Duration timeout) {
        return new HookClient(
                HttpClient.newBuilder()
                        .connectTimeout(timeout)
                        .followRedirects(Redirect.NEVER)
                        .version(Version.HTTP_1_1)
                        .build(),
                timeout);
    }

    void send(HttpRequest request) throws UndeliveredException, InterruptedException {
        CompletableFuture<HttpResponse<InputStream>> answer = client.sendAsync(request, BodyHandlers.ofInputStream());
        try {
            HttpResponse<InputStream> response = answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            response.body().close();
            judge(response.statusCode());
        } catch (TimeoutException e) {
            throw new UndeliveredException("no answer within " + timeout.toMillis() + " ms", true);
        } catch (ExecutionException e) {
            throw new UndeliveredException("it can't be reached: " + cause(e.getCause()), true);
        } catch (java.io.IOException e) {
            throw new UndeliveredException("the connection broke", true);
        } finally {
            answer.cancel(true);
        }
    }

    /** An exception's message might hold the URL; its kind and our words don't. */
    private static String cause(@Nullable Throwable e) {
        Unreached why = Unreached.of(e);
        return why == Unreached.OTHER && e != null ? e.getClass().getSimpleName() : why.text();
    }

    private static void judge(int status) throws UndeliveredException {
        if (status < 200 || status > 299) {
            boolean mayPass = status >= 500 || status == 429 || status == 408;
            throw new UndeliveredException("it answers with status " + status, mayPass);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
