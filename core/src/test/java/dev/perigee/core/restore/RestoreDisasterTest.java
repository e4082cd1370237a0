package dev.perigee.core.restore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.test.servers.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Restores that end badly: the old data stays as it was, and the next run clears what the bad one left. */
class RestoreDisasterTest {

    @TempDir
    Path dir;

    @Test
    void aKilledRestoreTouchesNothingAndTheNextOneCleansUp() throws Exception {
        Path source = new SyntheticDatabase().rows(2, 60_000, 1_000).snapshot(dir.resolve("source.db"));
        Path work = Files.createDirectory(dir.resolve("work"));
        Path target = work.resolve("data");
        Path old = Files.createDirectories(target.resolve("a.etcd"));
        Files.writeString(old.resolve("precious"), "precious");

        Process killed = RestoreChild.start(source.toString(), target.toString(), "three");
        // The first database is there: two more, and all the swaps, are yet to come.
        Eventually.eventually(Duration.ofSeconds(60), "it builds", () -> holds(target, "a.etcd.tmp-"));
        killed.destroyForcibly().waitFor();

        assertEquals("precious", Files.readString(old.resolve("precious")));
        assertTrue(holds(target, ".tmp-"), "it was killed half-way");

        String next = RestoreChild.output(RestoreChild.start(source.toString(), target.toString(), "three"));

        assertEquals("OK", next);
        assertFalse(holds(target, ".tmp-"), names(target).toString());
        assertTrue(holds(target, "a.etcd.old-"), names(target).toString());
        assertEquals(4, names(target).size(), names(target).toString());
    }

    @Test
    void aDiskThatFillsUpHalfWayTouchesNothing() throws Exception {
        Path source = new SyntheticDatabase().rows(2, 10_000, 1_000).snapshot(dir.resolve("source.db"));
        Path mount = Files.createDirectory(dir.resolve("mount"));
        Path target = mount.resolve("data");

        String said = RestoreChild.withOwnMounts(
                prepared(mount, "120m") + "\"$@\"; echo; cat '" + target + "/precious'; ls -A '" + mount + "'",
                source.toString(),
                target.toString(),
                "one",
                "115");

        assertTrue(said.startsWith("NO_SPACE the restore to " + target + " failed"), said);
        assertTrue(said.contains("free some space there, then run it again"), said);
        assertTrue(said.endsWith("\npreciousdata\nfiller"), said);
    }

    @Test
    void aFileSizeLimitIsAFullDiskToo() throws Exception {
        Path source = new SyntheticDatabase().rows(2, 10_000, 1_000).snapshot(dir.resolve("source.db"));
        Path target = Files.createDirectory(dir.resolve("work")).resolve("data");

        String said = RestoreChild.withOwnMounts(
                "ulimit -f 8192; \"$@\"; ls -A '" + target.getParent() + "'",
                source.toString(),
                target.toString(),
                "one");

        assertTrue(said.startsWith("NO_SPACE the restore to " + target + " failed"), said);
        assertEquals(1, said.lines().count(), said);
    }

    @Test
    void tooLittleRoomIsSeenBeforeAnythingIsWritten() throws Exception {
        Path source = new SyntheticDatabase().rows(2, 10_000, 1_000).snapshot(dir.resolve("source.db"));
        Path mount = Files.createDirectory(dir.resolve("mount"));
        Path target = mount.resolve("data");

        String said = RestoreChild.withOwnMounts(
                prepared(mount, "20m") + "\"$@\"; ls -A '" + mount + "'", source.toString(), target.toString(), "one");

        assertTrue(said.startsWith("NO_SPACE the file system of " + mount + " has"), said);
        assertTrue(said.endsWith("data"), said);
    }

    @Test
    void aMountedDataDirectoryGetsItsMemberSwappedInside() throws Exception {
        Path source = new SyntheticDatabase().rows(2, 100, 100).snapshot(dir.resolve("source.db"));
        Path target = Files.createDirectory(dir.resolve("mounted"));

        String said = RestoreChild.withOwnMounts(
                "mount -t tmpfs -o size=200m tmpfs '" + target + "'; mkdir '" + target + "/lost+found'; \"$@\"; \"$@\";"
                        + " ls -A '" + target + "'; ls '" + target + "/member'",
                source.toString(),
                target.toString(),
                "one");

        assertTrue(
                said.matches("OK\nOK\nlost\\+found\nmember\nmember\\.old-[0-9TZ]+(-[0-9a-f]{16})?\nsnap\nwal"), said);
    }

    /** Such a mount is of the same file system as what is around it, and can't be renamed all the same. */
    @Test
    void aBindMountedDataDirectoryGetsItsMemberSwappedInside() throws Exception {
        Path source = new SyntheticDatabase().rows(2, 100, 100).snapshot(dir.resolve("source.db"));
        Path target = Files.createDirectory(dir.resolve("bound here"));
        Path volume = Files.createDirectory(dir.resolve("volume"));

        String said = RestoreChild.withOwnMounts(
                "mount --bind '" + volume + "' '" + target + "'; \"$@\"; ls -A '" + volume + "'",
                source.toString(),
                target.toString(),
                "one");

        assertEquals("OK\nmember", said);
    }

    private static String prepared(Path mount, String size) {
        return "mount -t tmpfs -o size=" + size + " tmpfs '" + mount + "'; mkdir '" + mount + "/data';"
                + " printf precious > '" + mount + "/data/precious'; ";
    }

    private static boolean holds(Path directory, String part) {
        return names(directory).stream().anyMatch(name -> name.contains(part));
    }

    private static List<String> names(Path directory) {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
