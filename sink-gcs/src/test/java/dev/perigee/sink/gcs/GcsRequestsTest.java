package dev.perigee.sink.gcs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.api.ObjectKey;
import dev.perigee.api.PutOptions;
import dev.perigee.api.SinkException;
import dev.perigee.api.StorageSink;
import dev.perigee.sink.contract.body.BytesBody;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the store is asked for: settings that the emulator takes and passes over. */
class GcsRequestsTest {

    private static final ObjectKey KEY = ObjectKey.of("some/key");
    private static final String BEGIN = "POST /upload/storage/v1/b/bkt/o?";

    @Test
    void anObjectIsAskedToBeKeptAsTheSettingsSay() throws Exception {
        try (RecordingServer server = new RecordingServer(true)) {
            Instant until = Instant.parse("2031-01-02T03:04:05Z");
            put(
                    server,
                    Map.of(
                            "kms-key", "projects/p/locations/l/keyRings/r/cryptoKeys/k",
                            "storage-class", "NEARLINE",
                            "object-lock", Map.of("mode", "locked", "for", "retention")),
                    new PutOptions(Optional.of(until)));

            RecordingServer.Asked begin = server.asked(BEGIN);
            assertTrue(
                    begin.line().contains("kmsKeyName=projects/p/locations/l/keyRings/r/cryptoKeys/k"), begin.line());
            assertTrue(begin.body().contains("\"storageClass\":\"NEARLINE\""), begin.body());
            assertTrue(begin.body().contains("\"mode\":\"Locked\""), begin.body());
            assertTrue(begin.body().contains("\"retainUntilTime\":\"2031-01-02T03:04:05.000Z\""), begin.body());
            assertTrue(begin.body().contains("\"crc32c\":\"8TDyHg==\""), begin.body());
        }
    }

    @Test
    void aHoldIsExtendedByAChangeOfTheObjectThatNobodyElseHasChanged() throws Exception {
        try (RecordingServer server = new RecordingServer(true);
                StorageSink sink =
                        open(server, Map.of("object-lock", Map.of("mode", "unlocked", "for", "retention")))) {
            assertTrue(sink.capabilities().holdsAsRetained());
            assertEquals(Optional.of(Instant.parse("2031-01-01T00:00:00Z")), sink.heldUntil(KEY));

            sink.hold(KEY, Instant.parse("2030-12-31T00:00:00Z"));
            assertFalse(server.asked().stream().anyMatch(asked -> asked.line().startsWith("P")), "nothing to extend");

            sink.hold(KEY, Instant.parse("2031-01-01T00:00:00.5Z"));
            RecordingServer.Asked change = server.asked().getLast();
            assertTrue(change.line().contains("ifMetagenerationMatch=7"), change.line());
            assertTrue(change.body().contains("\"mode\":\"Locked\""), change.body());
            assertTrue(change.body().contains("\"retainUntilTime\":\"2031-01-01T00:00:01.000Z\""), change.body());
        }
    }

    @Test
    void withoutSuchSettingsNothingIsAskedOfTheStore() throws Exception {
        try (RecordingServer server = new RecordingServer(true)) {
            put(server, Map.of(), PutOptions.NONE);

            String asked = server.asked(BEGIN).toString();
            for (String wish : new String[] {"kmsKeyName", "storageClass", "retention", "acl", "predefinedAcl"}) {
                assertFalse(asked.contains(wish), asked);
            }
        }
    }

    @Test
    void aMissingBucketIsMadeWithUniformAccessAndClosedToThePublic() throws Exception {
        try (RecordingServer server = new RecordingServer(false)) {
            put(
                    server,
                    Map.of(
                            "create-bucket", "true",
                            "project", "the-project",
                            "location", "EUROPE-WEST3",
                            "object-lock", Map.of("mode", "unlocked", "for", "retention")),
                    PutOptions.NONE);

            RecordingServer.Asked made = server.asked("POST /storage/v1/b?");
            assertTrue(made.line().contains("project=the-project"), made.line());
            assertTrue(made.line().contains("enableObjectRetention=true"), made.line());
            assertTrue(made.body().contains("\"uniformBucketLevelAccess\":{\"enabled\":true"), made.body());
            assertTrue(made.body().contains("\"publicAccessPrevention\":\"enforced\""), made.body());
            assertTrue(made.body().contains("\"location\":\"EUROPE-WEST3\""), made.body());
        }
    }

    @Test
    void aServiceAccountsFileIsTradedForAToken(@TempDir Path directory) throws Exception {
        try (RecordingServer server = new RecordingServer(true)) {
            byte[] key = KeyPairGenerator.getInstance("RSA")
                    .generateKeyPair()
                    .getPrivate()
                    .getEncoded();
            String pem = "-----BEGIN PRIVATE KEY-----\\n" + Base64.getEncoder().encodeToString(key)
                    + "\\n-----END PRIVATE KEY-----\\n";
            Path file = Files.writeString(
                    directory.resolve("account.json"),
                    "{\"type\":\"service_account\",\"client_id\":\"1\",\"client_email\":\"me@example.org\","
                            + "\"private_key_id\":\"2\",\"private_key\":\"" + pem + "\",\"token_uri\":\"" + server.url()
                            + "/token\"}");

            put(server, Map.of("credentials-file", file.toString()), PutOptions.NONE);

            assertTrue(server.asked("POST /token").body().contains("jwt-bearer"));
            assertEquals("Bearer " + RecordingServer.TOKEN, server.asked(BEGIN).authorization());
        }
    }

    @Test
    void aCredentialsFileThatCanNotBeUsedIsNamedAsTheCause(@TempDir Path directory) throws Exception {
        try (RecordingServer server = new RecordingServer(true)) {
            Path file = Files.writeString(
                    directory.resolve("workload.json"),
                    "{\"type\":\"external_account\",\"audience\":\"//iam.googleapis.com/pool\",\"subject_token_type\":"
                            + "\"urn:ietf:params:oauth:token-type:jwt\",\"token_url\":\"http://not-google/token\","
                            + "\"credential_source\":{\"file\":\"/token\"}}");

            SinkException e = assertThrows(
                    SinkException.class,
                    () -> put(server, Map.of("credentials-file", file.toString()), PutOptions.NONE));

            assertEquals(SinkException.Kind.DENIED, e.kind(), e.getMessage());
            assertTrue(e.hint().orElseThrow().contains("credentials-file"));
        }
    }

    private static void put(RecordingServer server, Map<String, Object> more, PutOptions options) throws Exception {
        try (StorageSink sink = open(server, more)) {
            sink.put(KEY, new BytesBody(new byte[] {1, 2, 3}), options);
        }
    }

    private static StorageSink open(RecordingServer server, Map<String, Object> more) throws SinkException {
        Map<String, Object> settings = new HashMap<>(Map.of("endpoint", server.url(), "bucket", "bkt"));
        settings.putAll(more);
        if (!more.containsKey("credentials-file")) {
            settings.put("credentials", "none");
        }
        return TestSettings.open(settings);
    }
}
