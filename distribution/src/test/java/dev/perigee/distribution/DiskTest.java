package dev.perigee.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.test.servers.Command;
import dev.perigee.test.servers.RealEtcd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The installed product on disks that are full, read-only or somebody else's: a clear error with the path and the cure,
 * no litter, and nothing lost. The disks are mounted where nobody else sees them.
 */
class DiskTest {

    /** What every script has: a way to run the product that tells its exit code. */
    private static final String FUNCTIONS = """
            p() { "$LAUNCHER" "$@" --quiet 2>&1 && echo 'exit 0' || echo "exit $?"; }
            as_nobody() { setpriv --reuid 65534 --regid 65534 --clear-groups "$LAUNCHER" "$@" --quiet 2>&1 \
                && echo 'exit 0' || echo "exit $?"; }
            tmpfs() { mkdir -p "$2"; mount -t tmpfs -o "size=$1" tmpfs "$2"; }
            read_only() { mount --bind "$1" "$1"; mount -o remount,ro,bind "$1"; }
            """;

    private static Product product;
    private static RealEtcd etcd;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() {
        product = Product.unpack("disk");
        etcd = RealEtcd.start("3.6");
        etcd.load(2_000, 1_000);
    }

    @AfterAll
    static void stop() {
        etcd.close();
        product.close();
    }

    /** One sink with a backup in it, and its state beside it. */
    @BeforeEach
    void begin() throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.writeString(folder.resolve("perigee.conf"), """
                perigee {
                  clusters.prod { endpoints = ["%s"] }
                  sinks.one { type = local, directory = "%s/one", retention { keep-last = 1 }, retry { attempts = 1 } }
                }
                """.formatted(etcd.endpoint(), folder));
        assertEquals("exit 0", lastLine(script("p snapshot save")));
    }

    private String script(String text) {
        return script(product, folder, text);
    }

    /** Runs a script with mounts of its own, in the folder; says all that it writes. */
    static String script(Product product, Path folder, String text) {
        List<String> command = new ArrayList<>(List.of("unshare", "--mount"));
        if (!"root".equals(System.getProperty("user.name"))) {
            command.add("--map-root-user");
        }
        command.addAll(List.of("sh", "-e", "-c", FUNCTIONS + "cd '" + folder + "'\n" + text));
        Map<String, String> environment = new HashMap<>(Map.of(
                "LAUNCHER", product.launcher().toString(),
                "PERIGEE_CONFIG", folder.resolve("perigee.conf").toString(),
                "PERIGEE_STATE_DIR", folder.resolve("state").toString()));
        return Command.run(Product.clean(environment), command)
                .orFail()
                .stdout()
                .strip();
    }

    private static String lastLine(String text) {
        return text.lines().reduce((first, second) -> second).orElse("");
    }

    static void says(String said, String... parts) {
        for (String part : parts) {
            assertTrue(said.contains(part), () -> "'" + part + "' isn't said: " + said);
        }
    }

    @Test
    void aDiskThatIsTooSmallIsSeenBeforeTheFirstByte() {
        says(
                script("tmpfs 8m small; p snapshot save small/a.db; ls -A small"),
                "the file system of " + folder + "/small has 8.4 MB free",
                "hint: free some space there",
                "exit 14");
        says(
                script("tmpfs 8m small; export PERIGEE_STATE_DIR=small/state; p snapshot save; find small -type f"),
                "the file system of " + folder + "/small/state/spool/",
                "--state-dir",
                "exit 14");
        says(
                script("tmpfs 1m small; p snapshot fetch latest small/a.db; ls -A small"),
                "the file system of " + folder + "/small has 1.0 MB free",
                "exit 14");
    }

    /** A copy is proven as it comes. */
    @Test
    void aDiskThatIsTooSmallForAFileIsLargeEnoughToProveACopy() {
        says(script("tmpfs 1m small; export PERIGEE_STATE_DIR=small/state; p snapshot verify"), "exit 0");
    }

    @Test
    void damageIsKnownAndRememberedOnADiskThatIsTooSmallForAFile() throws Exception {
        spoil(false);

        String said =
                script("tmpfs 1m small; export PERIGEE_STATE_DIR=small/state; p snapshot verify; p snapshot list");

        says(said, "ends with a SHA-256 that is MISMATCH");
        assertEquals(2, said.lines().filter("exit 10"::equals).count(), said);
    }

    @Test
    void whatOnlyAFileCanTellIsSaidWhereThereIsNoRoomForOne() throws Exception {
        spoil(true);

        String said = script("tmpfs 1m small; export PERIGEE_STATE_DIR=small/state; p snapshot verify");

        says(said, "couldn't be proven while it came", "the file system of " + folder + "/small/state/spool/");
        assertEquals("exit 14", lastLine(said), said);
    }

    /** A page of another type, in a body whose manifest was made to fit, and if it is to be, the digest at its end as well. */
    private void spoil(boolean digested) throws Exception {
        Path body = only(folder.resolve("one/prod/snapshots"));
        Path manifest = only(folder.resolve("one/prod/manifests"));
        byte[] bytes = Files.readAllBytes(body);
        bytes[8200] ^= 0x40;
        if (digested) {
            byte[] digest = sha256(Arrays.copyOf(bytes, bytes.length - 32));
            System.arraycopy(digest, 0, bytes, bytes.length - 32, 32);
        }
        Files.write(body, bytes);
        String fitting = HexFormat.of().formatHex(sha256(bytes));
        Files.writeString(
                manifest,
                Files.readString(manifest).replaceAll("\"sha256\":\"[0-9a-f]+\"", "\"sha256\":\"" + fitting + "\""));
    }

    private static byte[] sha256(byte[] bytes) throws Exception {
        return MessageDigest.getInstance("SHA-256").digest(bytes);
    }

    private static Path only(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.findFirst().orElseThrow();
        }
    }

    @Test
    void aDiskThatFillsUpLeavesNothingHalf() {
        String said = script("""
                echo old > a.db
                (ulimit -f 2000; p snapshot save a.db; p snapshot fetch latest a.db; p snapshot save)
                cat a.db; find . -name '*.part' -o -path './state/spool/*'
                p snapshot verify latest
                """);

        says(said, "can't write the snapshot to a.db: File too large", "can't write a.db.", "ulimit -f");
        assertEquals(3, said.lines().filter("exit 14"::equals).count(), said);
        assertTrue(said.contains("old\n"), said);
        assertTrue(!said.contains(".part\n") && !said.contains("./state/spool"), said);
        assertEquals("exit 0", lastLine(said), said);
    }

    @Test
    void aFullSinkGetsItsBackupOnceThereIsRoom() {
        String said = script("""
                cat >> perigee.conf <<-END
                perigee.sinks.two { type = local, directory = "$PWD/two", retention { keep-last = 9 }, retry { attempts = 1 } }
                END
                tmpfs 1m two
                p snapshot save
                find two -type f; echo "spooled $(ls state/spool/*/snapshot.db | wc -l)"
                mount -o remount,size=64m two
                p snapshot save
                echo "in two: $(ls two/prod/manifests | wc -l)"; find state/spool -type f
                """);

        says(said, "sink 'two'", "No space left on device", "free some space there, or keep fewer backups");
        says(said, "exit 11\nspooled 1\n", "exit 0\nin two: 2");
        assertEquals("in two: 2", lastLine(said), said);
    }

    @Test
    void aReadOnlyDiskIsDeniedWithItsCure() {
        String said = script("""
                mkdir ro; read_only ro
                p snapshot save ro/a.db
                p snapshot fetch latest ro/a.db
                PERIGEE_STATE_DIR=ro/state p snapshot save
                """);
        String sink = script("""
                ID=$(ls one/prod/manifests | sed 's/.json//')
                read_only one
                p snapshot delete "$ID" --force --yes
                p snapshot save
                echo "spooled $(ls state/spool/*/snapshot.db | wc -l)"
                p snapshot verify "$ID"
                """);

        says(said, "can't write the snapshot to ro/a.db: ro/a.db.", ".part: Read-only file system");
        says(said, "hint: mount it writable", "give another one with --state-dir");
        assertEquals(3, said.lines().filter("exit 13"::equals).count(), said);
        says(sink, "Read-only file system", "mount its file system writable", "spooled 1");
        assertEquals(2, sink.lines().filter("exit 13"::equals).count(), sink);
        assertEquals("exit 0", lastLine(sink), sink);
    }

    @Test
    void whatBelongsToSomebodyElseIsDeniedAndStays() {
        String said = script("""
                mkdir foreign; echo theirs > foreign/a.db; chmod 755 foreign; chmod 600 foreign/a.db
                as_nobody snapshot save foreign/a.db
                as_nobody snapshot fetch latest foreign/b.db
                as_nobody snapshot status foreign/a.db
                PERIGEE_STATE_DIR=foreign/state as_nobody snapshot save
                ls -A foreign; cat foreign/a.db
                """);
        String sink = script("""
                ID=$(ls one/prod/manifests | sed 's/.json//')
                mkdir -m 777 theirs; export PERIGEE_STATE_DIR=theirs
                as_nobody snapshot list
                as_nobody snapshot prune
                as_nobody snapshot delete "$ID" --force --yes
                as_nobody snapshot save
                p snapshot verify "$ID"
                """);

        says(said, "permission denied", "let user 'nobody' do that", "give another one with --state-dir");
        assertEquals(4, said.lines().filter("exit 13"::equals).count(), said);
        assertTrue(said.endsWith("exit 13\na.db\ntheirs"), said);
        says(sink, "no permission for", "let user 'nobody' read, write and enter it");
        assertEquals(4, sink.lines().filter("exit 13"::equals).count(), sink);
        assertEquals("exit 0", lastLine(sink), sink);
    }

    @Test
    void aFolderThatIsNotThereIsNamed() {
        String said = script("p snapshot save gone/a.db; p snapshot fetch latest gone/a.db; ls -d gone || true");

        says(said, "the directory " + folder + "/gone doesn't exist", "make it, or give a file in another one");
        assertEquals(2, said.lines().filter("exit 6"::equals).count(), said);
    }
}
