package dev.perigee.cli.etcdctl;

import static dev.perigee.cli.etcdctl.Mask.TOOK;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.perigee.cli.CliRun;
import dev.perigee.cli.console.ExitCode;
import dev.perigee.test.servers.CertifiedKey;
import dev.perigee.test.servers.Command;
import dev.perigee.test.servers.CommandResult;
import dev.perigee.test.servers.EtcdRecipe;
import dev.perigee.test.servers.InstalledServer;
import dev.perigee.test.servers.RealEtcd;
import dev.perigee.test.servers.TestCertificates;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS, auth and the environment, with the real etcdctl and with ours. */
class ConnectionParityTest {

    @Test
    void aCertificateIsShownWhereOneIsAskedFor(@TempDir Path dir) {
        TestCertificates certificates = TestCertificates.in(dir);
        CertifiedKey client = certificates.client("root", "EC");
        try (RealEtcd etcd = EtcdRecipe.of("3.6")
                .withMutualTls(certificates.ca(), certificates.server(), client)
                .start()) {
            Parity parity = new Parity(
                    etcd,
                    List.of(
                            "--cacert=" + certificates.ca(),
                            "--cert=" + client.certificate(),
                            "--key=" + client.key()));

            parity.read(List.of("member", "list", "-w", "table"));
            parity.read(List.of("endpoint", "health", "--cluster"), TOOK);
            assertEquals(
                    ExitCode.ERROR, Parity.of(etcd).ours(List.of("get", "a")).code());
        }
    }

    @Test
    void usersMayDoWhatTheyMay() {
        try (RealEtcd etcd = RealEtcd.start("3.6")) {
            for (String line : List.of(
                    "put /a 1",
                    "user add root:top",
                    "user grant-role root root",
                    "user add guest:low",
                    "auth enable")) {
                etcd.etcdctl(line.split(" ")).orFail();
            }
            for (String user : List.of("--user=root:top", "--user=guest:low", "--user=root:wrong", "--hex=false")) {
                Parity parity = new Parity(etcd, List.of(user));

                parity.read(List.of("get", "/a"));
                parity.read(List.of("member", "list"));
                parity.read(List.of("alarm", "list", "-w", "fields"));
            }
            new Parity(etcd, List.of("--user=root", "--password=top")).read(List.of("get", "/a", "-w", "json"));
            new Parity(etcd, List.of("--user=root:top")).read(List.of("endpoint", "health"), TOOK);
        }
    }

    @Test
    void theEnvironmentCountsUnlessAFlagDoes() {
        try (RealEtcd etcd = RealEtcd.start("3.6")) {
            etcd.etcdctl("put", "/a", "1").orFail();
            String endpoint = etcd.endpoint().getAuthority();
            Map<String, String> json = Map.of("ETCDCTL_ENDPOINTS", endpoint, "ETCDCTL_WRITE_OUT", "json");
            Map<String, String> hex = Map.of("ETCDCTL_ENDPOINTS", endpoint, "ETCDCTL_HEX", "true");

            compare(json, "get", "/a");
            compare(json, "endpoint", "hashkv");
            compare(hex, "get", "/a");
            compare(hex, "member", "list", "-w", "fields");
            compare(Map.of("ETCDCTL_ENDPOINTS", endpoint), "endpoint", "hashkv", "-w", "table");
            assertEquals(
                    "/a\n1\n",
                    with(Map.of("ETCDCTL_ENDPOINTS", "127.0.0.1:1"))
                            .run("etcdctl", "get", "/a", "--endpoints", endpoint)
                            .out());
        }
    }

    @Test
    void memberAndEndpointStandAtTheTopAsWell() {
        try (RealEtcd etcd = RealEtcd.start("3.6")) {
            String flag = "--endpoints=" + etcd.endpoint();

            assertEquals(CliRun.of("etcdctl", "member", "list", flag), CliRun.of("member", "list", flag));
            assertEquals(CliRun.of("etcdctl", "endpoint", "hashkv", flag), CliRun.of("endpoint", "hashkv", flag));
        }
    }

    @Test
    void aSnapshotIsSavedAsEtcdctlSaysIt(@TempDir Path dir) {
        try (RealEtcd etcd = RealEtcd.start("3.6")) {
            etcd.load(10, 10);
            List<String> save = List.of("snapshot", "save", dir.resolve("s.db").toString());

            Parity.of(etcd).read(save);
            assertEquals(
                    etcd.etcdutl("snapshot", "status", save.getLast(), "-w", "table")
                            .stdout(),
                    CliRun.of("etcdctl", "snapshot", "status", save.getLast(), "-w", "table")
                            .out());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "v", "two\nlines\n"})
    void aValueMayComeFromStandardInput(String value, @TempDir Path dir) throws Exception {
        try (RealEtcd etcd = RealEtcd.start("3.6")) {
            Path input = Files.writeString(dir.resolve("input"), value);
            String etcdctl = InstalledServer.binary("etcd-3.6", "etcdctl").toString();
            Process theirs = new ProcessBuilder(etcdctl, "--endpoints=" + etcd.endpoint(), "put", "/theirs")
                    .redirectInput(input.toFile())
                    .redirectOutput(dir.resolve("out").toFile())
                    .redirectError(dir.resolve("err").toFile())
                    .start();
            int code = theirs.waitFor();
            CliRun ours = new CliRun.Setting()
                    .input(value)
                    .run(
                            "etcdctl",
                            "put",
                            "/ours",
                            "--endpoints",
                            etcd.endpoint().toString());

            assertEquals(Files.readString(dir.resolve("out")), ours.out());
            assertEquals(code, ours.code().number());
            assertEquals(
                    etcd.etcdctl("get", "/theirs", "--print-value-only").stdout(),
                    etcd.etcdctl("get", "/ours", "--print-value-only").stdout());
        }
    }

    private static void compare(Map<String, String> environment, String... line) {
        String etcdctl = InstalledServer.binary("etcd-3.6", "etcdctl").toString();
        CommandResult theirs = Command.run(
                environment, Stream.concat(Stream.of(etcdctl), Stream.of(line)).toList());
        CliRun ours = with(environment)
                .run(Stream.concat(Stream.of("etcdctl"), Stream.of(line)).toArray(String[]::new));

        Parity.compare(List.of(line), theirs, ours);
    }

    private static CliRun.Setting with(Map<String, String> environment) {
        CliRun.Setting setting = new CliRun.Setting();
        environment.forEach(setting::variable);
        return setting;
    }
}
