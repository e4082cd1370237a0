package dev.perigee.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.perigee.test.servers.CommandResult;
import dev.perigee.test.servers.InstalledServer;
import dev.perigee.test.servers.RealEtcd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The .deb goes through its life by dpkg in a root of its own: this machine's, under a layer in memory that takes what is
 * written. That needs root and a machine of Debian's kind; on others only what is in the packages is looked at.
 */
class PackagesTest {

    /** {@code $1} the package, {@code $2} an etcd. */
    private static final String LIFE = """
            set -e
            top=$(mktemp -d)
            mount -t tmpfs none "$top"
            mkdir "$top/up" "$top/work" "$top/root"
            mount -t overlay overlay -o "lowerdir=/,upperdir=$top/up,workdir=$top/work" "$top/root"
            mount -t proc proc "$top/root/proc"
            mount --bind /dev "$top/root/dev"
            mount --bind "$(dirname "$1")" "$top/root/mnt"
            inside() { chroot "$top/root" "$@"; }
            as_perigee() { inside setpriv --reuid perigee --regid perigee --clear-groups env -u PERIGEE_CONFIG "$@"; }

            echo "# install"
            inside dpkg -i "/mnt/${1##*/}" >/dev/null
            inside stat -c '%n %U:%G %a' /etc/perigee/perigee.conf /var/lib/perigee
            as_perigee perigee config check
            as_perigee perigee snapshot save --quiet --endpoints "$2"
            as_perigee perigee snapshot list -w json | grep -o '"state":"[a-z]*"'
            echo '# an administrator was here' >>"$top/root/etc/perigee/perigee.conf"
            mkdir "$top/root/usr/lib/perigee/cache"

            echo "# upgrade"
            inside dpkg -i "/mnt/${1##*/}" >/dev/null
            tail -n 1 "$top/root/etc/perigee/perigee.conf"
            inside stat -c '%n %U:%G %a' /etc/perigee/perigee.conf
            as_perigee perigee snapshot list -w json | grep -o '"state":"[a-z]*"'

            echo "# remove"
            inside dpkg -r perigee >/dev/null
            inside ls -d /usr/lib/perigee /usr/bin/perigee /etc/perigee/perigee.conf 2>/dev/null || true

            echo "# purge"
            inside dpkg -P perigee | grep '^perigee: '
            inside ls -d /etc/perigee /var/lib/perigee/backup 2>/dev/null || true
            """;

    private static Path target;

    @BeforeAll
    static void find() {
        InstalledServer.binary("nfpm", "nfpm"); // without it the build makes no packages
        target = Product.repository().resolve("distribution/target");
    }

    @Test
    void aPackageIsInstalledUpgradedRemovedAndPurgedAndNeverTakesBackupsWithIt() {
        assumeTrue(ends0("sh", "-c", "test \"$(id -u)\" = 0 && command -v dpkg && unshare --mount true"));

        try (RealEtcd etcd = RealEtcd.start("3.6")) {
            etcd.load(10, 10);
            CommandResult life = Product.command(
                    "unshare",
                    "--mount",
                    "sh",
                    "-c",
                    LIFE,
                    "sh",
                    deb(),
                    etcd.endpoint().toString());

            assertEquals("""
                    # install
                    /etc/perigee/perigee.conf root:perigee 640
                    /var/lib/perigee perigee:perigee 700
                    ok: /etc/perigee/perigee.conf (1 cluster, 1 sink, 1 job)
                    "state":"whole"
                    # upgrade
                    # an administrator was here
                    /etc/perigee/perigee.conf root:perigee 640
                    "state":"whole"
                    # remove
                    /etc/perigee/perigee.conf
                    # purge
                    perigee: /var/lib/perigee is kept, with the backups in it, and the user perigee; remove them when \
                    nobody needs them
                    /var/lib/perigee/backup
                    """, life.stdout(), life.stderr());
        }
    }

    @Test
    void theDebHasTheUnitTheManualAndTheCompletionsWhereTheyAreLookedFor() {
        assumeTrue(ends0("sh", "-c", "command -v dpkg-deb"));
        String files = Product.command("dpkg-deb", "--contents", deb()).orFail().stdout();

        for (String file : new String[] {
            "./usr/lib/systemd/system/perigee.service",
            "./usr/bin/perigee -> ../lib/perigee/bin/perigee",
            "./usr/share/man/man1/perigee-snapshot-save.1.gz",
            "./usr/share/bash-completion/completions/perigee",
            "./usr/share/zsh/vendor-completions/_perigee",
            "./usr/share/fish/vendor_completions.d/perigee.fish",
            "./usr/share/doc/perigee/docs/operations.md",
            "./usr/share/doc/perigee/html/index.html",
            "./usr/share/doc/perigee/copyright"
        }) {
            assertTrue(files.contains(file), file);
        }
        assertFalse(files.contains("/usr/lib/perigee/conf"), "a second configuration");
    }

    @Test
    void theUnitStartsWhatThePackageInstalled() {
        assumeTrue(ends0("sh", "-c", "command -v dpkg-deb"));
        String unit = Product.command(
                        "sh",
                        "-c",
                        "dpkg-deb --fsys-tarfile \"$1\" | tar -xO ./usr/lib/systemd/system/perigee.service",
                        "sh",
                        deb())
                .orFail()
                .stdout();

        assertTrue(unit.contains("ExecStart=/usr/lib/perigee/bin/perigee daemon\n"), unit);
        assertFalse(unit.contains("/opt/"), unit);
    }

    @Test
    void theRpmKeepsAConfigurationThatWasChanged() throws IOException {
        assumeTrue(ends0("sh", "-c", "command -v rpm"));
        String rpm = file(".rpm");

        assertEquals(
                "/etc/perigee/perigee.conf\n",
                Product.command("rpm", "-qp", "--configfiles", rpm).stdout());
        assertTrue(Product.command("rpm", "-qpl", rpm).stdout().contains("/usr/bin/perigee\n"));
        assertTrue(Product.command("rpm", "-qp", "--scripts", rpm).stdout().contains("useradd --system"));
    }

    private static String deb() {
        try {
            return file(".deb");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String file(String ending) throws IOException {
        try (Stream<Path> files = Files.list(target)) {
            return files.map(Path::toString)
                    .filter(file -> file.endsWith(ending))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(
                            "no " + ending + " in " + target + ": run the build to its verify phase"));
        }
    }

    private static boolean ends0(String... command) {
        return Product.command(command).exitCode() == 0;
    }
}
