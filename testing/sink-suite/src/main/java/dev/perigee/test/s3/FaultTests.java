package dev.perigee.test.s3;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.api.Body;
import dev.perigee.api.ListPage;
import dev.perigee.api.ObjectInfo;
import dev.perigee.api.ObjectKey;
import dev.perigee.api.PutOptions;
import dev.perigee.api.Sha256;
import dev.perigee.api.SinkException;
import dev.perigee.api.SinkException.Kind;
import dev.perigee.api.SinkSettings;
import dev.perigee.api.StorageSink;
import dev.perigee.api.StorageSinkProvider;
import dev.perigee.sink.contract.body.BytesBody;
import dev.perigee.sink.contract.body.PatternBody;
import dev.perigee.test.servers.Eventually;
import dev.perigee.test.servers.FaultProxy;
import dev.perigee.test.servers.RealS3;
import dev.perigee.test.servers.RequestCounter;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What a bad line leaves of an upload in parts, credentials that allow little, and what others leave in the bucket. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class FaultTests {

    private static final ObjectKey KEY = ObjectKey.of("some/key");
    private static final Body LARGE = new PatternBody(1, 24L << 20);

    private final StorageSinkProvider provider;
    private final RealS3 server;
    private final FaultProxy proxy;

    /**
     * The faults of a sink. Starts a server.
     *
     * @param provider opens it
     */
    protected FaultTests(StorageSinkProvider provider) {
        this.provider = provider;
        this.server = RealS3.minio();
        this.proxy = FaultProxy.before("127.0.0.1", server.port());
    }

    @BeforeAll
    void makeTheBucket() throws SinkException {
        try (StorageSink sink = direct()) {
            sink.put(ObjectKey.of("first"), new BytesBody(new byte[] {1}), PutOptions.NONE);
        }
    }

    @AfterAll
    void stop() {
        proxy.close();
        server.close();
    }

    @Test
    void aLineResetInTheMiddleOfAPartLeavesNothing() throws Exception {
        try (StorageSink sink = proxied()) {
            proxy.inject(new FaultProxy.Fault.Reset(3L << 20));
            SinkException e = assertThrows(SinkException.class, () -> sink.put(KEY, LARGE, PutOptions.NONE));

            assertEquals(Kind.UNREACHABLE, e.kind());
            assertEquals(KEY, e.key().orElseThrow());
        } finally {
            proxy.inject(new FaultProxy.Fault.None());
        }
        expectNoTrace();
    }

    @Test
    void aPutThatStallsEndsSoonWhenItsThreadIsInterrupted() throws Exception {
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        proxy.inject(new FaultProxy.Fault.Stall(1L << 20));
        int before = proxy.accepted();
        try (StorageSink sink = proxied()) {
            Thread put = Thread.ofPlatform().start(() -> {
                try {
                    sink.put(KEY, LARGE, PutOptions.NONE);
                } catch (Throwable e) {
                    thrown.set(e);
                }
            });
            Eventually.eventually(
                    Duration.ofSeconds(60), "the put has connections", () -> proxy.accepted() > before + 1);
            put.interrupt();
            put.join(Duration.ofSeconds(45));

            assertFalse(put.isAlive());
            SinkException e = assertInstanceOf(SinkException.class, thrown.get());
            assertEquals(Kind.CANCELLED, e.kind());
        } finally {
            proxy.inject(new FaultProxy.Fault.None());
        }
        try (StorageSink sink = direct()) {
            assertThrows(SinkException.class, () -> sink.get(KEY, 0).close());
        }
    }

    @Test
    void threeThousandObjectsTakeFourRequestsAtMost() throws Exception {
        int count = 3_000;
        try (RequestCounter counter = RequestCounter.before(server.port(), "list-type=2");
                StorageSink filler = direct("many");
                StorageSink sink = open(S3Settings.of(counter.url(), "many"))) {
            fill(filler, count);
            List<ObjectKey> found = new ArrayList<>();
            ListPage page = sink.list("o/", "", 1000);
            found.addAll(page.objects().stream().map(ObjectInfo::key).toList());
            while (page.more()) {
                page = sink.list("o/", found.getLast().value(), 1000);
                found.addAll(page.objects().stream().map(ObjectInfo::key).toList());
            }

            assertEquals(count, found.size());
            assertTrue(counter.seen() >= 3 && counter.seen() <= 4, "requests: " + counter.seen());
        }
    }

    private static void fill(StorageSink sink, int count) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Future<ObjectInfo>> puts = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                ObjectKey key = ObjectKey.of("o/" + (100_000 + i));
                puts.add(threads.submit(() -> sink.put(key, new BytesBody(new byte[] {1}), PutOptions.NONE)));
            }
            for (Future<ObjectInfo> put : puts) {
                put.get();
            }
        }
    }

    @Test
    void whatOthersHaveNamedAsNoKeyCanBeIsPassedOver(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("x"), "x");
        mc("mb", "m/foreign");
        mc("cp", file.toString(), "m/foreign/some/path/a key with spaces");
        mc("cp", file.toString(), "m/foreign/some/path/b/.hidden");
        mc("cp", file.toString(), "m/foreign/some/pathology");
        try (StorageSink sink = direct("foreign")) {
            sink.put(ObjectKey.of("z"), new BytesBody(new byte[] {1}), PutOptions.NONE);

            ListPage page = sink.list("", "", 1);

            assertEquals(
                    List.of(ObjectKey.of("z")),
                    page.objects().stream().map(ObjectInfo::key).toList());
            assertFalse(page.more());
        }
    }

    @Test
    void thePermissionToPutIsEnoughToPut(@TempDir Path directory) throws Exception {
        Map<String, Object> settings = mayOnlyPut("writer", directory);
        ObjectKey small = ObjectKey.of("by-the-writer/small");
        ObjectKey large = ObjectKey.of("by-the-writer/large");
        byte[] bytes = {1, 2, 3};
        try (StorageSink sink = open(settings);
                StorageSink root = direct()) {
            sink.put(small, new BytesBody(bytes), PutOptions.NONE);
            sink.put(large, LARGE, PutOptions.NONE);

            try (InputStream in = root.get(small, 0)) {
                assertArrayEquals(bytes, in.readAllBytes());
            }
            assertEquals(2, root.list("by-the-writer/", "", 10).objects().size());
            assertEquals(
                    Kind.DENIED,
                    assertThrows(SinkException.class, () -> sink.list("", "", 1))
                            .kind());
            assertEquals(
                    Kind.DENIED,
                    assertThrows(SinkException.class, () -> sink.delete(small)).kind());
        }
    }

    @Test
    void whoMayNotAbortIsToldWhatStaysAndWhatRemovesIt(@TempDir Path directory) throws Exception {
        Map<String, Object> settings = S3Settings.with(mayOnlyPut("leaver", directory), "endpoint", throughProxy());
        try (StorageSink sink = open(settings)) {
            proxy.inject(new FaultProxy.Fault.Reset(3L << 20));
            SinkException e = assertThrows(SinkException.class, () -> sink.put(KEY, LARGE, PutOptions.NONE));

            assertEquals(Kind.UNREACHABLE, e.kind(), e.getMessage());
            assertFalse(openUploads().isEmpty());
            String advice = e.hint().orElseThrow();
            assertTrue(advice.contains("grant s3:AbortMultipartUpload"), advice);
            assertTrue(advice.contains("lifecycle rule AbortIncompleteMultipartUpload"), advice);
        } finally {
            proxy.inject(new FaultProxy.Fault.None());
            mc("rm", "--incomplete", "--recursive", "--force", "m/faults");
        }
    }

    @Test
    void aBodyIsReadOnceForItsDigestAndOnceToBeSent() throws Exception {
        OpenedBody body = new OpenedBody(1, 1);
        try (StorageSink sink = direct()) {
            sink.put(ObjectKey.of("opened"), body, PutOptions.NONE);
        }

        assertEquals(2, body.opened.get());
    }

    @Test
    void bytesThatAreOthersWhenTheyAreSentAreRefusedByTheStore() throws Exception {
        ObjectKey key = ObjectKey.of("changing");
        try (StorageSink sink = direct()) {
            SinkException e =
                    assertThrows(SinkException.class, () -> sink.put(key, new OpenedBody(1, 2), PutOptions.NONE));

            assertEquals(Kind.DAMAGED, e.kind(), e.getMessage());
            assertEquals(List.of(), sink.list("changing", "", 1).objects());
        }
    }

    /** One byte; another one when it is opened for the second time. Counts. */
    private static final class OpenedBody implements Body {

        private final byte first;
        private final byte later;
        private final AtomicInteger opened = new AtomicInteger();

        OpenedBody(int first, int later) {
            this.first = (byte) first;
            this.later = (byte) later;
        }

        @Override
        public long length() {
            return 1;
        }

        @Override
        public Sha256 sha256() {
            return Sha256.digest(new byte[] {first});
        }

        @Override
        public InputStream open(long offset, long length) {
            return new ByteArrayInputStream(new byte[] {opened.incrementAndGet() == 1 ? first : later});
        }
    }

    @Test
    void contentMd5AloneServesOlderServers() throws Exception {
        Map<String, Object> settings = S3Settings.with(
                S3Settings.of(server.url(), "older"), Map.of("checksum", "when-required", "part-size", "5 MiB"));
        try (StorageSink sink = open(settings)) {
            for (long length : new long[] {0, 1, 6L << 20}) {
                Body body = new PatternBody(length, length);
                sink.put(KEY, body, PutOptions.NONE);
                try (InputStream in = sink.get(KEY, 0);
                        InputStream sent = body.open(0, length)) {
                    assertArrayEquals(sent.readAllBytes(), in.readAllBytes());
                }
            }
        }
    }

    @Test
    void noSecretIsInWhatAFailureSays() throws Exception {
        Map<String, Object> wrong =
                S3Settings.as(S3Settings.of(server.url(), "faults"), RealS3.ACCESS_KEY, "the-wrong-secret");
        Map<String, Object> settings = S3Settings.with(wrong, "session-token", "the-session-token");
        StringWriter said = new StringWriter();
        try (StorageSink sink = open(settings)) {
            for (Body body : List.of(new BytesBody(new byte[] {1}), LARGE)) {
                SinkException e = assertThrows(SinkException.class, () -> sink.put(KEY, body, PutOptions.NONE));
                assertEquals(Kind.DENIED, e.kind(), e.getMessage());
                e.printStackTrace(new PrintWriter(said));
                said.append(e.hint().toString());
            }
        }

        assertFalse(said.toString().contains("the-wrong-secret"), said.toString());
        assertFalse(said.toString().contains("the-session-token"), said.toString());
    }

    private void expectNoTrace() throws Exception {
        try (StorageSink sink = direct()) {
            assertEquals(List.of(), sink.list(KEY.value(), "", 10).objects());
        }
        assertEquals(List.of(), openUploads());
    }

    /** MinIO keeps open uploads in a folder of its own. */
    private List<Path> openUploads() throws Exception {
        Path uploads = server.directory().resolve(".minio.sys/multipart");
        try (var files = Files.walk(uploads)) {
            return files.filter(file -> file.endsWith("xl.meta")).toList();
        }
    }

    /** The settings of a user who may put into the bucket of faults, and nothing else. */
    private Map<String, Object> mayOnlyPut(String user, Path directory) throws Exception {
        Path policy = Files.writeString(
                directory.resolve("policy.json"),
                "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":[\"s3:PutObject\"],"
                        + "\"Resource\":[\"arn:aws:s3:::faults/*\"]}]}");
        mc("admin", "user", "add", "m", user, "writer-secret");
        mc("admin", "policy", "create", "m", "put-only-" + user, policy.toString());
        mc("admin", "policy", "attach", "m", "put-only-" + user, "--user", user);
        return S3Settings.as(S3Settings.of(server.url(), "faults"), user, "writer-secret");
    }

    private void mc(String... arguments) {
        server.mc(arguments).orFail();
    }

    private StorageSink direct() throws SinkException {
        return direct("faults");
    }

    private StorageSink direct(String bucket) throws SinkException {
        return open(S3Settings.of(server.url(), bucket));
    }

    private StorageSink proxied() throws SinkException {
        return open(S3Settings.of(throughProxy(), "faults"));
    }

    private String throughProxy() {
        return "http://127.0.0.1:" + proxy.port();
    }

    private StorageSink open(Map<String, Object> settings) throws SinkException {
        return provider.open(SinkSettings.of("test", settings));
    }
}
