package dev.perigee.sink.azure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpHandler;
import dev.perigee.api.ListPage;
import dev.perigee.api.ObjectKey;
import dev.perigee.api.PutOptions;
import dev.perigee.api.SinkException;
import dev.perigee.api.SinkException.Kind;
import dev.perigee.api.StorageSink;
import dev.perigee.sink.contract.body.BytesBody;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What a sink makes of a server that means harm: its own failure, soon, and nothing given away. */
class AzureHostileTest {

    private static final ObjectKey KEY = ObjectKey.of("some/key");
    private static final byte[] FILLER = "x".repeat(64 * 1024).getBytes(StandardCharsets.UTF_8);

    private static HttpHandler endless(int status, String beginning) {
        return exchange -> {
            exchange.getResponseHeaders().set("x-ms-request-id", "1");
            exchange.sendResponseHeaders(status, 0);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(beginning.getBytes(StandardCharsets.UTF_8));
                while (true) {
                    out.write(FILLER);
                }
            } catch (IOException e) {
                exchange.close(); // the other side has hung up, as it should
            }
        };
    }

    @Test
    void aListingThatNeverEndsIsGivenUp() throws Exception {
        try (StandIn server = StandIn.answering(endless(200, "<EnumerationResults><Blobs>"));
                StorageSink sink = server.open(Map.of())) {
            SinkException e = refused(() -> sink.list("", "", 10));

            assertEquals(Kind.OTHER, e.kind(), e.getMessage());
            assertTrue(said(e).contains("longer than 8 MiB"), e.getMessage());
        }
    }

    @Test
    void aRefusalWhoseMessageNeverEndsIsTakenByItsStatus() throws Exception {
        try (StandIn server = StandIn.answering(endless(500, "<Error><Message>"));
                StorageSink sink = server.open(Map.of())) {
            assertEquals(Kind.BUSY, refused(() -> sink.list("", "", 10)).kind());
            assertEquals(Kind.BUSY, refused(() -> sink.get(KEY, 0)).kind());
        }
    }

    @Test
    void foreignNamesWithoutEndAreGivenUp() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        try (StandIn server = StandIn.answering(
                        exchange -> StandIn.send(exchange, 200, page("%08d x".formatted(asked.incrementAndGet()))));
                StorageSink sink = server.open(Map.of())) {
            SinkException e = refused(() -> sink.list("", "", 10));

            assertEquals(Kind.OTHER, e.kind(), e.getMessage());
            assertTrue(said(e).contains("names that aren't ours"), e.getMessage());
        }
    }

    @Test
    void emptyPagesWithoutEndAreGivenUp() throws Exception {
        try (StandIn server = StandIn.answering(exchange -> StandIn.send(exchange, 200, results("")));
                StorageSink sink = server.open(Map.of())) {
            assertTrue(said(refused(() -> sink.list("", "", 10))).contains("1000 pages without a name"));
        }
    }

    @Test
    void anEmptyPageIsNotTheEnd() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        try (StandIn server = StandIn.answering(exchange ->
                        StandIn.send(exchange, 200, asked.incrementAndGet() < 3 ? results("") : page("a")));
                StorageSink sink = server.open(Map.of())) {
            ListPage page = sink.list("", "", 10);

            assertEquals(KEY.getClass(), page.objects().getFirst().key().getClass());
            assertEquals("a", page.objects().getFirst().key().value());
        }
    }

    @Test
    void theSamePageAgainIsNotBelieved() throws Exception {
        try (StandIn server = StandIn.answering(exchange -> StandIn.send(exchange, 200, page("a x")));
                StorageSink sink = server.open(Map.of())) {
            assertEquals(Kind.OTHER, refused(() -> sink.list("", "", 10)).kind());
        }
    }

    @Test
    void nobodyIsFollowedToAnotherServer() throws Exception {
        for (int status : List.of(301, 302, 307, 308)) {
            try (StandIn other = StandIn.answering(StandIn::stored);
                    StandIn server = StandIn.answering(exchange -> {
                        exchange.getResponseHeaders().set("Location", other.url() + "/x?sig=HUSH");
                        StandIn.send(exchange, status, "");
                    });
                    StorageSink sink = server.open(Map.of())) {
                SinkException e = put(sink);
                refused(() -> sink.get(KEY, 0));
                refused(() -> sink.list("", "", 10));
                refused(() -> sink.delete(KEY));

                assertEquals(Kind.INVALID, e.kind(), e.getMessage());
                assertTrue(said(e).contains("sends us on to " + other.url()), e.getMessage());
                assertFalse(said(e).contains("HUSH"), e.getMessage());
                assertEquals(List.of(), other.asked(), () -> "followed " + status);
            }
        }
    }

    private static String page(String name) {
        return results("<Blob><Name>" + name + "</Name><Properties><Content-Length>1</Content-Length>"
                + "<Last-Modified>Thu, 01 Jan 2026 00:00:00 GMT</Last-Modified></Properties></Blob>");
    }

    private static String results(String blobs) {
        return "<?xml version=\"1.0\" encoding=\"utf-8\"?><EnumerationResults><Blobs>" + blobs
                + "</Blobs><NextMarker>t</NextMarker></EnumerationResults>";
    }

    private static SinkException put(StorageSink sink) {
        return refused(() -> sink.put(KEY, new BytesBody(new byte[] {1, 2, 3}), PutOptions.NONE));
    }

    private static SinkException refused(Executable call) {
        return assertThrows(SinkException.class, call);
    }

    private static String said(SinkException e) {
        return String.valueOf(e.getMessage());
    }
}
