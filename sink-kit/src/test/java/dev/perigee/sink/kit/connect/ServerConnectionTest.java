package dev.perigee.sink.kit.connect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.api.SettingException;
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

    @Test
    void halfALoginIsRefusedByTheHalfThatIsThere() {
        said("proxy-user", Map.of("proxy", "http://p:3128", "proxy-user", "jo"), "is set without proxy-password");
        said("proxy", Map.of("proxy", ""), "is empty; leave it out, or give it a value");
        String web = "takes a URL of http or https, such as http://host:3128, without user and password in it";
        said("proxy", Map.of("proxy", "socks5://p:1080"), web);
        said("proxy", Map.of("proxy", "http://jo:secret@p:3128"), web);
        said("proxy-password", Map.of("proxy", "http://p:3128", "proxy-password", "x"), "is set without proxy-user");
        said("proxy-user", Map.of("proxy-user", "jo", "proxy-password", "x"), "is set without proxy");
    }

    @Test
    void noTimeAtAllIsNoTimeout() {
        said("connect-timeout", Map.of("connect-timeout", "0s"), "is '0s'; it takes more than nothing, 10s say");
        said("read-timeout", Map.of("read-timeout", "0ms"), "is '0ms'; it takes more than nothing, 60s say");
    }

    private static void said(String key, Map<String, ?> settings, String words) {
        SettingException e = assertThrows(SettingException.class, () -> read(settings));

        assertEquals(key, e.key());
        assertTrue(String.valueOf(e.getMessage()).startsWith(words), e.getMessage());
    }

    private static Optional<String> authorization(Map<String, ?> settings) {
        return read(settings).proxy().flatMap(ServerConnection.Proxy::authorization);
    }
}
