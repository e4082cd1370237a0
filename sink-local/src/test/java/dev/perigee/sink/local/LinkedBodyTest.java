package dev.perigee.sink.local;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.api.Body;
import dev.perigee.api.ObjectInfo;
import dev.perigee.api.ObjectKey;
import dev.perigee.api.PutOptions;
import dev.perigee.api.Sha256;
import dev.perigee.api.SinkException;
import dev.perigee.api.SinkException.Kind;
import dev.perigee.sink.contract.body.BytesBody;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinkedBodyTest {

    private static final byte[] BYTES = "a snapshot".getBytes(StandardCharsets.US_ASCII);
    private static final ObjectKey KEY = ObjectKey.of("prod/x.db");
    private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");

    @TempDir
    Path scratch;

    private Path directory;
    private Path stored;
    private LocalSink sink;

    @BeforeEach
    void open() {
        directory = scratch.resolve("sink");
        stored = directory.resolve(KEY.value());
        sink = new LocalSink(new LocalSinkConfig(directory), () -> NOW, new Random(1));
    }

    private record OfFile(Path path, byte[] bytes, Sha256 sha256) implements Body {

        static OfFile of(Path path) throws IOException {
            return new OfFile(path, BYTES, Sha256.digest(BYTES));
        }

        @Override
        public long length() {
            return bytes.length;
        }

        @Override
        public InputStream open(long offset, long length) {
            return new ByteArrayInputStream(bytes, (int) offset, (int) length);
        }

        @Override
        public Optional<Path> file() {
            return Optional.of(path);
        }
    }

    private Path spooled(String permissions) throws IOException {
        Path file = Files.write(scratch.resolve("spooled"), BYTES);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }

    private static Object inode(Path file) throws IOException {
        return Files.getAttribute(file, "unix:ino");
    }

    private void assertIsNothingUnderWay() throws IOException {
        try (Stream<Path> left = Files.list(directory.resolve(Temporaries.FOLDER))) {
            assertEquals(0, left.count());
        }
    }

    @Test
    void aFileThatLiesOnTheSameDiskIsNotWrittenAgain() throws Exception {
        Path file = spooled("rw-------");

        sink.put(KEY, OfFile.of(file), PutOptions.NONE);

        assertEquals(inode(file), inode(stored));
        assertIsNothingUnderWay();
    }

    @Test
    void whatTheOwnerHasDigestedIsNotReadAgain() throws Exception {
        Body readOtherwise = new OfFile(spooled("rw-------"), new byte[BYTES.length], Sha256.digest(BYTES));

        sink.put(KEY, readOtherwise, PutOptions.NONE);

        assertArrayEquals(BYTES, sink.get(KEY, 0).readAllBytes());
    }

    @Test
    void theObjectStaysWhenTheFileIsRemoved() throws Exception {
        Path file = spooled("rw-------");
        sink.put(KEY, OfFile.of(file), PutOptions.NONE);

        Files.delete(file);

        assertArrayEquals(BYTES, sink.get(KEY, 0).readAllBytes());
    }

    @Test
    void whatWasStoredBeforeStaysWhatItWas() throws Exception {
        Path file = spooled("rw-------");
        sink.put(KEY, OfFile.of(file), PutOptions.NONE);
        byte[] other = "another".getBytes(StandardCharsets.US_ASCII);

        sink.put(KEY, new BytesBody(other), PutOptions.NONE);

        assertArrayEquals(other, Files.readAllBytes(stored));
        assertArrayEquals(BYTES, Files.readAllBytes(file));
    }

    @Test
    void theSameFileAgainLeavesOneObject() throws Exception {
        Path file = spooled("rw-------");
        sink.put(KEY, OfFile.of(file), PutOptions.NONE);

        sink.put(KEY, OfFile.of(file), PutOptions.NONE);

        assertEquals(inode(file), inode(stored));
        assertIsNothingUnderWay();
    }

    @Test
    void aFileThatOthersMayReadIsCopied() throws Exception {
        Path file = spooled("rw-r--r--");

        sink.put(KEY, OfFile.of(file), PutOptions.NONE);

        assertFalse(inode(file).equals(inode(stored)));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(stored)));
    }

    @Test
    void aSymbolicLinkIsCopied() throws Exception {
        Path link = Files.createSymbolicLink(scratch.resolve("link"), spooled("rw-------"));

        sink.put(KEY, OfFile.of(link), PutOptions.NONE);

        assertTrue(Files.isRegularFile(stored, LinkOption.NOFOLLOW_LINKS));
        assertFalse(inode(link.toRealPath()).equals(inode(stored)));
    }

    @Test
    void aFileOfAnotherFileSystemIsCopied() throws Exception {
        try (FileSystem other = FileSystems.newFileSystem(
                scratch.resolve("x.zip"), Map.of("create", "true", "enablePosixFileAttributes", "true"))) {
            Path file = Files.write(other.getPath("/spooled"), BYTES);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));

            sink.put(KEY, OfFile.of(file), PutOptions.NONE);
        }

        assertArrayEquals(BYTES, Files.readAllBytes(stored));
    }

    @Test
    void aFileOfAnotherLengthIsLeftAloneAndItsBytesAreHeldAgainstTheDigest() throws Exception {
        Path file = spooled("rw-------");
        Files.write(file, new byte[] {1}, StandardOpenOption.APPEND);
        Body spoiled = new OfFile(file, BYTES, Sha256.digest(new byte[] {1}));

        SinkException e = assertThrows(SinkException.class, () -> sink.put(KEY, spoiled, PutOptions.NONE));

        assertEquals(Kind.DAMAGED, e.kind());
        assertFalse(Files.exists(stored));
        assertEquals(BYTES.length + 1, Files.size(file));
        assertIsNothingUnderWay();
    }

    @Test
    void aFileThatWaitedForDaysIsStoredNow() throws Exception {
        Path file = Files.setLastModifiedTime(spooled("rw-------"), FileTime.from(NOW.minusSeconds(1_000_000)));

        ObjectInfo info = sink.put(KEY, OfFile.of(file), PutOptions.NONE);

        assertEquals(NOW, info.lastModified());
        assertEquals(info, sink.list("", "", 10).objects().get(0));
    }
}
