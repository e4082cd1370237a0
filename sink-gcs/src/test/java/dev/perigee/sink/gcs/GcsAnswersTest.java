package dev.perigee.sink.gcs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.api.ObjectKey;
import dev.perigee.api.PutOptions;
import dev.perigee.api.SinkException;
import dev.perigee.api.SinkException.Kind;
import dev.perigee.api.StorageSink;
import dev.perigee.sink.contract.body.BytesBody;
import dev.perigee.test.line.AnsweringServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** What a sink makes of answers that the emulator never gives: it knows neither holds nor permissions nor bad days. */
class GcsAnswersTest {

    private static final ObjectKey KEY = ObjectKey.of("some/key");

    @Test
    void aRetentionPolicyHoldsAnObject() throws Exception {
        expectHeld("retentionPolicyNotMet");
    }

    @Test
    void aHoldHoldsAnObject() throws Exception {
        expectHeld("objectUnderActiveHold");
    }

    private static void expectHeld(String reason) throws Exception {
        try (AnsweringServer server = error(403, reason, Map.of());
                StorageSink sink = open(server)) {
            SinkException e = refused(() -> sink.delete(KEY));

            assertEquals(Kind.HELD, e.kind(), e.getMessage());
            assertEquals(KEY, e.key().orElseThrow());
            assertTrue(e.hint().orElseThrow().contains("retention or hold has ended"));
        }
    }

    @Test
    void aBusyServerIsAskedOnceAndItsWishForPatienceIsPassedOn() throws Exception {
        try (AnsweringServer server = error(503, "backendError", Map.of("Retry-After", "7"));
                StorageSink sink = open(server)) {
            SinkException e = put(sink);

            assertEquals(Kind.BUSY, e.kind());
            assertTrue(e.getMessage().contains("it asks to wait 7 s"), e.getMessage());
            assertEquals(1, server.methods().size());
        }
    }

    @Test
    void aListingThatIsForbiddenNamesThePermission() throws Exception {
        try (AnsweringServer server = error(403, "forbidden", Map.of());
                StorageSink sink = open(server)) {
            SinkException e = refused(() -> sink.list("", "", 10));

            assertEquals(Kind.DENIED, e.kind());
            assertTrue(e.getMessage().startsWith("list in bucket 'bkt' at " + server.url()), e.getMessage());
            assertTrue(
                    e.hint().orElseThrow().contains("storage.objects.list"),
                    e.hint().toString());
        }
    }

    @Test
    void eachReasonHasItsKindAndCure() throws Exception {
        expect(401, "authError", Kind.DENIED, "credentials");
        expect(429, "rateLimitExceeded", Kind.BUSY, "");
        expect(404, "notFound", Kind.INVALID, "create the bucket");
        expect(500, "internalError", Kind.BUSY, "");
        expect(413, "uploadTooLarge", Kind.TOO_LARGE, "");
        expect(403, "quotaExceeded", Kind.NO_SPACE, "raise the quota of the project");
        expect(403, "storageQuotaExceeded", Kind.NO_SPACE, "raise the quota of the project");
    }

    @Test
    void nothingIsSentWithoutCredentials(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("key.json"), "{}");
        try (AnsweringServer server = error(500, "internalError", Map.of())) {
            Map<String, Object> settings =
                    Map.of("endpoint", server.url(), "bucket", "bkt", "credentials-file", file.toString());
            try (StorageSink sink = TestSettings.open(settings)) {
                Files.delete(file);
                SinkException e = put(sink);

                assertEquals(Kind.DENIED, e.kind());
                assertTrue(e.hint().orElseThrow().contains("credentials-file"));
                assertEquals(List.of(), server.methods());
            }
        }
    }

    /** An error as the JSON interface has it: its status and reason. */
    private static AnsweringServer error(int status, String reason, Map<String, String> headers) throws IOException {
        Map<String, String> all = new HashMap<>(headers);
        all.put("Content-Type", "application/json");
        String told = "\"message\":\"says " + reason + "\"";
        return AnsweringServer.of(
                status,
                all,
                "{\"error\":{\"code\":" + status + "," + told + ",\"errors\":[{" + told
                        + ",\"domain\":\"global\",\"reason\":\"" + reason + "\"}]}}");
    }

    private static void expect(int status, String reason, Kind kind, String cure) throws Exception {
        try (AnsweringServer server = error(status, reason, Map.of());
                StorageSink sink = open(server)) {
            SinkException e = put(sink);

            assertEquals(kind, e.kind(), e.getMessage());
            assertTrue(e.getMessage().contains("put of 'some/key' in bucket 'bkt' at " + server.url()), e.getMessage());
            assertTrue(e.hint().orElse("").contains(cure), reason + ": " + e.hint());
        }
    }

    private static SinkException put(StorageSink sink) {
        return refused(() -> sink.put(KEY, new BytesBody(new byte[] {1, 2, 3}), PutOptions.NONE));
    }

    private static SinkException refused(Executable call) {
        return assertThrows(SinkException.class, call);
    }

    private static StorageSink open(AnsweringServer server) throws SinkException {
        return TestSettings.open(Map.of("endpoint", server.url(), "bucket", "bkt", "credentials", "none"));
    }
}
