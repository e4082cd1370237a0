package dev.perigee.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.perigee.test.servers.CommandResult;
import dev.perigee.test.servers.InstalledServer;
import dev.perigee.test.servers.RealEtcd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The image, unpacked layer by layer, and run as a container's runtime would: as its own user, on a root that can't be
 * written, without a shell in it. That needs root on this machine.
 */
class ImageTest {

    /** {@code $1} the archive, {@code $2} an etcd; in an empty folder. */
    private static final String RUN = """
            set -e
            mkdir archive root
            tar -C archive -xf "$1"
            for layer in $(grep -o 'blobs/sha256/[0-9a-f]*' archive/manifest.json | tail -n +2); do
              tar -C root -xzf "archive/$layer"
            done
            root=$PWD/root
            mount --bind "$root" "$root"
            mount -o remount,ro,bind "$root"
            mount -t proc proc "$root/proc"
            mount --bind /dev "$root/dev"
            mount -t tmpfs -o uid=65532,gid=65532,mode=700 none "$root/data"
            mount -t tmpfs -o mode=1777 none "$root/tmp"
            perigee() { env -i PATH="$PATH" HOME=/data "$@" chroot --userspec=65532:65532 "$root" /usr/bin/perigee $command; }

            command="--version" perigee PERIGEE_JAVA_OPTS=-XX:AOTMode=on
            command="snapshot save --quiet --endpoints $2" perigee
            command="snapshot list -w json" perigee | grep -o '"state":"[a-z]*"'
            command="snapshot restore latest --data-dir /data/etcd --quiet" perigee
            ls "$root/data/etcd"
            find "$root/data" -perm /077 ! -path "$root/data"
            env -i PATH="$PATH" chroot --userspec=65532:65532 "$root" /usr/bin/perigee daemon --endpoints "$2" 2>daemon.log &
            until grep -q 'next run' daemon.log || ! kill -0 $!; do :; done
            kill -TERM $!
            wait $! && echo "the daemon ended well"
            find "$root" -xdev -name '*sh' -path '*bin/*'
            grep ^JAVA_VERSION= "$root/opt/perigee/runtime/release"
            """;

    /** {@code $0} the archive: its bill of materials. */
    private static final String BILL = """
            for layer in $(tar -xOf "$0" manifest.json | grep -o 'blobs/sha256/[0-9a-f]*' | tail -n +2); do
              tar -xOf "$0" "$layer" | tar -xzO opt/perigee/perigee.cdx.json 2>/dev/null && exit
            done
            """;

    private static Path archive;
    private static Path base;

    @BeforeAll
    static void find() throws IOException {
        String architecture = System.getProperty("os.arch").equals("amd64") ? "amd64" : "arm64";
        base = InstalledServer.directory("base-" + architecture); // without it the build makes no image
        assertTrue(Files.isDirectory(base), "tools/install-servers base-" + architecture);
        try (Stream<Path> files = Files.list(Product.repository().resolve("distribution/target"))) {
            archive = files.filter(file ->
                            file.getFileName().toString().matches("perigee-.*-image-" + architecture + "\\.tar"))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("there is no image: run the build to its verify phase"));
        }
    }

    @Test
    void itSavesRestoresAndWaitsForTheNextBackupWithoutAShellOnAReadOnlyRoot(@TempDir Path folder) {
        assumeTrue(Product.command("sh", "-c", "test \"$(id -u)\" = 0 && unshare --mount true")
                        .exitCode()
                == 0);

        try (RealEtcd etcd = RealEtcd.start("3.6")) {
            etcd.load(10, 10);
            CommandResult run = Product.command(
                    "unshare",
                    "--mount",
                    "sh",
                    "-c",
                    "cd \"$0\"\n" + RUN,
                    folder.toString(),
                    archive.toString(),
                    etcd.endpoint().toString());

            List<String> lines = run.stdout().lines().toList();
            assertEquals(
                    """
                    perigee %s
                    "state":"whole"
                    member
                    the daemon ended well
                    """.formatted(System.getProperty("perigee.version", "0.1.0")),
                    String.join("\n", lines.subList(0, lines.size() - 1)) + "\n",
                    run.stderr());
            assertKeepsClassesOfReplacedJarsOut(lines.getLast());
        }
    }

    /** JDK-8377932. */
    private static void assertKeepsClassesOfReplacedJarsOut(String version) {
        String plain = version.replaceAll("JAVA_VERSION=|\"", "");
        assertTrue(Runtime.Version.parse(plain).compareTo(Runtime.Version.parse("25.0.4")) >= 0, version);
    }

    @Test
    void itIsNoLargerThanItHasToBe() throws IOException {
        assertTrue(Files.size(archive) < 120_000_000, Files.size(archive) + " bytes: look which sink has grown");
    }

    @Test
    void itSaysWhoItRunsAs() {
        String config = Product.command(
                        "sh",
                        "-c",
                        "tar -xOf \"$0\" \"$(tar -xOf \"$0\" manifest.json |"
                                + " grep -o 'blobs/sha256/[0-9a-f]*' | head -n 1)\"",
                        archive.toString())
                .orFail()
                .stdout();

        assertTrue(config.contains("\"User\":\"65532:65532\""), config);
        assertTrue(config.contains("\"Entrypoint\":[\"/usr/bin/perigee\"]"), config);
        String layers = config.substring(config.indexOf("diff_ids"));
        assertEquals(
                layers.split("sha256:").length, layers.split("created_by").length, "a line of history for each layer");
    }

    @Test
    void itsBillNamesTheCLibraries() throws IOException {
        Path packages = base.resolve("packages");
        String bill = Product.command("sh", "-c", BILL, archive.toString()).stdout();

        assertTrue(bill.contains("\"components\":[\n    {\"type\""), bill);
        for (String line : Files.readAllLines(packages)) {
            String[] words = line.split(" ");
            assertTrue(
                    bill.contains("\"name\":\"" + words[0] + "\",\"version\":\"" + words[1] + "\""),
                    line + " in " + bill);
        }
    }
}
