package dev.perigee.sink.azure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import dev.perigee.api.ObjectKey;
import dev.perigee.api.PutOptions;
import dev.perigee.api.SinkException;
import dev.perigee.api.SinkException.Kind;
import dev.perigee.api.SinkSettings;
import dev.perigee.api.StorageSink;
import dev.perigee.sink.contract.body.BytesBody;
import dev.perigee.sink.kit.bucket.BucketSink;
import dev.perigee.sink.kit.words.Verb;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a sink makes of the refusals that Azure's reference names, and the emulator never gives. Told by a stand-in. */
class AzureAnswersTest {

    private static final ObjectKey KEY = ObjectKey.of("some/key");

    @ParameterizedTest
    @CsvSource({
        "409, BlobImmutableDueToPolicy, HELD, immutability policy",
        "409, BlobImmutableDueToLegalHold, HELD, legal hold",
        "412, LeaseIdMissing, HELD, lease",
        "403, AuthenticationFailed, DENIED, account-key",
        "403, AuthorizationFailure, DENIED, firewall",
        "403, AuthorizationPermissionMismatch, DENIED, blobs/delete",
        "403, KeyBasedAuthenticationNotPermitted, DENIED, managed or workload identity",
        "404, ContainerNotFound, INVALID, create-container",
        "404, ResourceNotFound, INVALID, endpoint",
        "409, ContainerBeingDeleted, BUSY, ''",
        "429, TooManyRequests, BUSY, ''",
        "500, InternalError, BUSY, ''",
        "503, ServerBusy, BUSY, ''",
        "507, InsufficientStorage, NO_SPACE, ''"
    })
    void aRefusalToldByAStandInHasItsKindAndItsCure(int status, String code, Kind kind, String cure) throws Exception {
        try (StandIn server = StandIn.refusing(status, code, Map.of("Retry-After", "7"));
                StorageSink sink = server.open(Map.of())) {
            SinkException e = assertThrows(SinkException.class, () -> sink.delete(KEY));

            assertEquals(kind, e.kind(), e.getMessage());
            assertTrue(e.hint().orElse("").contains(cure), () -> String.valueOf(e.hint()));
            assertTrue(String.valueOf(e.getMessage()).contains(status + " " + code + "; it asks to wait 7 s"));
            assertEquals(1, server.asked().size());
            assertFalse(trace(e).contains("HUSH"), trace(e));
        }
    }

    @Test
    void aWaitOfNothingIsNoReasonToAskTwice() throws Exception {
        try (StandIn server = StandIn.refusing(503, "ServerBusy", Map.of("Retry-After", "0"));
                StorageSink sink = server.open(Map.of())) {
            assertThrows(SinkException.class, () -> sink.list("", "", 1));
            assertEquals(1, server.asked().size());
        }
    }

    @Test
    void aClockThatIsOffIsNamed() throws Exception {
        InstantSource longAgo = () -> Instant.parse("2020-01-01T00:00:00Z");
        try (StandIn server = StandIn.refusing(403, "AuthenticationFailed", Map.of())) {
            AzureSinkConfig config =
                    AzureSinkConfig.read(SinkSettings.of("test", TestSettings.of(server.url(), "bkt")));
            StorageSink sink = new BucketSink(config.place(), new AzureBucket(config, longAgo), Verb.DELETE);
            SinkException e = assertThrows(SinkException.class, () -> sink.delete(KEY));

            assertTrue(
                    e.hint().orElseThrow().matches("this machine's clock is \\d+ minutes off.*"),
                    e.hint().get());
        }
    }

    @Test
    void aDamagedBodyToldByAStandInMayBeSentAgain() throws Exception {
        try (StandIn server = StandIn.refusing(400, "Md5Mismatch", Map.of());
                StorageSink sink = server.open(Map.of())) {
            assertEquals(Kind.DAMAGED, put(sink).kind());
        }
    }

    @Test
    void aBlobOfWhichAnotherListWasMadeMeanwhileMayBeSentAgain() throws Exception {
        try (StandIn server = StandIn.refusing(400, "InvalidBlockList", Map.of());
                StorageSink sink = server.open(Map.of())) {
            assertEquals(Kind.BUSY, put(sink).kind());
        }
    }

    @Test
    void aLockGoesWithThePutAsAStandInSees() throws Exception {
        try (StandIn server = StandIn.answering(StandIn::stored);
                StorageSink sink = server.open(Map.of("object-lock.mode", "unlocked", "object-lock.for", "30d"))) {
            sink.put(KEY, new BytesBody(new byte[] {1}), PutOptions.NONE);

            Map<String, String> headers = server.asked().getFirst().headers();
            assertTrue(sink.capabilities().holdsObjects());
            assertEquals("unlocked", headers.get("x-ms-immutability-policy-mode"));
            assertTrue(headers.get("x-ms-immutability-policy-until-date").endsWith(" GMT"));
        }
    }

    @Test
    void aHoldIsExtendedByARequestOfItsOwnAsAStandInSees() throws Exception {
        try (StandIn server = StandIn.answering(exchange -> policy(exchange, "unlocked"));
                StorageSink sink = server.open(Map.of("object-lock.mode", "locked", "object-lock.for", "retention"))) {
            assertTrue(sink.capabilities().holdsAsRetained());
            assertEquals(Optional.of(Instant.parse("2031-01-01T00:00:00Z")), sink.heldUntil(KEY));

            sink.hold(KEY, Instant.parse("2031-01-01T00:00:00.5Z"));

            StandIn.Asked asked = server.asked().getLast();
            assertEquals("PUT /bkt/some/key?comp=immutabilityPolicies", asked.line());
            assertEquals("locked", asked.headers().get("x-ms-immutability-policy-mode"));
            assertEquals("Wed, 01 Jan 2031 00:00:01 GMT", asked.headers().get("x-ms-immutability-policy-until-date"));
        }
    }

    @Test
    void aHoldThatEndsLaterOrIsHarderToLiftStaysAsItIs() throws Exception {
        try (StandIn server = StandIn.answering(exchange -> policy(exchange, "locked"));
                StorageSink sink =
                        server.open(Map.of("object-lock.mode", "unlocked", "object-lock.for", "retention"))) {
            sink.hold(KEY, Instant.parse("2030-12-31T23:59:59Z"));
            assertEquals(1, server.asked().size(), server.asked()::toString);

            sink.hold(KEY, Instant.parse("2031-01-02T00:00:00Z"));
            assertEquals("locked", server.asked().getLast().headers().get("x-ms-immutability-policy-mode"));
        }
    }

    private static void policy(HttpExchange exchange, String mode) throws IOException {
        exchange.getResponseHeaders().set("x-ms-immutability-policy-mode", mode);
        exchange.getResponseHeaders().set("x-ms-immutability-policy-until-date", "Wed, 01 Jan 2031 00:00:00 GMT");
        StandIn.send(exchange, 200, "");
    }

    @Test
    void aTierGoesWithThePut() throws Exception {
        try (StandIn server = StandIn.answering(StandIn::stored);
                StorageSink sink = server.open(Map.of("storage-class", "cool"))) {
            sink.put(KEY, new BytesBody(new byte[] {1}), PutOptions.NONE);

            assertEquals("Cool", server.asked().getFirst().headers().get("x-ms-access-tier"));
        }
    }

    @Test
    void aWebServerIsNoStore() throws Exception {
        try (StandIn server = StandIn.web();
                StorageSink sink = server.open(Map.of())) {
            for (SinkException e : new SinkException[] {
                put(sink),
                assertThrows(SinkException.class, () -> sink.get(KEY, 0)),
                assertThrows(SinkException.class, () -> sink.delete(KEY)),
                assertThrows(SinkException.class, () -> sink.list("", "", 1))
            }) {
                assertTrue(e.hint().orElse("").contains("endpoint"), e::getMessage);
            }
        }
    }

    private static SinkException put(StorageSink sink) {
        return assertThrows(
                SinkException.class, () -> sink.put(KEY, new BytesBody(new byte[] {1, 2, 3}), PutOptions.NONE));
    }

    private static String trace(Throwable thrown) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
