package dev.perigee.sink.local;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.api.ObjectInfo;
import dev.perigee.api.ObjectKey;
import dev.perigee.api.PutOptions;
import dev.perigee.api.SettingException;
import dev.perigee.api.SinkException;
import dev.perigee.api.SinkException.Kind;
import dev.perigee.api.SinkPlace;
import dev.perigee.api.SinkSettings;
import dev.perigee.api.StorageSink;
import dev.perigee.api.StorageSinkProvider;
import dev.perigee.sink.contract.body.BytesBody;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class LocalSinkTest {

    private static final byte[] BYTES = "etcd".getBytes(StandardCharsets.US_ASCII);

    @TempDir
    Path scratch;

    private Path directory;
    private LocalSink sink;

    @BeforeEach
    void open() {
        directory = scratch.resolve("not/there/yet");
        sink = new LocalSink(new LocalSinkConfig(directory));
    }

    private ObjectInfo put(String key) throws SinkException {
        return sink.put(ObjectKey.of(key), new BytesBody(BYTES), PutOptions.NONE);
    }

    private List<String> listed() throws SinkException {
        return sink.list("", "", 100).objects().stream()
                .map(info -> info.key().value())
                .toList();
    }

    private SinkException refused(Executable call, Kind kind) {
        SinkException e = assertThrows(SinkException.class, call);
        assertEquals(kind, e.kind(), e.getMessage());
        return e;
    }

    private String permissions(String path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve(path)));
    }

    @Test
    void aDirectoryThatIsNotThereHoldsNothing() throws Exception {
        assertEquals(List.of(), listed());
        refused(() -> sink.get(ObjectKey.of("a"), 0), Kind.NOT_FOUND);
        sink.delete(ObjectKey.of("a"));
        assertFalse(Files.exists(directory));
    }

    @Test
    void theFirstPutMakesTheDirectoryForItsOwnerOnly() throws Exception {
        put("prod/manifests/x.json");

        assertEquals("rwx------", permissions(""));
        assertEquals("rwx------", permissions("prod"));
        assertEquals("rwx------", permissions("prod/manifests"));
        assertEquals("rwx------", permissions(Temporaries.FOLDER));
        assertEquals("rw-------", permissions("prod/manifests/x.json"));
    }

    @Test
    void anObjectIsAPlainFileUnderItsKey() throws Exception {
        ObjectInfo info = put("prod/snapshots/x.db");

        assertArrayEquals(BYTES, Files.readAllBytes(directory.resolve("prod/snapshots/x.db")));
        assertEquals(info, sink.list("", "", 10).objects().get(0));
    }

    @Test
    void aLinkedFolderIsNeverFollowed() throws Exception {
        Path outside = Files.createDirectory(scratch.resolve("outside"));
        Files.write(outside.resolve("x"), BYTES);
        Files.createDirectories(directory);
        Files.createSymbolicLink(directory.resolve("prod"), outside);

        SinkException e = refused(() -> put("prod/y"), Kind.INVALID);
        refused(() -> sink.get(ObjectKey.of("prod/x"), 0), Kind.INVALID);
        refused(() -> sink.delete(ObjectKey.of("prod/x")), Kind.INVALID);

        assertTrue(e.getMessage().contains("prod is a symbolic link"), e.getMessage());
        assertEquals(List.of(), listed());
        assertEquals(Set.of(outside.resolve("x")), filesIn(outside));
    }

    @Test
    void aLinkedFileIsNeitherReadNorReplacedNorRemoved() throws Exception {
        Path outside = Files.write(scratch.resolve("outside"), new byte[] {1});
        Files.createDirectories(directory);
        Files.createSymbolicLink(directory.resolve("x"), outside);

        refused(() -> put("x"), Kind.INVALID);
        refused(() -> sink.get(ObjectKey.of("x"), 0), Kind.INVALID);
        refused(() -> sink.delete(ObjectKey.of("x")), Kind.INVALID);

        assertEquals(List.of(), listed());
        assertArrayEquals(new byte[] {1}, Files.readAllBytes(outside));
    }

    @Test
    void aLinkedTemporaryFolderIsRefused() throws Exception {
        Path outside = Files.createDirectory(scratch.resolve("outside"));
        Files.createDirectories(directory);
        Files.createSymbolicLink(directory.resolve(Temporaries.FOLDER), outside);

        refused(() -> put("x"), Kind.OTHER);

        assertEquals(Set.of(), filesIn(outside));
    }

    @Test
    void theDirectoryItselfMayBeALink() throws Exception {
        Path real = Files.createDirectory(scratch.resolve("real"));
        Files.createDirectories(directory.getParent());
        Files.createSymbolicLink(directory, real);

        put("a/x");
        assertEquals(List.of("a/x"), listed());
        sink.delete(ObjectKey.of("a/x"));

        assertFalse(Files.exists(real.resolve("a")));
    }

    @Test
    void whatNoPutHasMadeIsNotListed() throws Exception {
        put("a");
        Files.createDirectories(directory.resolve("empty/folder"));
        Files.write(directory.resolve(".hidden"), BYTES);
        Files.write(directory.resolve("no key"), BYTES);
        Files.createDirectories(directory.resolve("no key too"));
        Files.write(directory.resolve("no key too/x"), BYTES);

        assertEquals(List.of("a"), listed());
    }

    @Test
    void deletesRemoveTheFoldersTheyEmpty() throws Exception {
        put("prod/manifests/x");
        put("prod/snapshots/x");

        sink.delete(ObjectKey.of("prod/manifests/x"));
        assertFalse(Files.exists(directory.resolve("prod/manifests")));
        assertTrue(Files.exists(directory.resolve("prod/snapshots/x")));

        sink.delete(ObjectKey.of("prod/snapshots/x"));
        assertFalse(Files.exists(directory.resolve("prod")));
        assertTrue(Files.exists(directory));
    }

    @Test
    void aPutSurvivesDeletesThatRemoveItsFolder() throws Exception {
        put("kept");
        FutureTask<Boolean> other = new FutureTask<>(() -> {
            for (int i = 0; i < 500; i++) {
                put("a/b/other");
                sink.delete(ObjectKey.of("a/b/other"));
            }
            return true;
        });
        Thread.ofVirtual().start(other);

        while (!other.isDone()) {
            put("a/b/mine");
            sink.delete(ObjectKey.of("a/b/mine"));
        }

        assertTrue(other.get());
        assertEquals(List.of("kept"), listed());
    }

    @Test
    void aKeyThatRunsThroughAnObjectIsRefused() throws Exception {
        put("a");
        put("b/c");

        refused(() -> put("a/x"), Kind.INVALID);
        refused(() -> put("b"), Kind.INVALID);
        refused(() -> sink.get(ObjectKey.of("a/x"), 0), Kind.NOT_FOUND);
        refused(() -> sink.get(ObjectKey.of("b"), 0), Kind.NOT_FOUND);
        sink.delete(ObjectKey.of("a/x"));
        sink.delete(ObjectKey.of("b"));

        assertEquals(List.of("a", "b/c"), listed());
    }

    @Test
    void anEmptyFolderMakesRoomForAnObject() throws Exception {
        Files.createDirectories(directory.resolve("a"));

        put("a");

        assertEquals(List.of("a"), listed());
    }

    @Test
    void aFileCutShortWhileItIsReadIsDamaged() throws Exception {
        sink.put(ObjectKey.of("a"), new BytesBody(new byte[1_000_000]), PutOptions.NONE);

        try (InputStream stream = sink.get(ObjectKey.of("a"), 0)) {
            stream.readNBytes(1000);
            try (FileChannel channel = FileChannel.open(directory.resolve("a"), StandardOpenOption.WRITE)) {
                channel.truncate(2000);
            }
            refused(stream::readAllBytes, Kind.DAMAGED);
        }
    }

    @Test
    void aFileWhereTheDirectoryShouldBeIsSaid() throws Exception {
        Files.createDirectories(directory.getParent());
        Files.write(directory, BYTES);

        SinkException e = refused(() -> put("a"), Kind.INVALID);

        assertEquals(directory + " is not a directory", e.getMessage());
    }

    @Test
    void theProviderIsFoundAndReadsItsOneSetting() throws Exception {
        StorageSinkProvider provider = ServiceLoader.load(StorageSinkProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(found -> found.type().equals("local"))
                .findFirst()
                .orElseThrow();
        SinkSettings settings =
                SinkSettings.of("local", Map.of("directory", directory.toString(), "directroy", "typo"));

        try (StorageSink opened = provider.open(settings)) {
            assertFalse(opened.list("", "", 1).more());
        }

        assertEquals(Set.of("directroy"), settings.unread());
    }

    @Test
    void aRelativeOrMissingDirectoryIsASettingError() {
        LocalSinkProvider provider = new LocalSinkProvider();

        SettingException relative = assertThrows(
                SettingException.class, () -> provider.open(SinkSettings.of("x", Map.of("directory", "backups"))));
        SettingException missing =
                assertThrows(SettingException.class, () -> provider.open(SinkSettings.of("x", Map.of())));

        assertEquals("directory", relative.key());
        assertEquals("directory", missing.key());
    }

    @Test
    void withoutADirectoryItIsOneInTheStateDirectory() {
        SinkSettings bare = SinkSettings.of("x", Map.of()).below(Path.of("/var/lib/perigee"));
        SinkSettings written =
                SinkSettings.of("x", Map.of("directory", "/a//x/../b/")).below(Path.of("/state"));

        assertEquals(
                Optional.of(SinkPlace.folder(Path.of("/var/lib/perigee/backup"))), new LocalSinkProvider().place(bare));
        assertEquals(Optional.of(SinkPlace.folder(Path.of("/a/b"))), new LocalSinkProvider().place(written));
    }

    @Test
    void anEmptyDirectoryIsToldWhichOneThereIsWithoutIt() {
        SinkSettings empty = SinkSettings.of("x", Map.of("directory", "")).below(Path.of("/state"));

        SettingException refused = assertThrows(SettingException.class, () -> new LocalSinkProvider().place(empty));

        assertEquals("is empty; leave it out for /state/backup, or name a folder", refused.getMessage());
    }

    @Test
    void aLinkIsTheSamePlaceAsWhereItLeads() throws IOException {
        Path real = Files.createDirectories(scratch.toRealPath().resolve("real"));
        Path link = Files.createSymbolicLink(scratch.resolve("link"), real);
        LocalSinkProvider provider = new LocalSinkProvider();

        for (String below : List.of("", "not/there/yet")) {
            assertEquals(
                    provider.place(SinkSettings.of(
                            "x", Map.of("directory", real.resolve(below).toString()))),
                    provider.place(SinkSettings.of(
                            "x", Map.of("directory", link.resolve(below).toString()))));
        }
    }

    private static Set<Path> filesIn(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.collect(Collectors.toSet());
        }
    }
}
