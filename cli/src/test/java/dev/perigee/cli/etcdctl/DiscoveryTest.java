package dev.perigee.cli.etcdctl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.cli.CliRun;
import dev.perigee.test.servers.RealEtcd;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Endpoints that the DNS names. The DNS server here knows one name. */
class DiscoveryTest {

    private static final String PROVIDER = "java.naming.provider.url";

    private final RealEtcd etcd = RealEtcd.start("3.6");
    private DatagramSocket dns;

    @BeforeEach
    void start() throws IOException {
        etcd.etcdctl("put", "/a", "1").orFail();
        dns = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        System.setProperty(PROVIDER, "dns://127.0.0.1:" + dns.getLocalPort());
        Thread.ofPlatform().daemon().start(this::answer);
    }

    @AfterEach
    void stop() {
        System.clearProperty(PROVIDER);
        dns.close();
        etcd.close();
    }

    @Test
    void theEndpointsOfADomainAreAsked() {
        CliRun found =
                CliRun.of("etcdctl", "get", "/a", "--discovery-srv", "example.test", "--endpoints=http://127.0.0.1:1");
        CliRun named = new CliRun.Setting()
                .variable("ETCDCTL_DISCOVERY_SRV", "example.test")
                .run("etcdctl", "endpoint", "health", "--discovery-srv-name", "prod");

        assertEquals("/a\n1\n", found.out(), found.err());
        assertEquals(1, named.code().number());
        assertTrue(named.err().contains("_etcd-client-ssl-prod._tcp.example.test"), named.err());
        assertTrue(named.err().contains("_etcd-client-prod._tcp.example.test"), named.err());
    }

    @Test
    void thoseWithoutTlsCanBeLeftOut() {
        CliRun safe = CliRun.of(
                "etcdctl",
                "get",
                "/a",
                "-d",
                "example.test",
                "--insecure-discovery=false",
                "--endpoints=" + etcd.endpoint());

        assertEquals("/a\n1\n", safe.out(), safe.err());
        assertTrue(safe.err().contains("ignoring discovered insecure endpoint http://127.0.0.1:"), safe.err());
    }

    private void answer() {
        byte[] buffer = new byte[512];
        while (!dns.isClosed()) {
            DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
            try {
                dns.receive(packet);
                byte[] question = Arrays.copyOf(buffer, packet.getLength());
                byte[] answer = answer(question);
                dns.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    /** RFC 1035: the question again, and behind it a record of type 33 (RFC 2782), or NXDOMAIN. */
    private byte[] answer(byte[] question) throws IOException {
        boolean known = new String(question, StandardCharsets.ISO_8859_1).contains("\014_etcd-client\004_tcp");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.write(question, 0, 2);
        out.writeShort(known ? 0x8580 : 0x8583);
        out.writeShort(1);
        out.writeShort(known ? 1 : 0);
        out.writeShort(0);
        out.writeShort(0);
        int end = 12;
        while (question[end] != 0) {
            end += question[end] + 1;
        }
        out.write(question, 12, end + 5 - 12);
        if (known) {
            byte[] target = target();
            out.writeShort(0xc00c);
            out.writeShort(33);
            out.writeShort(1);
            out.writeInt(60);
            out.writeShort(6 + target.length);
            out.writeShort(10);
            out.writeShort(5);
            out.writeShort(etcd.endpoint().getPort());
            out.write(target);
        }
        return bytes.toByteArray();
    }

    private static byte[] target() throws IOException {
        ByteArrayOutputStream name = new ByteArrayOutputStream();
        for (String label : "127.0.0.1".split("\\.")) {
            name.write(label.length());
            name.write(label.getBytes(StandardCharsets.US_ASCII));
        }
        name.write(0);
        return name.toByteArray();
    }
}
