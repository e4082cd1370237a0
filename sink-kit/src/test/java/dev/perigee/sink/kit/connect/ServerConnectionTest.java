package dev.perigee.sink.kit.connect;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.perigee.api.SinkSettings;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ServerConnectionTest {

    private static ServerConnection read(Map<String, ?> settings) {
        return ServerConnection.read(SinkSettings.of("test", settings));
    }

    @Test
    void withoutAProxyTheWayIsStraightWhateverTheEnvironmentSays() {
        assertEquals(Proxy.NO_PROXY, read(Map.of()).route());
    }

    @Test
    void aProxysNameIsLookedUpWhenItIsNeeded() {
        InetSocketAddress address = (InetSocketAddress)
                read(Map.of("proxy", "http://no_such.host")).route().address();

        assertEquals("no_such.host", address.getHostString());
        assertEquals(80, address.getPort());
    }

    @Test
    void whoWeAreToAProxyIsSaidInUtf8AndOnlyWhereSomebodyLogsIn() {
        Map<String, String> nobody = Map.of("proxy", "http://p:3128");
        assertEquals(Optional.empty(), authorization(nobody));

        Map<String, String> somebody = Map.of("proxy", "http://p:3128", "proxy-user", "jo", "proxy-password", "ä");
        assertEquals(Optional.of("Basic am86w6Q="), authorization(somebody));
    }

    private static Optional<String> authorization(Map<String, ?> settings) {
        return read(settings).proxy().flatMap(ServerConnection.Proxy::authorization);
    }
}
