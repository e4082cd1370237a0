package dev.perigee.core.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.api.Secret;
import dev.perigee.core.Destination;
import dev.perigee.core.Destination.Access;
import dev.perigee.core.Job;
import dev.perigee.core.catalog.Layout;
import dev.perigee.core.config.ConfigRequest.Order;
import dev.perigee.core.delivery.DeliverySettings;
import dev.perigee.core.delivery.SpoolSettings;
import dev.perigee.core.retention.RetentionRules;
import dev.perigee.core.source.ClusterSettings;
import dev.perigee.etcd.client.Credentials;
import dev.perigee.etcd.client.EtcdSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigLoaderTest {

    @TempDir
    Path directory;

    private final Map<String, String> environment = new HashMap<>();

    // ---- nothing said

    @Test
    void withoutAnyConfigurationTheDefaultsAreInForce() throws Exception {
        PerigeeConfig config = load(ConfigRequest.NOTHING);

        assertEquals(Optional.empty(), config.source());
        assertEquals(Path.of("/data"), config.stateDir());
        assertEquals("host-7", config.instance());
        assertEquals(ZoneOffset.UTC, config.zone());
        assertEquals(List.of(directory.resolve("installed/plugins")), config.pluginDirectories());
        assertEquals(
                List.of(new ClusterSettings(
                        "default", false, EtcdSettings.of(List.of(URI.create("http://localhost:2379"))))),
                config.clusters());
        Destination local = config.sinks().getFirst();
        assertEquals(1, config.sinks().size());
        assertEquals("local", local.name());
        assertEquals("local", local.sink().type());
        assertEquals(Map.of("directory", "/data/backup"), local.sink().settings());
        assertEquals(RetentionRules.keepLast(1), local.retention());
        assertEquals(DeliverySettings.DEFAULT, local.delivery());
        assertEquals(Access.FULL, local.access());
        Job job = config.jobs().getFirst();
        assertEquals(1, config.jobs().size());
        assertEquals("default", job.name());
        assertEquals("0 0 * * *", job.schedule().orElseThrow().text());
        assertEquals(config.sinks(), job.destinations());
        assertEquals(config.clusters().getFirst(), job.cluster());
    }

    @Test
    void theStateDirectoryIsTheFlagsThenTheVariables() throws Exception {
        environment.put("PERIGEE_STATE_DIR", "/var/lib/perigee");
        ConfigRequest flag = new ConfigRequest(
                Optional.empty(),
                Optional.of(Path.of("/srv/x/../p")),
                ClusterOverrides.NONE,
                Optional.empty(),
                Order.CONFIG_FIRST);

        assertEquals(Path.of("/var/lib/perigee"), load(ConfigRequest.NOTHING).stateDir());
        assertEquals(Path.of("/srv/p"), load(flag).stateDir());
        assertEquals(
                Map.of("directory", "/srv/p/backup"),
                load(flag).sinks().getFirst().sink().settings());
    }

    // ---- where the file is

    @Test
    void theFirstFileFoundIsTheOnlyOneRead() throws Exception {
        Path flag = write("flag.conf", "perigee.instance = flag");
        environment.put(
                "PERIGEE_CONFIG",
                write("variable.conf", "perigee.instance = variable").toString());
        write("etc.conf", "perigee.instance = system");
        write("installed/conf/perigee.conf", "perigee.instance = installed");

        assertEquals("flag", load(file(flag)).instance());
        assertEquals(Optional.of(flag), load(file(flag)).source());
        assertEquals("variable", load(ConfigRequest.NOTHING).instance());
        environment.clear();
        assertEquals("system", load(ConfigRequest.NOTHING).instance());
        Files.delete(directory.resolve("etc.conf"));
        assertEquals("installed", load(ConfigRequest.NOTHING).instance());
        write("installed/conf/perigee.conf", "# perigee.instance = installed");
        assertEquals(Optional.empty(), load(ConfigRequest.NOTHING).source());
    }

    @Test
    void aNamedFileThatIsNotThereIsAnError() {
        Path absent = directory.resolve("absent.conf");
        environment.put("PERIGEE_CONFIG", absent.toString());

        assertEquals(absent + ": doesn't exist; it was named by PERIGEE_CONFIG", refusal(ConfigRequest.NOTHING));
        assertEquals(absent + ": doesn't exist; it was named by --config", refusal(file(absent)));
        assertEquals(directory + ": can't be read as a file by this user", refusal(file(directory)));
    }

    // ---- a typical file

    @Test
    void aTypicalFileIsRead() throws Exception {
        environment.put("ETCD_PASSWORD", "pw");
        environment.put("S3_ACCESS_KEY", "AK");
        PerigeeConfig config = load("""
                perigee {
                  zone = Europe/Berlin, instance = here, plugins = [/opt/p]
                  clusters.prod {
                    endpoints = ["https://10.0.0.1:2379", "10.0.0.2:2379"], tls { ca = /etc/ca.pem, cert = /c, key = /k, server-name = etcd }
                    user = root, password = ${?ETCD_PASSWORD}, dial-timeout = 3s, command-timeout = 7s, idle-timeout = 2m
                  }
                  sinks {
                    local   { type = local, retention { keep-last = 1 } }
                    offsite {
                      type = s3, endpoint = "https://s3.example.org", bucket = etcd, access-key = ${?S3_ACCESS_KEY}
                      secret-key-file = /run/secrets/s3, unset = ${?NOT_THERE}, object-lock { mode = governance, for = 30d }
                      retention { keep-last = 24, keep-daily = 7, keep-within = 36h }
                      retry { attempts = 3, backoff = 2s, max-backoff = 30s }, bandwidth = 10 MiB, stall-timeout = 5m
                      access = write-only, layout = perigee
                    }
                  }
                  jobs.default { cluster = prod, schedule = "0 */6 * * *", sinks = [offsite, local] }
                }
                """);

        ClusterSettings prod = config.cluster("prod").orElseThrow();
        assertTrue(prod.named());
        assertEquals(
                List.of(URI.create("https://10.0.0.1:2379"), URI.create("https://10.0.0.2:2379")),
                prod.etcd().endpoints());
        assertEquals(
                Path.of("/etc/ca.pem"), prod.etcd().tls().orElseThrow().ca().orElseThrow());
        assertEquals("etcd", prod.etcd().tls().orElseThrow().serverName().orElseThrow());
        assertEquals(
                new Credentials("root", Secret.of("pw")),
                prod.etcd().credentials().orElseThrow());
        assertEquals(Duration.ofSeconds(3), prod.etcd().dialTimeout());
        assertEquals(Duration.ofSeconds(7), prod.etcd().commandTimeout());
        assertEquals(Duration.ofMinutes(2), prod.etcd().idleTimeout());
        assertEquals(ZoneId.of("Europe/Berlin"), config.zone());
        assertEquals(List.of(directory.resolve("installed/plugins"), Path.of("/opt/p")), config.pluginDirectories());
        assertEquals(List.of("local", "offsite"), names(config.sinks()));
        Destination offsite = config.sink("offsite").orElseThrow();
        assertEquals(
                Map.of(
                        "endpoint", "https://s3.example.org",
                        "bucket", "etcd",
                        "access-key", "AK",
                        "secret-key-file", "/run/secrets/s3",
                        "object-lock", Map.of("mode", "governance", "for", "30d")),
                offsite.sink().settings());
        assertEquals(24, offsite.retention().keepLast().orElseThrow());
        assertEquals(Duration.ofHours(36), offsite.retention().keepWithin().orElseThrow());
        assertEquals(
                new DeliverySettings(
                        3,
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(30),
                        Duration.ofMinutes(5),
                        OptionalLong.of(10 << 20)),
                offsite.delivery());
        assertEquals(Access.WRITE_ONLY, offsite.access());
        Job job = config.job("default").orElseThrow();
        assertEquals(List.of("offsite", "local"), names(job.destinations()));
        assertEquals(
                Instant.parse("2026-11-23T11:00:00Z"),
                job.schedule()
                        .orElseThrow()
                        .next(Instant.parse("2026-11-23T10:00:00Z"))
                        .orElseThrow(),
                "noon in Berlin");
    }

    @Test
    void sinksGivenMeanNoImplicitOneAndWithoutJobsThereIsOneToAll() throws Exception {
        PerigeeConfig config = load("perigee { clusters.prod {}, sinks { b { type = s3 }, a { type = gcs } } }");

        assertEquals(List.of("a", "b"), names(config.sinks()).stream().sorted().toList());
        assertEquals(config.sinks(), config.jobs().getFirst().destinations());
        assertEquals(
                RetentionRules.KEEP_ALL, config.sinks().getFirst().retention(), "nothing goes that nobody gave up");
    }

    @Test
    void severalClustersWithoutJobsGetOneJobEach() throws Exception {
        PerigeeConfig config = load("perigee.clusters { a {}\n b {} }");

        assertEquals(List.of("a", "b"), config.jobs().stream().map(Job::name).toList());
    }

    @Test
    void aScheduleMayBeNone() throws Exception {
        assertEquals(
                Optional.empty(),
                load("perigee.jobs.x { schedule = none }")
                        .job("x")
                        .orElseThrow()
                        .schedule());
        assertEquals(
                "0 0 * * *",
                load("perigee.jobs.x {}")
                        .job("x")
                        .orElseThrow()
                        .schedule()
                        .orElseThrow()
                        .text());
    }

    @Test
    void thePasswordMayBeInAFile() throws Exception {
        Path secret = write("secret", "hunter2\n");

        PerigeeConfig config = load("perigee.clusters.p { user = root, password-file = \"" + secret + "\" }");

        assertEquals(
                Secret.of("hunter2"),
                config.clusters().getFirst().etcd().credentials().orElseThrow().password());
    }

    @Test
    void keysBesideOurBlockMayHoldWhatTheFileRefersTo() throws Exception {
        PerigeeConfig config = load("keep { keep-last = 5 }\nperigee.sinks.l { type = local, retention = ${keep} }");

        assertEquals(RetentionRules.keepLast(5), config.sinks().getFirst().retention());
    }

    // ---- what is wrong

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        jobs.x.schedule = "61 * * * *"        | jobs.x.schedule is '61 * * * *': value 61 not in range [0, 59]; it takes minute 0-59, hour 0-23, day of month 1-31, month 1-12, day of week 0-7
        jobs.x.schedule = "0 0 30 2 *"        | jobs.x.schedule is '0 0 30 2 *', which never comes: no such day is in any of these months
        jobs.x.cluster = prd                  | jobs.x.cluster names the cluster 'prd'; there is default
        jobs.x.sinks = [locla]                | jobs.x.sinks names the sink 'locla'; there is local; did you mean 'local'?
        jobs.x.sinks = []                     | jobs.x.sinks is empty; leave it out for all sinks
        jobs.x.shedule = "@daily"             | jobs.x.shedule is no setting; did you mean 'schedule'?
        jobs.x = 5                            | jobs.x takes a block: jobs.x { … }
        jobs = 5                              | jobs takes blocks, each with a name: jobs.<name> { … }
        zone = Europe/Berln                   | zone is 'Europe/Berln'; it takes a name such as Europe/Berlin or UTC
        zoen = UTC                            | zoen is no setting; did you mean 'zone'?
        state-dir = /x                        | state-dir is not set in the file; use --state-dir or PERIGEE_STATE_DIR
        sinks {}                              | sinks has no sink in it; leave it out to keep backups in the state directory
        sinks.l { }                           | sinks.l.type is missing; say what sort of sink 'l' is, such as type = local
        sinks."a/b" { type = local }          | sinks.a/b is no good name; it takes letters, digits and . _ = + -, without a dot in front
        sinks.l { type = local, retention.keep-last = 0 }        | sinks.l.retention.keep-last is '0'; it takes a whole number from 1 to 2147483647
        sinks.l { type = local, retention.kep-last = 1 }         | sinks.l.retention.kep-last is no setting; did you mean 'retention.keep-last'?
        sinks.l { type = local, retention = 5 }                  | sinks.l.retention takes a block, such as retention { keep-daily = … }
        sinks.l { type = local, retention.keep-within = 0s }     | sinks.l.retention.keep-within is '0s'; it takes more than nothing
        sinks.l { type = local, bandwidth = fast }               | sinks.l.bandwidth is 'fast'; it takes a size such as 64MiB, 10MB or 1048576
        sinks.l { type = local, stall-timeout = 5 }              | sinks.l.stall-timeout is '5'; it takes a time span such as 500ms, 30s, 5m, 12h or 30d
        sinks.l { type = local, retry.attempts = 0 }             | sinks.l.retry.attempts is '0'; it takes a whole number from 1 to 1000
        sinks.l { type = local, retry { backoff = 5m, max-backoff = 1m } } | sinks.l.retry.max-backoff is shorter than retry.backoff, 5m
        sinks.l { type = local, access = some }                  | sinks.l.access is 'some'; it takes full, write-only
        sinks.l { type = local, layout = flat }                  | sinks.l.layout is 'flat'; it takes perigee, gravity
        sinks.l { type = local, layout = gravity }               | sinks.l.layout needs a version: layout { type = gravity, version = "5.2.3" }
        sinks.l { type = local, layout { type = gravity } }      | sinks.l.layout.version is missing; it is the folder below gravity/ that the backups go to
        sinks.l { type = local, layout { type = flat } }         | sinks.l.layout.type is 'flat'; it takes perigee, gravity
        sinks.l { type = local, layout { type = gravity, version = a/b } } | sinks.l.layout.version is 'a/b'; a folder takes letters, digits and . _ = + -, without a dot in front
        sinks.l { type = local, layout { type = gravity, version = 5 } }, clusters { a {}, b {} } | sinks.l.layout is gravity, whose keys don't name the cluster, but there are 2 clusters; use layout = perigee, or a configuration for each
        spool.max-size = 0                    | spool.max-size is nothing; a backup has to wait somewhere for a sink that is down
        spool.max-backups = 0                 | spool.max-backups is '0'; it takes a whole number from 1 to 2147483647
        export.redact = ["(" ]                | export.redact has '(', which is no regular expression: Unclosed group
        sinks { a { type = local }, b { type = local } }         | sinks.b.directory is the same as that of sink 'a'; give each its own directory
        sinks.off { type = s3 }               | sinks.off may be shared with other machines, so the cluster needs a name of its own: write clusters.<name> { endpoints = ["http://localhost:2379"] }, with another <name> than 'default'
        clusters.p.endpoint = "x:1"           | clusters.p.endpoint is no setting; did you mean 'endpoints'?
        clusters.p.endpoints = ["ftp://x:1"]  | clusters.p.endpoints has the endpoint 'ftp://x:1'; an endpoint is http://host:2379, https://host:2379 or host:2379
        clusters.p.endpoints = ["https://x"]  | clusters.p.endpoints has the endpoint 'https://x', which lacks a port; etcd's clients use 2379
        clusters.p.endpoints = []             | clusters.p.endpoints is empty; leave it out for localhost:2379, or name the members
        clusters.p.tls { cert = /c }          | clusters.p.tls.cert is given without its key; they go together
        clusters.p.user = root                | clusters.p.user is given without a password; set password or password-file, or ETCDCTL_PASSWORD
        clusters.p.password = hunter2         | clusters.p.password is given without a user
        clusters.p { password = hunter2, password-file = /x } | clusters.p.password and password-file are both set; keep one
        clusters.p.dial-timeout = 0s          | clusters.p.dial-timeout is '0s'; it takes more than nothing
        clusters.p.tls.insecure-skip-verify = perhaps | clusters.p.tls.insecure-skip-verify is 'perhaps'; it takes true or false
        clusters { a {}, b {} }, jobs.x {}    | jobs.x.cluster is missing; there are a, b
        """)
    void eachMistakeHasItsSentence(String line, String sentence) {
        Path path = write("perigee.conf", "perigee {\n  " + line + "\n}\n");

        assertEquals(path + ":2: " + sentence, refusal(file(path)));
    }

    @Test
    void allMistakesAreToldAtOnceInTheOrderOfTheLines() {
        Path path = write("perigee.conf", """
                perigee {
                  zone = Nowhere
                  sinks {
                    l { type = local, retention.keep-last = none }
                  }
                  clusters.p {
                    endpoints = ["nonsense"]
                    pasword = hunter2
                  }
                  jobs.x { schedule = never }
                }
                """);

        ConfigException e = assertThrows(ConfigException.class, () -> load(file(path)));

        assertEquals(
                List.of(
                        "zone",
                        "sinks.l.retention.keep-last",
                        "clusters.p.endpoints",
                        "clusters.p.pasword",
                        "jobs.x.schedule"),
                e.problems().stream().map(Problem::key).toList());
        assertEquals(Optional.of("none"), e.problems().get(1).value());
        assertEquals(path + ":8", e.problems().get(3).where());
        assertFalse(e.getMessage().contains("hunter2"));
        assertFalse(e.problems().toString().contains("hunter2"));
    }

    @Test
    void aBlockInTheWrongPlaceIsAnError() {
        Path path = write("perigee.conf", "clusters.prod {}\nperige.zone = UTC\n");

        assertEquals(
                path + ":1: clusters belongs into the block perigee { … }\n" + path
                        + ":2: perige is no setting; did you mean 'perigee'?",
                refusal(file(path)));
    }

    @Test
    void whatIsNoHoconIsNamedByItsLineAndNotQuoted() {
        Path path = write("perigee.conf", "perigee {\n  password = hunter2 \"sesame\n}\n");

        String message = refusal(file(path));

        assertTrue(message.startsWith(path + ":2: is no valid HOCON: "), message);
        assertFalse(message.contains("hunter2") || message.contains("sesame"), message);
    }

    @Test
    void aVariableThatMustBeThereIsNamed() {
        Path path = write("perigee.conf", "perigee {\n  instance = ${NOT_THERE}\n}\n");

        assertEquals(
                path
                        + ":2: uses ${NOT_THERE}, which is neither in the file nor in the environment; write ${?NOT_THERE} if it"
                        + " may be absent",
                refusal(file(path)));
    }

    @Test
    void anIncludedFileIsNamedInItsMistakes() {
        Path included = write("more.conf", "sinks.l {\n type = local\n retention.keep-last = x }");
        Path path = write("perigee.conf", "perigee { include \"more.conf\" }");

        assertTrue(
                refusal(file(path)).startsWith(included + ":3: sinks.l.retention.keep-last is 'x'"),
                refusal(file(path)));
    }

    // ---- flags, file, environment

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
        ConfigRequest request =
                new ConfigRequest(Optional.of(path), Optional.empty(), endpoints(flag), Optional.empty(), order);

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
                Optional.of(path), Optional.empty(), endpoints("flag"), Optional.of("y"), Order.CONFIG_FIRST);
        ConfigRequest none = new ConfigRequest(
                Optional.of(path), Optional.empty(), endpoints("flag"), Optional.empty(), Order.CONFIG_FIRST);

        PerigeeConfig config = load(job);

        assertEquals(
                "localhost",
                config.clusters().get(0).etcd().endpoints().getFirst().getHost());
        assertEquals(
                "flag", config.clusters().get(1).etcd().endpoints().getFirst().getHost());
        assertEquals(Duration.ofSeconds(2), config.clusters().get(0).etcd().dialTimeout());
        assertEquals(Duration.ofSeconds(90), config.clusters().get(1).etcd().dialTimeout());
        assertEquals(
                "command line: --endpoints and the like could mean any of the clusters a, b; name the job with --job",
                refusal(none));
    }

    @Test
    void aPasswordGoesOnlyWithItsUser() throws Exception {
        Path path = write("perigee.conf", "perigee.clusters.p { user = root, password = fromfile }");
        environment.put("ETCDCTL_USER", "bob");

        ConfigRequest request = new ConfigRequest(
                Optional.of(path), Optional.empty(), ClusterOverrides.NONE, Optional.empty(), Order.ENVIRONMENT_FIRST);

        assertTrue(refusal(request).contains("user is given without a password"), refusal(request));
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
        ClusterOverrides said = EtcdEnvironment.read(Map.of(
                "ETCDCTL_ENDPOINTS", "a:1, https://b:2",
                "ETCDCTL_CACERT", "/ca",
                "ETCDCTL_CERT", "/cert",
                "ETCDCTL_KEY", "/key",
                "ETCDCTL_INSECURE_SKIP_TLS_VERIFY", "true",
                "ETCDCTL_USER", "root:x",
                "ETCDCTL_PASSWORD", "y",
                "ETCDCTL_COMMAND_TIMEOUT", "500ms",
                "ETCDCTL_API", "3"));

        EtcdSettings etcd = EtcdSettingsResolver.resolve(said);

        assertEquals(List.of(URI.create("https://a:1"), URI.create("https://b:2")), etcd.endpoints());
        assertTrue(etcd.tls().orElseThrow().insecureSkipVerify());
        assertEquals(Path.of("/key"), etcd.tls().orElseThrow().key().orElseThrow());
        assertEquals(new Credentials("root", Secret.of("y")), etcd.credentials().orElseThrow());
        assertEquals(Duration.ofMillis(500), etcd.commandTimeout());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        ETCDCTL_DIAL_TIMEOUT             | soon            | is 'soon'; it takes a time span such as 500ms, 5s or 1m30s
        ETCDCTL_COMMAND_TIMEOUT          | 5               | is '5'; it takes a time span such as 500ms, 5s or 1m30s
        ETCDCTL_INSECURE_SKIP_TLS_VERIFY | yes             | is 'yes'; it takes true or false
        ETCDCTL_ENDPOINTS                | http://u:pw@h:1 | has an endpoint with a user in it; use user and password instead
        """)
    void aVariableThatCantBeUsedIsNamed(String name, String value, String sentence) {
        environment.put(name, value);

        assertEquals("environment: " + name + " " + sentence, refusal(ConfigRequest.NOTHING));
    }

    // ---- shown

    @Test
    void showPrintsEverythingInForceAndNoSecret() throws Exception {
        environment.put("TOKEN", "s3cret-3");
        Path path = write("perigee.conf", """
                perigee {
                  clusters.prod { endpoints = "https://h:1", tls { ca = /ca, key = /k, cert = /c }, user = root, password = s3cret-1 }
                  sinks.off {
                    type = s3, bucket = b, secret-key = s3cret-2, session-token = ${TOKEN}, secret-key-file = /run/s3
                    proxy = "http://u:s3cret-4@proxy:8080", credentials { json = s3cret-5, parts = [s3cret-6] }, part-size = 5
                    retention { keep-daily = 7, keep-within = 36h }
                  }
                }
                """);

        PerigeeConfig config = load(file(path));
        String shown = EffectiveConfig.render(config);

        assertFalse(shown.contains("s3cret"), shown);
        assertFalse(config.toString().contains("s3cret"), config.toString());
        for (String part : List.of(
                "# file: " + path,
                "# state directory: /data",
                "bucket=b",
                "secret-key=\"••••\"",
                "secret-key-file=\"/run/s3\"",
                "proxy=\"http://••••@proxy:8080\"",
                "keep-within=\"36h\"",
                "part-size=5",
                "password=\"••••\"",
                "schedule=\"0 0 * * *\"")) {
            assertTrue(shown.contains(part), part + " in " + shown);
        }
    }

    @Test
    void whatIsShownIsAConfigurationThatMeansTheSame() throws Exception {
        PerigeeConfig config = load(ConfigRequest.NOTHING);

        PerigeeConfig again = load(file(write("shown.conf", EffectiveConfig.render(config))));

        assertEquals(config.sinks(), again.sinks());
        assertEquals(config.clusters(), again.clusters());
        assertEquals(
                EffectiveConfig.render(config).lines().skip(1).toList(),
                EffectiveConfig.render(again).lines().skip(1).toList());
    }

    @Test
    void theSpoolTheRedactionAndTheLayoutAreReadAndShown() throws Exception {
        PerigeeConfig config = load("""
                perigee {
                  instance = node-1
                  zone = Europe/Berlin
                  spool { max-backups = 5, max-size = 2GiB }
                  export.redact = ["^/billing/"]
                  sinks.l { type = local, layout { type = gravity, version = "5.2.3" } }
                }
                """);

        PerigeeConfig again = load(file(write("shown.conf", EffectiveConfig.render(config))));

        for (PerigeeConfig each : List.of(config, again)) {
            assertEquals(new SpoolSettings(5, 2L << 30), each.spool());
            assertEquals("^/billing/", each.redaction().getFirst().pattern());
            assertEquals(
                    new Layout.Gravity("5.2.3", "node-1", ZoneId.of("Europe/Berlin")),
                    each.sinks().getFirst().layout());
        }
    }

    // ----

    private PerigeeConfig load(String text) throws ConfigException {
        return load(file(write("perigee.conf", text)));
    }

    private PerigeeConfig load(ConfigRequest request) throws ConfigException {
        return new ConfigLoader(surroundings()).load(request);
    }

    private String refusal(ConfigRequest request) {
        return refusal(surroundings(), request);
    }

    static String refusal(Surroundings surroundings, ConfigRequest request) {
        return assertThrows(ConfigException.class, () -> new ConfigLoader(surroundings).load(request))
                .getMessage();
    }

    private Surroundings surroundings() {
        return new Surroundings(
                environment,
                Optional.of(directory.resolve("installed")),
                directory.resolve("etc.conf"),
                "host-7",
                ZoneOffset.UTC);
    }

    private static ConfigRequest file(Path path) {
        return new ConfigRequest(
                Optional.of(path), Optional.empty(), ClusterOverrides.NONE, Optional.empty(), Order.CONFIG_FIRST);
    }

    private static ClusterOverrides endpoints(String host) {
        ClusterOverrides none = ClusterOverrides.NONE;
        return new ClusterOverrides(
                host.isEmpty() ? List.of() : List.of(host + ":2379"),
                none.ca(),
                none.certificate(),
                none.key(),
                none.serverName(),
                none.insecureSkipVerify(),
                none.user(),
                none.password(),
                none.dialTimeout(),
                none.commandTimeout(),
                none.idleTimeout());
    }

    private static List<String> names(List<Destination> sinks) {
        return sinks.stream().map(Destination::name).toList();
    }

    private Path write(String name, String text) {
        try {
            Path path = directory.resolve(name);
            Files.createDirectories(path.getParent());
            return Files.writeString(path, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
