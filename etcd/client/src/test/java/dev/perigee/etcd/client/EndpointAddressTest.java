package dev.perigee.etcd.client;

import static dev.perigee.test.servers.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.etcd.client.EtcdException.Kind;
import dev.perigee.test.servers.RealEtcd;
import java.net.Inet6Address;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever etcdctl takes for an endpoint leads to the same place. */
class EndpointAddressTest {

    private static final Duration SOON = Duration.ofSeconds(60);

    private static final Pattern SERVED = Pattern.compile("serving client traffic insecurely[^\n]*?:([0-9]+)\"");

    @ParameterizedTest
    @CsvSource({
        "http://localhost:1,            localhost,    1,    false, localhost:1",
        "https://etcd_1,                etcd_1,       2379, true,  etcd_1:2379",
        "http://10.0.0.1:2379,          10.0.0.1,     2379, false, 10.0.0.1:2379",
        "http://[::1]:2379,             ::1,          2379, false, [::1]:2379",
        "https://[fe80::1%25eth0]:2379, fe80::1%eth0, 2379, true,  [fe80::1]:2379",
        "https://[fe80::1%eth0],        fe80::1%eth0, 2379, true,  [fe80::1]:2379"
    })
    void aHostIsReadAsNameServicesTakeIt(URI endpoint, String name, int port, boolean tls, String authority) {
        EndpointAddress.Host host = new EndpointAddress.Host(name, port, tls);

        assertEquals(Optional.of(host), EndpointAddress.of(endpoint));
        assertEquals(authority, host.authority());
    }

    @ParameterizedTest
    @CsvSource({
        "unix:///run/etcd.sock, /run/etcd.sock, false",
        "unix://localhost:2379, localhost:2379, false",
        "unixs://name/of.sock,  name/of.sock,   true",
        "unix:name.sock,        name.sock,      false"
    })
    void aSocketIsTheFileThatEtcdMakesOfSuchAUrl(URI endpoint, Path path, boolean tls) {
        assertEquals(Optional.of(new EndpointAddress.Socket(path, tls)), EndpointAddress.of(endpoint));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://h:1", "http://u@h:1", "http://h:0", "http://h:65536", "http://:1", "unix:///", "h"})
    void whatLeadsNowhereIsNone(URI endpoint) {
        assertEquals(Optional.empty(), EndpointAddress.of(endpoint));
    }

    @ParameterizedTest
    @ValueSource(strings = {"3.5", "3.6", "3.7"})
    void aMemberIsReachedThroughItsSocket(String version, @TempDir Path dir) throws EtcdException {
        URI socket = URI.create("unix://" + dir.resolve("e"));
        try (RealEtcd etcd = RealEtcd.start(version, "--listen-client-urls=" + socket + ",http://127.0.0.1:0");
                EtcdConnection connection = EtcdConnection.open(EtcdSettings.of(List.of(socket)), socket)) {
            assertTrue(connection.status().version().startsWith(version + "."));
            assertTrue(ReceivedSnapshot.from(connection.snapshot()).digestFits());
        }
        assertUnreachable(socket, "nobody listens there");
    }

    @Test
    void aMemberIsReachedAtALinkLocalAddress() throws Exception {
        Optional<Inet6Address> linkLocal = linkLocal();
        String zone = linkLocal.map(Inet6Address::getHostAddress).orElse("::1").replace("%", "%25");
        try (RealEtcd etcd = RealEtcd.start("3.6", "--listen-client-urls=http://[::]:0")) {
            eventually(SOON, "it says where it serves", () -> servedPort(etcd).isPresent());
            URI endpoint =
                    URI.create("http://[" + zone + "]:" + servedPort(etcd).orElseThrow());
            try (EtcdConnection connection = EtcdConnection.open(EtcdSettings.of(List.of(endpoint)), endpoint)) {
                assertTrue(connection.status().version().startsWith("3.6."));
            }
        }
    }

    /** As Docker gives them; the grammar of URLs has no underscore in a host. */
    @Test
    void aHostWithAnUnderscoreIsAskedForLikeAnother() {
        assertUnreachable(
                URI.create("http://there_is_no_such_host.invalid:2379"),
                "there is no host 'there_is_no_such_host.invalid'");
        assertUnreachable(
                URI.create("https://there_is_no_such_host.invalid:2379"),
                "there is no host 'there_is_no_such_host.invalid'");
    }

    private static void assertUnreachable(URI endpoint, String sentence) {
        EtcdException failure = assertThrows(EtcdException.class, () -> {
            try (EtcdConnection connection = EtcdConnection.open(EtcdSettings.of(List.of(endpoint)), endpoint)) {
                connection.status();
            }
        });
        assertEquals(Kind.UNREACHABLE, failure.kind(), failure.getMessage());
        assertTrue(failure.getMessage().contains(sentence), failure.getMessage());
    }

    /** Its metrics' port answers before it has logged where its clients are served. */
    private static Optional<String> servedPort(RealEtcd etcd) {
        return SERVED.matcher(etcd.log()).results().map(found -> found.group(1)).findFirst();
    }

    private static Optional<Inet6Address> linkLocal() throws SocketException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> address instanceof Inet6Address && address.isLinkLocalAddress())
                .map(Inet6Address.class::cast)
                .findFirst();
    }
}
