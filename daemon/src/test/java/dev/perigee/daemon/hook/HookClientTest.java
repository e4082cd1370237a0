package dev.perigee.daemon.hook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.perigee.test.servers.Ports;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What is said of a receiver that can't be reached, without its URL, which may hold a secret. */
class HookClientTest {

    @Test
    void nobodyThereIsSaidInWords() throws Exception {
        try (Socket nobody = Ports.silent();
                HookClient client = HookClient.of(Duration.ofMinutes(1))) {
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create("http://127.0.0.1:" + nobody.getLocalPort() + "/?token=geheim"))
                    .build();
            UndeliveredException failure = assertThrows(UndeliveredException.class, () -> client.send(request));

            assertEquals("it can't be reached: nobody listens there (connection refused)", failure.getMessage());
        }
    }
}
