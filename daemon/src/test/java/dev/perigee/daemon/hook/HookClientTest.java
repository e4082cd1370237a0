package dev.perigee.daemon.hook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What is said of a receiver that can't be reached, without its URL, which may hold a secret. */
class HookClientTest {

    @Test
    void nobodyThereIsSaidInWords() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/?token=geheim"))
                .build();

        try (HookClient client = HookClient.of(Duration.ofMinutes(1))) {
            UndeliveredException failure = assertThrows(UndeliveredException.class, () -> client.send(request));

            assertEquals("it can't be reached: nobody listens there (connection refused)", failure.getMessage());
        }
    }
}
