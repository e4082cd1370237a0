package dev.perigee.sink.s3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.perigee.api.ObjectKey;
import dev.perigee.api.PutOptions;
import dev.perigee.api.SinkException;
import dev.perigee.api.SinkException.Kind;
import dev.perigee.api.SinkSettings;
import dev.perigee.api.StorageSink;
import dev.perigee.sink.contract.body.BytesBody;
import dev.perigee.test.s3.TemporaryKeys;
import dev.perigee.test.servers.RealS3;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the AWS SDK finds keys when the settings have none; told by system properties in place of the environment. */
class S3CredentialsTest {

    private static RealS3 server;
    private static TemporaryKeys keys;

    @TempDir
    Path directory;

    private final Set<String> properties = new HashSet<>();

    @BeforeAll
    static void start() throws Exception {
        server = RealS3.minio();
        server.mc("mb", "m/bkt").orFail();
        server.mc("admin", "user", "add", "m", "lender", "lender-secret").orFail();
        server.mc("admin", "policy", "attach", "m", "readwrite", "--user", "lender")
                .orFail();
        keys = TemporaryKeys.of(server.url(), "lender", "lender-secret");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void hideThisMachinesOwn() {
        set("aws.sharedCredentialsFile", directory.resolve("none").toString());
        set("aws.configFile", directory.resolve("none").toString());
        set("aws.disableEc2Metadata", "true");
    }

    @AfterEach
    void forget() {
        properties.forEach(System::clearProperty);
    }

    private void set(String name, String value) {
        System.setProperty(name, value);
        properties.add(name);
    }

    @Test
    void aProfileOfTheCredentialsFile() throws Exception {
        Path file = Files.writeString(
                directory.resolve("credentials"),
                "[backup]\naws_access_key_id = " + RealS3.ACCESS_KEY + "\naws_secret_access_key = " + RealS3.SECRET_KEY
                        + "\n");
        set("aws.sharedCredentialsFile", file.toString());

        put(Map.of("profile", "backup"));
    }

    @Test
    void aContainersCredentials() throws Exception {
        try (Answer container = new Answer("{\"AccessKeyId\":\"" + keys.id() + "\",\"SecretAccessKey\":\""
                + keys.secret() + "\",\"Token\":\"" + keys.token() + "\",\"Expiration\":\"2099-01-01T00:00:00Z\"}")) {
            set("aws.containerCredentialsFullUri", container.url() + "/role");

            put(Map.of());
        }
    }

    @Test
    void aWebIdentitysTokenIsTradedForKeys() throws Exception {
        Path token = Files.writeString(directory.resolve("token"), "the-pods-token");
        try (Answer tokens = new Answer("<AssumeRoleWithWebIdentityResponse"
                + " xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><AssumeRoleWithWebIdentityResult><Credentials>"
                + "<AccessKeyId>" + keys.id() + "</AccessKeyId><SecretAccessKey>" + keys.secret()
                + "</SecretAccessKey><SessionToken>" + keys.token() + "</SessionToken>"
                + "<Expiration>2099-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleWithWebIdentityResult>"
                + "</AssumeRoleWithWebIdentityResponse>")) {
            set("aws.webIdentityTokenFile", token.toString());
            set("aws.roleArn", "arn:aws:iam::123456789012:role/backup");
            set("aws.endpointUrlSts", tokens.url());
            set("aws.region", "us-east-1");

            put(Map.of());
            assertTrue(tokens.asked().contains("WebIdentityToken=the-pods-token"), tokens.asked());
        }
    }

    @Test
    void withoutAnyTheFailureSaysWhereTheyWereLookedFor() {
        SinkException e = assertThrows(SinkException.class, () -> put(Map.of()));

        assertEquals(Kind.DENIED, e.kind(), e.getMessage());
        assertTrue(
                e.hint().orElseThrow().contains("environment, profile, web identity"),
                e.hint().toString());
    }

    private static void put(Map<String, ?> more) throws SinkException {
        Map<String, Object> settings = new HashMap<>(Map.of("endpoint", server.url(), "bucket", "bkt"));
        settings.putAll(more);
        try (StorageSink sink = new S3SinkProvider().open(SinkSettings.of("test", settings))) {
            sink.put(ObjectKey.of("some/key"), new BytesBody(new byte[] {1}), PutOptions.NONE);
        }
    }

    /** Says one thing to whoever asks, and remembers what the last one said. */
    private static final class Answer implements AutoCloseable {

        private final HttpServer server;
        private volatile String asked = "";

        Answer(String text) throws IOException {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/", exchange -> {
                try (exchange) {
                    asked = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(200, bytes.length);
                    exchange.getResponseBody().write(bytes);
                }
            });
            server.start();
        }

        String url() {
            return "http://127.0.0.1:" + server.getAddress().getPort();
        }

        String asked() {
            return asked;
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }
}
