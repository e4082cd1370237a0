package dev.perigee.core.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.api.Secret;
import dev.perigee.core.config.ConfigRequest.Order;
import dev.perigee.etcd.client.Credentials;
import dev.perigee.etcd.client.EtcdSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigPrecedenceTest extends ConfigFolder {

    @ParameterizedTest
    @CsvSource({
        "'', '', '', CONFIG_FIRST, localhost",
        "'', '', env, CONFIG_FIRST, env",
        "'', file, env, CONFIG_FIRST, file",
        "flag, file, env, CONFIG_FIRST, flag",
        "'', '', '', ENVIRONMENT_FIRST, localhost",
        "'', file, '', ENVIRONMENT_FIRST, file",
        "'', file, env, ENVIRONMENT_FIRST, env",
        "flag, file, env, ENVIRONMENT_FIRST, flag"
    })
    void flagsWinThenTheOrderDecides(String flag, String inFile, String variable, Order order, String host)
            throws Exception {
        Path path = write(
                "perigee.conf",
                inFile.isEmpty() ? "perigee {}" : "perigee.clusters.p.endpoints = \"" + inFile + ":2379\"");
        environment.put("ETCDCTL_ENDPOINTS", variable.isEmpty() ? "" : variable + ":2379");
        ConfigRequest request = new ConfigRequest(
                Optional.of(path), Optional.empty(), endpoints(flag), Optional.empty(), Optional.empty(), order);

        assertEquals(
                List.of(URI.create("http://" + host + ":2379")),
                load(request).clusters().getFirst().etcd().endpoints());
    }

    @Test
    void flagsGoToTheClusterOfTheNamedJobOnly() throws Exception {
        Path path =
                write("perigee.conf", "perigee { clusters { a {}\n b {} }, jobs { x.cluster = a, y.cluster = b } }");
        environment.put("ETCDCTL_DIAL_TIMEOUT", "1m30s");
        ConfigRequest job = new ConfigRequest(
                Optional.of(path),
                Optional.empty(),
                endpoints("flag"),
                Optional.empty(),
                Optional.of("y"),
                Order.CONFIG_FIRST);
        ConfigRequest none = new ConfigRequest(
                Optional.of(path),
                Optional.empty(),
                endpoints("flag"),
                Optional.empty(),
                Optional.empty(),
                Order.CONFIG_FIRST);

        PerigeeConfig config = load(job);

        assertEquals(
                "localhost",
                config.clusters().get(0).etcd().endpoints().getFirst().getHost());
        assertEquals(
                "flag", config.clusters().get(1).etcd().endpoints().getFirst().getHost());
        assertEquals(Duration.ofSeconds(2), config.clusters().get(0).etcd().dialTimeout());
        assertEquals(Duration.ofSeconds(90), config.clusters().get(1).etcd().dialTimeout());
        assertEquals(
                "command line: --endpoints and the like could mean any of the clusters a, b; name it with --cluster, or its"
                        + " job with --job",
                refusal(none));
    }

    @Test
    void flagsGoToTheNamedClusterAmongSeveral() throws Exception {
        Path path =
                write("perigee.conf", "perigee { clusters { a {}\n b {} }, jobs { x.cluster = a, y.cluster = b } }");

        PerigeeConfig config = load(new ConfigRequest(
                Optional.of(path),
                Optional.empty(),
                endpoints("flag"),
                Optional.of("b"),
                Optional.empty(),
                Order.ENVIRONMENT_FIRST));

        assertEquals(
                List.of("localhost", "flag"),
                config.clusters().stream()
                        .map(cluster -> cluster.etcd().endpoints().getFirst().getHost())
                        .toList());
    }

    @Test
    void whoeverSaidItIsBlamedForIt() {
        Path path = write("perigee.conf", "perigee.clusters.p { endpoints = [\"x:1\"], tls { cert = /c, key = /k } }");
        ConfigRequest flag = asked(path, endpoints("ftp://x"));
        assertTrue(refusal(flag).startsWith("command line: --endpoints has the endpoint 'ftp://x"), refusal(flag));

        environment.put("ETCDCTL_USER", "bob");
        ConfigRequest variable = asked(path, ClusterOverrides.NONE);
        assertTrue(
                refusal(variable).startsWith("environment: ETCDCTL_USER is given without a password"),
                refusal(variable));
    }

    private static ConfigRequest asked(Path path, ClusterOverrides flags) {
        return new ConfigRequest(
                Optional.of(path),
                Optional.empty(),
                flags,
                Optional.empty(),
                Optional.empty(),
                Order.ENVIRONMENT_FIRST);
    }

    @Test
    void aPasswordGoesOnlyWithItsUser() throws Exception {
        Path path = write("perigee.conf", "perigee.clusters.p { user = root, password = fromfile }");
        environment.put("ETCDCTL_USER", "bob");

        ConfigRequest request = new ConfigRequest(
                Optional.of(path),
                Optional.empty(),
                ClusterOverrides.NONE,
                Optional.empty(),
                Optional.empty(),
                Order.ENVIRONMENT_FIRST);

        assertTrue(refusal(request).contains("ETCDCTL_USER is given without a password"), refusal(request));
        environment.put("ETCDCTL_USER", "bob:pa:ss");
        assertEquals(
                new Credentials("bob", Secret.of("pa:ss")),
                load(request).clusters().getFirst().etcd().credentials().orElseThrow());
        environment.clear();
        environment.put("ETCDCTL_PASSWORD", "other");
        assertEquals(
                new Credentials("root", Secret.of("other")),
                load(request).clusters().getFirst().etcd().credentials().orElseThrow());
    }

    @Test
    void etcdctlsVariablesAreRead() throws Exception {
        ClusterOverrides said = EtcdEnvironment.read(
                Map.of(
                        "ETCDCTL_ENDPOINTS", "a:1, https://b:2",
                        "ETCDCTL_CACERT", "/ca",
                        "ETCDCTL_CERT", "/cert",
                        "ETCDCTL_KEY", "/key",
                        "ETCDCTL_INSECURE_SKIP_TLS_VERIFY", "true",
                        "ETCDCTL_USER", "root:x",
                        "ETCDCTL_PASSWORD", "y",
                        "ETCDCTL_COMMAND_TIMEOUT", "500ms",
                        "ETCDCTL_API", "3"),
                false);

        EtcdSettings etcd = EtcdSettingsResolver.resolve(said);

        assertEquals(List.of(URI.create("https://a:1"), URI.create("https://b:2")), etcd.endpoints());
        assertTrue(etcd.tls().orElseThrow().insecureSkipVerify());
        assertEquals(Path.of("/key"), etcd.tls().orElseThrow().key().orElseThrow());
        assertEquals(
                new Credentials("root:x", Secret.of("y")),
                etcd.credentials().orElseThrow(),
                "with a password given apart, a colon belongs to the name");
        assertEquals(Duration.ofMillis(500), etcd.commandTimeout());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        system:master | false | system        | master
        system:master | true  | system:master |
        root          | false | root          |
        root:pa:ss    | false | root          | pa:ss
        """)
    void aUsersNameMayHaveAColonIfThePasswordIsGivenApart(String text, boolean apart, String user, String password) {
        assertEquals(new Login(user, Optional.ofNullable(password).map(Secret::of)), Login.parse(text, apart));
    }

    @Test
    void aListOfEndpointsMayHaveBlanksWhereverItIsWritten() throws Exception {
        List<URI> both = List.of(URI.create("http://a:2379"), URI.create("http://b:2379"));
        for (String list :
                List.of("http://a:2379, http://b:2379", " http://a:2379 ,\thttp://b:2379\n", "a:2379 b:2379,")) {
            assertEquals(2, Endpoints.split(List.of(list)).size(), list);
            environment.put("ETCDCTL_ENDPOINTS", list);
            assertEquals(
                    both,
                    load(ConfigRequest.NOTHING).clusters().getFirst().etcd().endpoints(),
                    list);
        }
        environment.clear();
        Path path = write("perigee.conf", "perigee.clusters.p { endpoints = [\"http://a:2379, http://b:2379 \"] }");
        assertEquals(both, loaded(path).clusters().getFirst().etcd().endpoints());
    }

    private PerigeeConfig loaded(Path path) throws Exception {
        return load(new ConfigRequest(
                Optional.of(path),
                Optional.empty(),
                ClusterOverrides.NONE,
                Optional.empty(),
                Optional.empty(),
                Order.ENVIRONMENT_FIRST));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://etcd_1:2379",
                "https://etcd_1.my_net:2379",
                "http://[fe80::1%25eth0]:2379",
                "http://[fe80::1%eth0]:2379",
                "unix:///run/etcd.sock",
                "unixs://localhost:2379",
                "http://h:2379/"
            })
    void whatEtcdctlTakesForAnEndpointIsOne(String text) throws Exception {
        environment.put("ETCDCTL_ENDPOINTS", text);

        assertEquals(
                List.of(URI.create(text.replaceAll("([0-9])/$", "$1"))),
                load(ConfigRequest.NOTHING).clusters().getFirst().etcd().endpoints());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        ETCDCTL_DIAL_TIMEOUT             | soon            | is 'soon'; it takes a time span such as 500ms, 30s, 5m, 12h, 30d or 2w
        ETCDCTL_COMMAND_TIMEOUT          | 5               | is '5'; it takes a time span such as 500ms, 30s, 5m, 12h, 30d or 2w
        ETCDCTL_INSECURE_SKIP_TLS_VERIFY | yes             | is 'yes'; it takes true or false
        ETCDCTL_ENDPOINTS                | http://u:pw@h:1 | has an endpoint with a user in it; use user and password instead
        """)
    void aVariableThatCantBeUsedIsNamed(String name, String value, String sentence) {
        environment.put(name, value);

        assertEquals("environment: " + name + " " + sentence, refusal(ConfigRequest.NOTHING));
    }

    @Test
    void theStateDirectoryIsThatOfTheFlagElseOfTheVariableElseOfTheFileElseTheDefault() throws Exception {
        Path path = write("perigee.conf", "perigee.state-dir = /of/the/file");
        ConfigRequest plain = file(path);
        ConfigRequest flag = new ConfigRequest(
                plain.file(),
                Optional.of(Path.of("/of/the/flag")),
                plain.cluster(),
                plain.named(),
                plain.job(),
                plain.order());

        assertEquals(Path.of("/of/the/file"), load(plain).stateDir());
        environment.put("PERIGEE_STATE_DIR", "/of/the/variable");
        assertEquals(Path.of("/of/the/variable"), load(plain).stateDir());
        assertEquals(Path.of("/of/the/flag"), load(flag).stateDir());
        environment.clear();
        environment.put("STATE_DIRECTORY", "/of/the/unit");
        assertEquals(Path.of("/of/the/file"), load(plain).stateDir());
        assertEquals(Path.of("/of/the/unit"), load("perigee {}").stateDir());
        environment.clear();
        assertEquals(Path.of("/data"), load("perigee {}").stateDir());
    }

    @Test
    void aStateDirectoryThatIsASlipOfTheKeyboardIsRefusedAndNotMade() {
        Path file = write("perigee.conf", "perigee {}\n");

        for (String slip : List.of("~/state", "-x")) {
            ConfigRequest flag = new ConfigRequest(
                    Optional.of(file),
                    Optional.of(Path.of(slip)),
                    ClusterOverrides.NONE,
                    Optional.empty(),
                    Optional.empty(),
                    Order.CONFIG_FIRST);
            assertTrue(refusal(flag).startsWith("command line: --state-dir is '" + slip + "', "), refusal(flag));
            environment.put("PERIGEE_STATE_DIR", slip);
            String said = refusal(file(file));
            assertTrue(said.startsWith("environment: PERIGEE_STATE_DIR is '" + slip + "', "), said);
            environment.remove("PERIGEE_STATE_DIR");
        }
    }
}
