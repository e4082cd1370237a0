package dev.perigee.daemon.hook;

import dev.perigee.core.hook.Way.Form;
import dev.perigee.core.hook.Way.Webhook;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.InstantSource;
import java.util.Locale;

/**
 * Posts JSON.
 *
 * @param hook where to, and in which form
 * @param client speaks HTTP
 * @param clock for the signature
 */
record WebhookTeller(Webhook hook, HookClient client, InstantSource clock) implements Teller {

    @Override
    public void tell(HookMessage message, long leftOut) throws UndeliveredException, InterruptedException {
        String body = hook.form() == Form.SLACK ? message.slack(leftOut) : message.json(leftOut);
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(hook.url().reveal()))
                .header("Content-Type", "application/json")
                .header("User-Agent", "perigee")
                .header("X-Perigee-Event", message.occasion().name().toLowerCase(Locale.ROOT))
                .POST(BodyPublishers.ofString(body));
        hook.key().ifPresent(key -> {
            long second = clock.instant().getEpochSecond();
            request.header("X-Perigee-Timestamp", String.valueOf(second));
            request.header("X-Perigee-Signature", Signature.of(key, second, body));
        });
        client.send(request.build());
    }
}
