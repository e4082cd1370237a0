package dev.perigee.sink.kit.connect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.perigee.api.SettingException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerAddressTest {

    @ParameterizedTest
    @CsvSource({
        "http://minio:9000, minio, 9000",
        "http://my_minio:9000, my_minio, 9000",
        "https://my_minio, my_minio, 443",
        "http://10.0.0.1/, 10.0.0.1, 80",
        "http://[fe80::1%25eth0]:9000, [fe80::1%eth0], 9000",
        "' https://s3.example.org ', s3.example.org, 443"
    })
    void hostAndPortAreFound(String text, String host, int port) {
        URI url = ServerAddress.read("endpoint", text);

        assertEquals(host, ServerAddress.host(url));
        assertEquals(InetSocketAddress.createUnresolved(host, port), ServerAddress.unresolved(url));
    }

    @ParameterizedTest
    @CsvSource({
        "http://localhost:9000, localhost:9000",
        "http://LocalHost.:9000/, localhost:9000",
        "http://127.0.0.1:9000, localhost:9000",
        "https://[::1], localhost:443",
        "http://[0:0:0:0:0:0:0:1]:9000, localhost:9000",
        "http://[::ffff:127.0.0.1]:9000, localhost:9000",
        "http://127.0.0.2:9000, 127.0.0.2:9000",
        "http://127.0.0.1.nip.io:9000, 127.0.0.1.nip.io:9000",
        "http://[fe80::1]:9000/account/, [fe80::1]:9000/account",
        "https://S3.example.org, s3.example.org:443"
    })
    void oneServerIsOneHoweverItsAddressIsSpelt(String text, String authority) {
        assertEquals(authority, ServerAddress.authority(ServerAddress.read("endpoint", text)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "minio:9000",
                "ftp://minio",
                "http://user:geheim@minio",
                "http://user:geheim@my_minio",
                "http://minio?x=geheim",
                "http://"
            })
    void whatIsNoAddressIsRefusedWithoutBeingRepeated(String text) {
        SettingException e = assertThrows(SettingException.class, () -> ServerAddress.read("endpoint", text));

        assertFalse(String.valueOf(e.getMessage()).contains("geheim"), e.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "00", "65536", "70000", "99999", "1234567"})
    void aPortThatThereIsntIsNamed(String port) {
        for (String host : List.of("minio", "my_minio", "[::1]")) {
            SettingException e = assertThrows(
                    SettingException.class, () -> ServerAddress.read("proxy", "http://" + host + ":" + port));

            assertEquals("proxy", e.key());
            assertEquals("names the port " + port + "; a port is a number from 1 to 65535", e.getMessage());
        }
    }
}
