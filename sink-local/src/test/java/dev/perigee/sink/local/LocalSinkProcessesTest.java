package dev.perigee.sink.local;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.api.Body;
import dev.perigee.api.ObjectInfo;
import dev.perigee.api.ObjectKey;
import dev.perigee.api.PutOptions;
import dev.perigee.api.Sha256;
import dev.perigee.sink.contract.body.BytesBody;
import dev.perigee.sink.contract.body.PatternBody;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A directory shared with other processes, other users, and a full or read-only disk. */
class LocalSinkProcessesTest {

    private static final Instant DAY_AFTER_TOMORROW = Instant.now().plusSeconds(2 * 86_400);

    @TempDir
    Path scratch;

    private Path directory;

    @BeforeEach
    void makeDirectory() throws IOException {
        Files.setPosixFilePermissions(scratch, PosixFilePermissions.fromString("rwxr-xr-x"));
        directory = Files.createDirectory(scratch.resolve("backup"));
    }

    private LocalSink sink() {
        return new LocalSink(new LocalSinkConfig(directory));
    }

    private LocalSink sinkTwoDaysLater() {
        return new LocalSink(new LocalSinkConfig(directory), InstantSource.fixed(DAY_AFTER_TOMORROW), new Random());
    }

    /** One whose temporary files have the names that another such sink's have. */
    private LocalSink namesake() {
        return new LocalSink(new LocalSinkConfig(directory), InstantSource.system(), new Random(7));
    }

    /** Something happens as soon as it is read, with its temporary file there. */
    private record HookedBody(BytesBody body, Callable<Object> hook) implements Body {

        @Override
        public long length() {
            return body.length();
        }

        @Override
        public Sha256 sha256() {
            return body.sha256();
        }

        @Override
        public InputStream open(long offset, long length) throws IOException {
            try {
                hook.call();
            } catch (Exception e) {
                throw new IOException(e);
            }
            return body.open(offset, length);
        }
    }

    @Test
    void whoMeetsAnothersNameLeavesItsFileProtected() throws Exception {
        HookedBody body = new HookedBody(new BytesBody(new byte[] {1, 2}), () -> {
            Path written = only(directory.resolve(Temporaries.FOLDER));
            putSmall(namesake(), "other");
            Files.setLastModifiedTime(written, FileTime.from(Instant.EPOCH));
            putSmall(sink(), "later");
            return written;
        });

        namesake().put(ObjectKey.of("mine"), body, PutOptions.NONE);

        assertEquals(List.of("later", "mine", "other"), listed());
    }

    private static Path only(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.findFirst().orElseThrow();
        }
    }

    private static void putSmall(LocalSink sink, String key) throws IOException {
        sink.put(ObjectKey.of(key), new BytesBody(new byte[] {1}), PutOptions.NONE);
    }

    private List<String> listed() throws IOException {
        return sink().list("", "", 100).objects().stream()
                .map(info -> info.key().value())
                .toList();
    }

    private List<Path> temporaries() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve(Temporaries.FOLDER))) {
            return files.sorted().toList();
        }
    }

    private Process halfPut(String key) throws Exception {
        Process process = Processes.start("put-half", directory.toString(), key);
        BufferedReader reader = process.inputReader();
        assertEquals("half", reader.readLine());
        return process;
    }

    @Test
    void aKilledPutLeavesNothingListedAndIsSweptAfterADay() throws Exception {
        Process process = halfPut("prod/x");
        process.destroyForcibly().waitFor();

        assertEquals(List.of(), listed());
        assertEquals(1, temporaries().size());

        putSmall(sink(), "prod/today");
        assertEquals(1, temporaries().size(), "what was left an hour ago may still be somebody's");

        putSmall(sinkTwoDaysLater(), "prod/later");
        assertEquals(List.of(), temporaries());
        assertEquals(List.of("prod/later", "prod/today"), listed());
    }

    @Test
    void aSlowPutOfAnotherProcessIsNotSwept() throws Exception {
        Process process = halfPut("prod/x");
        try {
            putSmall(sinkTwoDaysLater(), "prod/later");

            assertEquals(1, temporaries().size(), "its writer lives and holds its lock");
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    @Test
    void whatIsNotOursIsNotSwept() throws Exception {
        putSmall(sink(), "x");
        Path folder = directory.resolve(Temporaries.FOLDER);
        Path other = Files.createFile(folder.resolve("somebody-elses.part"));
        Path ours = Files.createFile(folder.resolve("put-0123456789abcdef.part"));
        Path old = Files.createFile(directory.resolve("put-0123456789abcdef.part"));
        for (Path file : List.of(other, ours, old)) {
            Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH));
        }

        putSmall(sink(), "y");

        assertTrue(Files.exists(other));
        assertTrue(Files.exists(old));
        assertFalse(Files.exists(ours));
    }

    @Test
    void twoProcessesPutUnderTheSameKeys() throws Exception {
        Process other = Processes.start("put-many", directory.toString(), "shared");
        for (int i = 0; i < 200; i++) {
            sink().put(ObjectKey.of("shared/" + i % 20), new PatternBody(i % 20, 20_000), PutOptions.NONE);
        }

        assertTrue(Processes.output(other).startsWith("done"));
        assertEquals(20, listed().size());
        for (int i = 0; i < 20; i++) {
            try (InputStream found = sink().get(ObjectKey.of("shared/" + i), 0);
                    InputStream expected = new PatternBody(i, 20_000).open(0, 20_000)) {
                assertArrayEquals(expected.readAllBytes(), found.readAllBytes());
            }
        }
        assertEquals(List.of(), temporaries());
    }

    @Test
    void aDirectoryThatMayNotBeWrittenIsDenied() throws Exception {
        putSmall(sink(), "prod/x");
        allow("r-xr-xr-x", "", "prod", Temporaries.FOLDER);
        allow("r--r--r--", "prod/x");
        try {
            String put = Processes.asOrdinaryUser(scratch, "put", directory.toString(), "prod/y");

            assertTrue(put.startsWith("DENIED could not store it in " + directory), put);
            assertTrue(put.contains("read, write and enter"), put);
            assertTrue(put.contains("listed [ObjectInfo[key=prod/x"), put);
        } finally {
            allow("rwxr-xr-x", "", "prod", Temporaries.FOLDER);
        }
    }

    @Test
    void aDirectoryThatMayNotBeEnteredIsDenied() throws Exception {
        putSmall(sink(), "prod/x");
        allow("---------", "");
        try {
            for (String verb : List.of("get", "list", "delete")) {
                String said = Processes.asOrdinaryUser(
                        Files.createDirectory(scratch.resolve(verb)), verb, directory.toString(), "prod/x");

                assertTrue(said.startsWith("DENIED could not "), said);
            }
        } finally {
            allow("rwxr-xr-x", "");
        }
    }

    private void allow(String permissions, String... paths) throws IOException {
        for (String path : paths) {
            Files.setPosixFilePermissions(directory.resolve(path), PosixFilePermissions.fromString(permissions));
        }
    }

    @Test
    void aFullDiskIsSaidAndNothingIsLeft() throws Exception {
        String mount = "mount -t tmpfs -o size=1m tmpfs '" + directory + "'; \"$@\"; ls -A '" + directory + "/"
                + Temporaries.FOLDER + "'";

        String said = Processes.withOwnMounts(mount, "put", directory.toString(), "prod/x");

        assertTrue(said.startsWith("NO_SPACE could not store it in " + directory), said);
        assertTrue(said.endsWith("listed []"), said);
    }

    @Test
    void aReadOnlyDiskIsDenied() throws Exception {
        String mount = "mount -t tmpfs -o ro tmpfs '" + directory + "'; \"$@\"";

        String said = Processes.withOwnMounts(mount, "put", directory.toString(), "prod/x");

        assertTrue(said.startsWith("DENIED could not store it in " + directory), said);
        assertTrue(said.contains("mount its file system writable"), said);
    }

    /** Of its file system Java finds the other mount, which is writable. */
    @Test
    void aDirectoryMountedReadOnlyIsDenied() throws Exception {
        String mount = "mount --bind '" + directory + "' '" + directory + "'; mount -o remount,ro,bind '" + directory
                + "'; \"$@\"";

        String said = Processes.withOwnMounts(mount, "put", directory.toString(), "prod/x");

        assertTrue(said.startsWith("DENIED could not store it in " + directory), said);
        assertTrue(said.contains("mount its file system writable"), said);
    }

    @Test
    void tenThousandObjectsAreListedInOrder() throws Exception {
        for (int i = 0; i < 10_000; i++) {
            Path file = directory.resolve("prod" + i % 2).resolve("x" + i);
            Files.createDirectories(file.getParent());
            Files.createFile(file);
        }

        List<String> keys = new ArrayList<>();
        String after = "";
        int pages = 0;
        for (boolean more = true; more; pages++) {
            var page = sink().list("", after, 1000);
            page.objects().stream().map(ObjectInfo::key).map(ObjectKey::value).forEach(keys::add);
            after = keys.get(keys.size() - 1);
            more = page.more();
        }

        assertEquals(10, pages);
        assertEquals(10_000, keys.size());
        assertEquals(keys.stream().sorted().distinct().toList(), keys);
    }
}
