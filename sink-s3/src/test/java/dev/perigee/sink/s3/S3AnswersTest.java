package dev.perigee.sink.s3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.api.ObjectKey;
import dev.perigee.api.PutOptions;
import dev.perigee.api.SinkException;
import dev.perigee.api.SinkException.Kind;
import dev.perigee.api.StorageSink;
import dev.perigee.sink.contract.body.BytesBody;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What a sink makes of answers that a real server only gives on a bad day. */
class S3AnswersTest {

    private static final ObjectKey KEY = ObjectKey.of("some/key");

    @Test
    void aBusyServerIsAskedOnceAndItsWishForPatienceIsPassedOn() throws Exception {
        try (AnsweringServer server = AnsweringServer.error(503, "SlowDown", Map.of("Retry-After", "7"));
                StorageSink sink = open(server)) {
            SinkException e = put(sink);

            assertEquals(Kind.BUSY, e.kind());
            assertTrue(e.getMessage().contains("it asks to wait 7 s"), e.getMessage());
            assertEquals(1, server.requests());
        }
    }

    @Test
    void aListingThatIsForbiddenNamesThePermission() throws Exception {
        try (AnsweringServer server = AnsweringServer.error(403, "AccessDenied", Map.of());
                StorageSink sink = open(server)) {
            SinkException e = refused(() -> sink.list("", "", 10));

            assertEquals(Kind.DENIED, e.kind());
            assertTrue(e.getMessage().startsWith("list in bucket 'bkt' at " + server.url()), e.getMessage());
            assertTrue(
                    e.hint().orElseThrow().contains("s3:ListBucket"), e.hint().toString());
        }
    }

    @Test
    void eachCodeHasItsKindAndCure() throws Exception {
        expect(400, "ExpiredToken", Kind.DENIED, "renew");
        expect(403, "InvalidAccessKeyId", Kind.DENIED, "check access-key");
        expect(404, "XAdminUserNotFound", Kind.DENIED, "check access-key");
        expect(403, "SignatureDoesNotMatch", Kind.DENIED, "check access-key");
        expect(403, "RequestTimeTooSkewed", Kind.INVALID, "clock");
        expect(400, "AuthorizationHeaderMalformed", Kind.INVALID, "region");
        expect(404, "NoSuchBucket", Kind.INVALID, "create the bucket");
        expect(507, "XMinioStorageFull", Kind.NO_SPACE, "room");
        expect(500, "InternalError", Kind.BUSY, "");
    }

    @Test
    void aWebServerIsNotTakenForAStore() throws Exception {
        try (AnsweringServer server = AnsweringServer.page(200);
                StorageSink sink = open(server)) {
            assertEquals(Kind.INVALID, put(sink).kind());
            assertEquals(Kind.INVALID, refused(() -> sink.get(KEY, 0)).kind());
            assertEquals(Kind.INVALID, refused(() -> sink.list("", "", 10)).kind());
        }
    }

    @Test
    void aProxysRefusalIsTakenByItsStatus() throws Exception {
        try (AnsweringServer server = AnsweringServer.page(403);
                StorageSink sink = open(server)) {
            SinkException e = put(sink);

            assertEquals(Kind.DENIED, e.kind());
            assertTrue(e.hint().orElseThrow().contains("proxy"), e.hint().toString());
        }
    }

    private static void expect(int status, String code, Kind kind, String cure) throws Exception {
        try (AnsweringServer server = AnsweringServer.error(status, code, Map.of());
                StorageSink sink = open(server)) {
            SinkException e = put(sink);

            assertEquals(kind, e.kind(), code);
            assertTrue(e.getMessage().contains("put of 'some/key' in bucket 'bkt' at " + server.url()), e.getMessage());
            assertTrue(e.getMessage().contains(code), e.getMessage());
            assertTrue(e.hint().orElse("").contains(cure), code + ": " + e.hint());
        }
    }

    private static SinkException put(StorageSink sink) {
        return refused(() -> sink.put(KEY, new BytesBody(new byte[] {1, 2, 3}), PutOptions.NONE));
    }

    private static SinkException refused(Executable call) {
        return assertThrows(SinkException.class, call);
    }

    private static StorageSink open(AnsweringServer server) throws SinkException {
        Map<String, Object> settings = TestSettings.of(server.url(), "bkt");
        return TestSettings.open(TestSettings.with(settings, "create-bucket", "false"));
    }
}
