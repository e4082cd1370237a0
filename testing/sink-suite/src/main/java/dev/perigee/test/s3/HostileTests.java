package dev.perigee.test.s3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.api.ObjectKey;
import dev.perigee.api.PutOptions;
import dev.perigee.api.SettingException;
import dev.perigee.api.SinkException;
import dev.perigee.api.SinkException.Kind;
import dev.perigee.api.SinkSettings;
import dev.perigee.api.StorageSink;
import dev.perigee.api.StorageSinkProvider;
import dev.perigee.sink.contract.body.BytesBody;
import dev.perigee.test.line.AnsweringServer;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What a sink makes of a server that means harm: its own failure, soon, and nothing given away. */
public abstract class HostileTests {

    private static final ObjectKey KEY = ObjectKey.of("some/key");
    private static final String XML = "application/xml";
    private static final String HEAD = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";

    private final StorageSinkProvider provider;

    /**
     * The attacks on a sink.
     *
     * @param provider opens it
     */
    protected HostileTests(StorageSinkProvider provider) {
        this.provider = provider;
    }

    @Test
    void aListingThatNeverEndsIsGivenUp() throws Exception {
        try (HostileServer server = HostileServer.endless(200, XML, HEAD + "<ListBucketResult><Name>");
                StorageSink sink = open(server.url(), Map.of())) {
            SinkException e = refused(() -> sink.list("", "", 10));

            assertEquals(Kind.OTHER, e.kind(), e.getMessage());
            assertTrue(said(e).contains("longer than 8 MiB"), e.getMessage());
        }
    }

    @Test
    void aRefusalWhoseMessageNeverEndsIsTakenByItsStatus() throws Exception {
        String beginning = HEAD + "<Error><Code>InternalError</Code><Message>";
        try (HostileServer server = HostileServer.endless(500, XML, beginning);
                StorageSink sink = open(server.url(), Map.of())) {
            assertEquals(Kind.BUSY, refused(() -> sink.list("", "", 10)).kind());
            assertEquals(Kind.BUSY, put(sink).kind());
        }
    }

    @Test
    void anAnswerToAPutThatNeverEndsIsGivenUp() throws Exception {
        try (HostileServer server = HostileServer.endless(200, XML, HEAD);
                StorageSink sink = open(server.url(), Map.of())) {
            put(sink);
        }
    }

    @Test
    void foreignNamesWithoutEndAreGivenUp() throws Exception {
        int[] asked = {0};
        expectUnbelievable(
                query -> page(true, names("some/path/%08d x", asked[0]++ * 1000, 1000)), "names that aren't ours");
    }

    @Test
    void namesOutOfOrderAreNotBelieved() throws Exception {
        expectUnbelievable(query -> page(false, Stream.of("some/path/b", "some/path/a")), "does not sort");
    }

    @Test
    void theSamePageAgainIsNotBelieved() throws Exception {
        expectUnbelievable(query -> page(true, Stream.of("some/path/a b", "some/path/b b")), "does not sort");
    }

    @Test
    void namesFromElsewhereAreNotBelieved() throws Exception {
        expectUnbelievable(query -> page(false, Stream.of("another/path/b")), "doesn't begin as asked for");
    }

    @Test
    void aPageLongerThanAskedForIsNotBelieved() throws Exception {
        expectUnbelievable(query -> page(false, names("some/path/%08d", 0, 11)), "more names than it was asked for");
    }

    @Test
    void nobodyIsFollowedToAnotherServer() throws Exception {
        for (int status : List.of(301, 302, 307, 308)) {
            try (HostileServer other = HostileServer.answering(XML, query -> "");
                    HostileServer server = HostileServer.sendingTo(status, other.url() + "/bkt/x");
                    StorageSink sink = open(server.url(), Map.of())) {
                put(sink);
                refused(() -> sink.get(KEY, 0));
                refused(() -> sink.list("", "", 10));
                refused(() -> sink.delete(KEY));

                assertEquals(List.of(), other.hosts(), () -> "followed " + status);
            }
        }
    }

    @Test
    void aStoresWordsCanNotMoveTheTerminal() throws Exception {
        try (AnsweringServer server = AnswerTests.error(403, "Access&#x9b;31mDenied", Map.of());
                StorageSink sink = open(server.url(), Map.of())) {
            String said = said(put(sink));

            assertEquals(said.replaceAll("\\p{Cntrl}|[\\u0080-\\u009f]", ""), said);
        }
    }

    @Test
    void minioConsoleIsNamed() throws Exception {
        try (HostileServer server = HostileServer.named("MinIO Console");
                StorageSink sink = open(server.url(), Map.of())) {
            for (SinkException e : List.of(put(sink), refused(() -> sink.list("", "", 10)))) {
                assertEquals(Kind.INVALID, e.kind(), e.getMessage());
                assertTrue(said(e).contains("MinIO's console answers"), e.getMessage());
                assertTrue(e.hint().orElseThrow().contains("9000"));
            }
        }
    }

    @Test
    void minioConsoleIsNamedWhereItOnlyPointsAtTheApi() throws Exception {
        try (HostileServer server = HostileServer.sendingTo(400, "http://127.0.0.1:9000");
                StorageSink sink = open(server.url(), Map.of())) {
            assertTrue(said(put(sink)).contains("MinIO's console answers"));
        }
    }

    @Test
    void aHostMayHaveAnUnderscore() throws Exception {
        try (HostileServer proxy =
                        HostileServer.answering(XML, query -> page(false, Stream.of("some/path/a", "some/path/b")));
                StorageSink sink = open("http://my_minio:9000", Map.of("proxy", proxy.url()))) {
            assertEquals(2, sink.list("", "", 10).objects().size());
            assertEquals(List.of("my_minio:9000"), proxy.hosts());
        }
    }

    @Test
    void anEndpointWithTheBucketInItIsExplained() {
        SettingException e = assertThrows(SettingException.class, () -> open("http://localhost:9000/bkt", Map.of()));

        assertEquals("endpoint", e.key());
        assertTrue(String.valueOf(e.getMessage()).contains("has the bucket in it"), e.getMessage());
    }

    private void expectUnbelievable(java.util.function.UnaryOperator<String> answer, String why) throws Exception {
        try (HostileServer server = HostileServer.answering(XML, answer);
                StorageSink sink = open(server.url(), Map.of())) {
            SinkException e = refused(() -> sink.list("", "", 10));

            assertEquals(Kind.OTHER, e.kind(), e.getMessage());
            assertTrue(said(e).contains(why), e.getMessage());
        }
    }

    private static Stream<String> names(String pattern, int from, int count) {
        return IntStream.range(from, from + Math.min(count, pattern.endsWith("x") ? 10 : count))
                .mapToObj(pattern::formatted);
    }

    private static String page(boolean more, Stream<String> names) {
        return HEAD + "<ListBucketResult><Name>bkt</Name><IsTruncated>" + more + "</IsTruncated>"
                + names.map(
                                name -> "<Contents><Key>" + name
                                        + "</Key><LastModified>2026-01-01T00:00:00.000Z</LastModified><Size>1</Size></Contents>")
                        .collect(Collectors.joining())
                + "</ListBucketResult>";
    }

    private static SinkException put(StorageSink sink) {
        return refused(() -> sink.put(KEY, new BytesBody(new byte[] {1, 2, 3}), PutOptions.NONE));
    }

    private static SinkException refused(Executable call) {
        return assertThrows(SinkException.class, call);
    }

    private StorageSink open(String url, Map<String, ?> more) throws IOException {
        Map<String, Object> settings = S3Settings.with(S3Settings.of(url, "bkt"), "create-bucket", "false");
        return provider.open(SinkSettings.of("test", S3Settings.with(settings, more)));
    }

    private static String said(SinkException e) {
        return String.valueOf(e.getMessage());
    }
}
