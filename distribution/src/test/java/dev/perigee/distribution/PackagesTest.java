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
import org.junit.jupiter.api.io.TempDir;

/**
 * The .deb goes through its life by dpkg, and the .rpm by rpm, in a root of its own: this machine's, under a layer in memory
 * that takes what is written. That needs root, and dpkg or rpm; where they aren't, only what is in the packages is looked at.
 */
class PackagesTest {

    /** {@code $1} the package of an older version, {@code $2} this one's, {@code $3} an etcd. */
    private static final String ROOT = """
            set -e
            top=$(mktemp -d)
            mount -t tmpfs none "$top"
            mkdir "$top/up" "$top/work" "$top/root"
            mount -t overlay overlay -o "lowerdir=/,upperdir=$top/up,workdir=$top/work" "$top/root"
            mount -t proc proc "$top/root/proc"
            mount --bind /dev "$top/root/dev"
            mkdir "$top/root/mnt/old" "$top/root/mnt/new"
            mount --bind "$(dirname "$1")" "$top/root/mnt/old"
            mount --bind "$(dirname "$2")" "$top/root/mnt/new"
            old=/mnt/old/${1##*/} new=/mnt/new/${2##*/}
            inside() { chroot "$top/root" "$@"; }
            as_perigee() { inside setpriv --reuid perigee --regid perigee --clear-groups env -u PERIGEE_CONFIG "$@"; }
            gone() { for file; do [ ! -e "$top/root$file" ] || echo "$file"; done; }

            # systemd doesn't run here: what it is asked for is written down
            mkdir -p "$top/root/run/systemd/system"
            printf '#!/bin/sh\\necho "systemctl $*" >>/mnt/asked\\n' >"$top/root/usr/bin/systemctl"
            chmod 755 "$top/root/usr/bin/systemctl"
            asked() { cat "$top/root/mnt/asked"; rm "$top/root/mnt/asked"; }

            in_use() {
              inside stat -c '%n %U:%G %a' /etc/perigee/perigee.conf /var/lib/perigee
              as_perigee perigee config check
              as_perigee perigee snapshot save --quiet --endpoints "$1"
              as_perigee perigee snapshot list -w json | grep -o '"state":"[a-z]*"'
              echo '# an administrator was here' >>"$top/root/etc/perigee/perigee.conf"
              mkdir "$top/root/usr/lib/perigee/cache"
              asked
            }
            upgraded() {
              as_perigee perigee --version
              tail -n 1 "$top/root/etc/perigee/perigee.conf"
              inside stat -c '%n %U:%G %a' /etc/perigee/perigee.conf
              as_perigee perigee snapshot list -w json | grep -o '"state":"[a-z]*"'
              gone /usr/lib/perigee/libexec/older
              asked
            }
            left() {
              find "$top/up/etc" "$top/up/usr" -type f ! -path '*/usr/bin/systemctl' ! -name '*.cache' ! -name .pwd.lock \
                ! -path '*/etc/passwd*' ! -path '*/etc/group*' ! -path '*/etc/*shadow*' ! -path '*/etc/sub?id*' | sed "s|$top/up||"
            }
            """;

    private static final String DEB = ROOT + """
            echo "# install"
            inside dpkg -i "$old" >/dev/null
            inside dpkg-query -W -f '${Version}\\n' perigee
            in_use "$3"
            echo "# upgrade"
            inside dpkg -i "$new" >/dev/null
            inside dpkg-query -W -f '${Version}\\n' perigee
            upgraded
            echo "# remove"
            inside dpkg -r perigee >/dev/null
            asked
            left
            echo "# purge"
            inside dpkg -P perigee | grep '^perigee: '
            left
            gone /etc/perigee /usr/lib/perigee /var/lib/perigee/backup
            """;

    private static final String RPM = ROOT + """
            inside rpm --dbpath /mnt/db --initdb 2>/dev/null
            of_rpm() { inside rpm --dbpath /mnt/db "$@" 2>"$top/err" || cat "$top/err"; }
            echo "# install"
            of_rpm --nodeps -i "$old"
            of_rpm -q perigee
            in_use "$3"
            echo "# upgrade"
            of_rpm --nodeps -U "$new"
            of_rpm -q perigee
            upgraded
            echo "# remove"
            of_rpm -e perigee
            asked
            left
            gone /usr/lib/perigee /usr/bin/perigee /var/lib/perigee/backup
            """;

    private static final String VERSION = System.getProperty("perigee.version", "0.1.0");
    private static final String ARCHITECTURE =
            System.getProperty("os.arch").equals("amd64") ? "x86_64" : System.getProperty("os.arch");

    private static final String OF_DEBIAN = System.getProperty("os.arch").equals("amd64") ? "_amd64.deb" : "_arm64.deb";
    private static final String OF_RPM = "." + ARCHITECTURE + ".rpm";

    @TempDir
    static Path older;

    private static Path target;

    @BeforeAll
    static void find() {
        InstalledServer.binary("nfpm", "nfpm"); // without it the build makes no packages
        target = Product.repository().resolve("distribution/target");
        packOlder();
    }

    @Test
    void aDebIsInstalledUpgradedRemovedAndPurgedAndNeverTakesBackupsWithIt() throws IOException {
        assumeTrue(ends0("sh", "-c", "test \"$(id -u)\" = 0 && command -v dpkg && unshare --mount true"));

        assertEquals("""
                # install
                0.0.9-1
                /etc/perigee/perigee.conf root:perigee 640
                /var/lib/perigee perigee:perigee 700
                ok: /etc/perigee/perigee.conf (1 cluster, 1 sink, 1 job)
                "state":"whole"
                systemctl daemon-reload
                systemctl try-restart perigee.service
                # upgrade
                %1$s-1
                perigee %1$s
                # an administrator was here
                /etc/perigee/perigee.conf root:perigee 640
                "state":"whole"
                systemctl daemon-reload
                systemctl try-restart perigee.service
                # remove
                systemctl --no-reload disable --now perigee.service
                systemctl daemon-reload
                /etc/perigee/perigee.conf
                # purge
                perigee: /var/lib/perigee is kept, with the backups in it, and the user perigee; remove them when nobody \
                needs them
                /var/lib/perigee/backup
                """.formatted(VERSION), life(DEB, OF_DEBIAN));
    }

    @Test
    void anRpmIsInstalledUpgradedAndRemovedAndNeverTakesBackupsWithIt() throws IOException {
        assumeTrue(ends0("sh", "-c", "test \"$(id -u)\" = 0 && command -v rpm && unshare --mount true"));

        assertEquals("""
                # install
                perigee-0.0.9-1.%2$s
                /etc/perigee/perigee.conf root:perigee 640
                /var/lib/perigee perigee:perigee 700
                ok: /etc/perigee/perigee.conf (1 cluster, 1 sink, 1 job)
                "state":"whole"
                systemctl daemon-reload
                systemctl try-restart perigee.service
                # upgrade
                perigee-%1$s-1.%2$s
                perigee %1$s
                # an administrator was here
                /etc/perigee/perigee.conf root:perigee 640
                "state":"whole"
                systemctl daemon-reload
                systemctl try-restart perigee.service
                # remove
                systemctl --no-reload disable --now perigee.service
                systemctl daemon-reload
                /etc/perigee/perigee.conf.rpmsave
                /var/lib/perigee/backup
                """.formatted(VERSION, ARCHITECTURE), life(RPM, OF_RPM));
    }

    private static String life(String script, String ending) throws IOException {
        try (RealEtcd etcd = RealEtcd.start("3.6")) {
            etcd.load(10, 10);
            CommandResult life = Product.command(
                    "unshare",
                    "--mount",
                    "sh",
                    "-c",
                    script,
                    "sh",
                    file(older, ending),
                    file(target, ending),
                    etcd.endpoint().toString());
            return life.exitCode() == 0 ? life.stdout() : life.stdout() + life.stderr();
        }
    }

    /** Packages of the same program that call themselves 0.0.9, with one file more and four sinks less. */
    private static void packOlder() {
        Product.command(
                        "sh",
                        "-c",
                        """
                        set -e
                        stage="$1/perigee-0.0.9"
                        mkdir "$stage" "$stage/plugins"
                        cp -a "$2"/[!p]* "$2"/perigee.cdx.json "$stage/"
                        cp -a "$2/plugins/local" "$stage/plugins/"
                        : >"$stage/libexec/older"
                        : >"$1/perigee-0.0.9-linux-any.tar.gz"
                        exec "$3" "$stage" "$4"
                        """,
                        "sh",
                        older.toString(),
                        target.resolve("perigee-" + VERSION).toString(),
                        Product.repository()
                                .resolve("distribution/src/main/build/packages")
                                .toString(),
                        System.getProperty("perigee.timestamp", "2026-11-23T00:00:00Z"))
                .orFail();
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
            "./usr/lib/perigee/sdk/dev/perigee/perigee-testkit/",
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
        String rpm = file(target, OF_RPM);

        assertEquals(
                "/etc/perigee/perigee.conf\n",
                Product.command("rpm", "-qp", "--configfiles", rpm).stdout());
        assertTrue(Product.command("rpm", "-qpl", rpm).stdout().contains("/usr/bin/perigee\n"));
        assertTrue(Product.command("rpm", "-qp", "--scripts", rpm).stdout().contains("useradd --system"));
    }

    private static String deb() {
        try {
            return file(target, OF_DEBIAN);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String file(Path folder, String ending) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(Path::toString)
                    .filter(file -> file.endsWith(ending))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(
                            "no " + ending + " in " + folder + ": run the build to its verify phase"));
        }
    }

    private static boolean ends0(String... command) {
        return Product.command(command).exitCode() == 0;
    }
}
