package dev.perigee.test.s3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.api.ObjectKey;
import dev.perigee.api.PutOptions;
import dev.perigee.api.SinkException;
import dev.perigee.api.SinkException.Kind;
import dev.perigee.api.SinkSettings;
import dev.perigee.api.StorageSink;
import dev.perigee.api.StorageSinkProvider;
import dev.perigee.sink.contract.body.BytesBody;
import dev.perigee.test.line.AnsweringServer;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What a sink makes of answers that a real server only gives on a bad day. */
public abstract class AnswerTests {

    private static final ObjectKey KEY = ObjectKey.of("some/key");

    private static final String OTHER_BYTES = "\"0123456789abcdef0123456789abcdef\"";

    private final StorageSinkProvider provider;

    /**
     * The answers to a sink.
     *
     * @param provider opens it
     */
    protected AnswerTests(StorageSinkProvider provider) {
        this.provider = provider;
    }

    @Test
    void aBusyServerIsAskedOnceAndItsWishForPatienceIsPassedOn() throws Exception {
        try (AnsweringServer server = error(503, "SlowDown", Map.of("Retry-After", "7"));
                StorageSink sink = open(server)) {
            SinkException e = put(sink);

            assertEquals(Kind.BUSY, e.kind());
            assertTrue(said(e).contains("it asks to wait 7 s"), e.getMessage());
            assertEquals(List.of("PUT"), server.methods());
        }
    }

    @Test
    void aListingThatIsForbiddenNamesThePermission() throws Exception {
        try (AnsweringServer server = error(403, "AccessDenied", Map.of());
                StorageSink sink = open(server)) {
            SinkException e = refused(() -> sink.list("", "", 10));

            assertEquals(Kind.DENIED, e.kind());
            assertTrue(said(e).startsWith("list in bucket 'bkt' at " + server.url()), e.getMessage());
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
        expect(400, "InvalidBucketName", Kind.INVALID, "3 to 63 of a-z 0-9 . -");
        expect(400, "XMinioAdminBucketQuotaExceeded", Kind.NO_SPACE, "raise the bucket's quota");
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

    @Test
    void anObjectThatIsNotWhatWasSentIsWithdrawn() throws Exception {
        try (AnsweringServer server = AnsweringServer.taking(OTHER_BYTES, 204);
                StorageSink sink = open(server)) {
            SinkException e = put(sink);

            assertEquals(Kind.DAMAGED, e.kind(), e.getMessage());
            assertTrue(said(e).contains("what the store has is not what was sent"), e.getMessage());
            assertFalse(e.hint().orElseThrow().contains("stays"), e.hint().toString());
            assertEquals(List.of("PUT", "DELETE"), server.methods());
        }
    }

    @Test
    void anObjectThatIsNotWhatWasSentAndCanNotBeWithdrawnIsNamed() throws Exception {
        try (AnsweringServer server = AnsweringServer.taking(OTHER_BYTES, 403);
                StorageSink sink = open(server)) {
            SinkException e = put(sink);

            assertEquals(Kind.DAMAGED, e.kind(), e.getMessage());
            assertTrue(
                    e.hint().orElseThrow().contains("the damaged object stays in the bucket"),
                    e.hint().toString());
        }
    }

    /** An S3 error. */
    static AnsweringServer error(int status, String code, Map<String, String> headers) throws IOException {
        Map<String, String> all = new HashMap<>(headers);
        all.put("Content-Type", "application/xml");
        return AnsweringServer.of(
                status,
                all,
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error><Code>" + code + "</Code><Message>says " + code
                        + "</Message><Resource>/b/k</Resource><RequestId>1</RequestId></Error>");
    }

    private void expect(int status, String code, Kind kind, String cure) throws Exception {
        try (AnsweringServer server = error(status, code, Map.of());
                StorageSink sink = open(server)) {
            SinkException e = put(sink);

            assertEquals(kind, e.kind(), code);
            assertTrue(said(e).contains("put of 'some/key' in bucket 'bkt' at " + server.url()), e.getMessage());
            assertTrue(said(e).contains(code), e.getMessage());
            assertTrue(e.hint().orElse("").contains(cure), code + ": " + e.hint());
        }
    }

    private static SinkException put(StorageSink sink) {
        return refused(() -> sink.put(KEY, new BytesBody(new byte[] {1, 2, 3}), PutOptions.NONE));
    }

    private static SinkException refused(Executable call) {
        return assertThrows(SinkException.class, call);
    }

    private StorageSink open(AnsweringServer server) throws SinkException {
        Map<String, Object> settings = S3Settings.of(server.url(), "bkt");
        return provider.open(SinkSettings.of("test", S3Settings.with(settings, "create-bucket", "false")));
    }

    private static String said(SinkException e) {
        return String.valueOf(e.getMessage());
    }
}
