package dev.perigee.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.test.servers.CertifiedKey;
import dev.perigee.test.servers.Command;
import dev.perigee.test.servers.CommandResult;
import dev.perigee.test.servers.InstalledServer;
import dev.perigee.test.servers.RealEtcd;
import dev.perigee.test.servers.TestCertificates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may write what Perigee obeys, and who may read what it writes. The tests run as root. */
class PermissionsTest {

    private static Product product;

    @TempDir
    Path folder;

    @BeforeAll
    static void unpack() {
        product = Product.unpack();
    }

    @AfterAll
    static void remove() {
        product.close();
    }

    private CommandResult sh(String script) {
        Map<String, String> environment = Product.clean(Map.of(
                "PERIGEE", product.launcher().toString(),
                "PERIGEE_STATE_DIR", folder.resolve("state").toString(),
                "PERIGEE_CONFIG", "/dev/null",
                "HOME_OF_IT", product.home().toString()));
        return Command.run(environment, List.of("bash", "-c", "cd '" + folder + "' || exit 99; " + script));
    }

    @Test
    void aPluginOfAnotherUserIsNotRun() {
        CommandResult before = sh("mkdir p && cp -r \"$HOME_OF_IT/plugins/local\" p/theirs && \"$PERIGEE\" sink list");
        assertEquals(0, before.exitCode(), before.stderr());

        CommandResult result = sh("chown -R 65534 p/theirs; echo 'perigee.plugins = [\"'\"$PWD\"'/p\"]' >c.conf;"
                + " \"$PERIGEE\" sink list --config c.conf");

        assertTrue(
                result.stdout().concat(result.stderr()).contains("belongs to neither this user nor root"),
                result.stdout() + result.stderr());
    }

    @Test
    void aConfigurationThatEverybodyMayWriteIsRefused() {
        CommandResult result =
                sh("echo 'perigee {}' >c.conf; chmod 666 c.conf; \"$PERIGEE\" config check --config c.conf");

        assertEquals(15, result.exitCode(), result.stderr());
        assertTrue(result.stderr().concat(result.stdout()).contains("may be written by everybody"), result.stderr());
    }

    @Test
    void aStateDirectoryThatEverybodyMayWriteIsWarnedOf() {
        CommandResult result = sh("mkdir -m 1777 state; \"$PERIGEE\" snapshot list");

        assertEquals(0, result.exitCode(), result.stderr());
        assertTrue(
                result.stderr().contains("everybody on this machine may write the state directory"), result.stderr());
    }

    @Test
    void aPrivateKeyThatEverybodyMayReadIsWarnedOfWhereverItIsRead() {
        String open = "everybody on this machine may read the private key ";
        sh("\"$PERIGEE\" key new signing-key && '" + InstalledServer.binary("age", "age-keygen") + "' -o identity.txt")
                .orFail();
        String config =
                "echo \"perigee { sign.key-file = $PWD/signing-key, age.identities = [$PWD/identity.txt] }\" >c.conf;";

        CommandResult closed = sh(config + " \"$PERIGEE\" config check --config c.conf");
        CommandResult shown = sh("chmod 644 signing-key identity.txt; \"$PERIGEE\" key show signing-key");
        CommandResult checked = sh("\"$PERIGEE\" config check --config c.conf");

        assertFalse(closed.stderr().contains(open), closed.stderr());
        assertTrue(shown.stderr().contains(open + "signing-key, and so sign"), shown.stderr());
        assertEquals(0, checked.exitCode(), checked.stderr());
        assertTrue(
                checked.stderr().contains(open + folder + "/signing-key, and so sign")
                        && checked.stderr().contains(open + folder + "/identity.txt, and so open every backup"),
                checked.stderr());
    }

    @Test
    void aKeyOfTlsThatEverybodyMayReadIsWarnedOfAsWell() {
        CertifiedKey own = TestCertificates.in(folder.resolve("tls")).client("perigee", "EC");
        String config = "echo 'perigee.clusters.c { endpoints = [\"https://x:2379\"], tls { cert = \""
                + own.certificate() + "\", key = \"" + own.key() + "\" } }' >tls.conf; ";
        String open = "everybody on this machine may read the private key " + own.key() + ", and so log in to etcd";

        CommandResult closed = sh(config + "\"$PERIGEE\" config check --config tls.conf");
        CommandResult checked = sh("chmod 644 " + own.key() + "; \"$PERIGEE\" config check --config tls.conf");

        assertFalse(closed.stderr().contains(open), closed.stderr());
        assertEquals(0, checked.exitCode(), checked.stderr());
        assertTrue(checked.stderr().contains(open), checked.stderr());
    }

    @Test
    void underAnyUmaskWhatItWritesIsForItsUserAlone() throws IOException {
        try (RealEtcd etcd = RealEtcd.start("3.6")) {
            etcd.load(10, 10);
            String url = etcd.endpoint().toString();

            sh("umask 000; \"$PERIGEE\" snapshot save --endpoints " + url
                            + " && \"$PERIGEE\" snapshot fetch latest etcd.db"
                            + " && \"$PERIGEE\" snapshot restore latest --data-dir restored"
                            + " && \"$PERIGEE\" export keys.jsonl --endpoints " + url
                            + " && \"$PERIGEE\" etcdctl snapshot save plain.db --endpoints " + url)
                    .orFail();
        }

        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(file -> !file.equals(folder)).toList()) {
                assertFalse(
                        Files.getPosixFilePermissions(file).stream().anyMatch(PermissionsTest::isForOthers),
                        () -> file + " is " + permissions(file));
            }
        }
    }

    private static boolean isForOthers(PosixFilePermission permission) {
        return !permission.name().startsWith("OWNER_");
    }

    private static String permissions(Path file) {
        return Product.command("ls", "-ld", file.toString()).stdout();
    }
}
