package dev.perigee.core.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.test.servers.CertifiedKey;
import dev.perigee.test.servers.TestCertificates;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigMistakesTest extends ConfigFolder {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        jobs.x.schedule = "61 * * * *"        | jobs.x.schedule is '61 * * * *': value 61 not in range [0, 59]; it takes minute 0-59, hour 0-23, day of month 1-31, month 1-12, day of week 0-7
        jobs.x.schedule = "0 0 30 2 *"        | jobs.x.schedule is '0 0 30 2 *', which never comes: no such day is in any of these months
        jobs.x.schedule = ""                  | jobs.x.schedule is empty; write none for no schedule
        jobs.x.drill.schedule = " "           | jobs.x.drill.schedule is empty; write none for no schedule
        jobs.x.verify.schedule = ""           | jobs.x.verify.schedule is empty; write none for no schedule
        jobs.x.drill.etcd = [""]              | jobs.x.drill.etcd is empty; leave it out, or give it a value
        jobs.x.sinks = [local, ""]            | jobs.x.sinks has an empty text in it; leave that one out
        jobs.x.sinks = ""                     | jobs.x.sinks is empty; leave it out for all sinks
        jobs.x { sinks = [], history {} }     | jobs.x.sinks is empty; leave it out for all sinks
        jobs.x { sinks = [] }, hooks.h { type = heartbeat, url = "http://x", jobs = [x] } | jobs.x.sinks is empty; leave it out for all sinks
        jobs.x { sinks = [], companions { files = [/etc/x], unencrypted = yes, sinks = [local] } } | jobs.x.sinks is empty; leave it out for all sinks
        jobs.x.companions { files = [/etc/x], unencrypted = yes, sinks = [""] } | jobs.x.companions.sinks is empty; leave it out for all of the job's
        jobs.x.companions { files = ["", /etc/x], unencrypted = yes } | jobs.x.companions.files has an empty text in it; leave that one out
        hooks.h { type = heartbeat, url = "http://x", jobs = [] } | hooks.h.jobs is empty; leave it out for all jobs
        hooks.h { type = webhook, url = "http://x", on = [""] } | hooks.h.on is empty; leave it out for failure
        hooks.h { type = command, command = "" } | hooks.h.command is empty; it takes a list: the program's absolute path, then its arguments
        clusters.p.endpoints = ["x:2379", " "] | clusters.p.endpoints has an empty text in it; leave that one out
        clusters.p.endpoints = ""             | clusters.p.endpoints is empty; leave it out for localhost:2379, or name the members
        clusters.p.user = ""                  | clusters.p.user is empty; leave it out, or give it a value
        clusters.p { endpoints = ["https://x:2379"], tls.server-name = "" } | clusters.p.tls.server-name is empty; leave it out, or give it a value
        clusters.p.tls.ca = ""                | clusters.p.tls.ca is empty; leave it out, or give it a value
        sinks.l { type = local, encoding.age.recipients = [""] } | sinks.l.encoding.age.recipients names nobody, so nobody could read what is encrypted; leave it out to encrypt nothing
        plugins = ""                          | plugins is empty; leave it out, or give it a value
        age.identities = [""]                 | age.identities is empty; leave it out, or give it a value
        export.redact = ""                    | export.redact is empty; leave it out, or give it a value
        http { listen = "127.0.0.1:8085", read-tokens = [""] } | http.read-tokens is empty; leave it out, or give it a value
        http { listen = "127.0.0.1:8085", tls.client-ca = "" } | http.tls.client-ca is empty; leave it out, or give it a value
        sign.key-file = ""                    | sign.key-file is empty; leave it out, or give it a value
        trust.signers = ""                    | trust.signers is empty; leave it out, or give it a value
        state-dir = ""                        | state-dir is empty; leave it out, or give it a value
        jobs.x.cluster = prd                  | jobs.x.cluster names the cluster 'prd'; there is default
        jobs.x.sinks = [locla]                | jobs.x.sinks names the sink 'locla'; there is local; did you mean 'local'?
        jobs.x.sinks = []                     | jobs.x.sinks is empty; leave it out for all sinks
        jobs.x.sink = [local]                 | jobs.x.sink is no setting; did you mean 'sinks'?
        jobs.x.shedule = "@daily"             | jobs.x.shedule is no setting; did you mean 'schedule'?
        jobs.x = 5                            | jobs.x takes a block: jobs.x { … }
        jobs = 5                              | jobs takes blocks, each with a name: jobs.<name> { … }
        hooks.h {}                            | hooks.h.type is missing; it takes command, webhook, heartbeat, status-key
        hooks.h { type = webhook }            | hooks.h has no url, nor a url-file
        hooks.h { type = webhook, url = "ftp://u:geheim@x" } | hooks.h has a url that is none of http or https with a host, and a port up to 65535
        hooks.h { type = command }            | hooks.h.command is missing; it takes a list: the program's absolute path, then its arguments
        hooks.h { type = command, command = [sh] } | hooks.h.command starts with 'sh'; it takes a program's absolute path first
        hooks.h { type = webhook, url = "http://x", on = [success, sucess] } | hooks.h.on has 'sucess'; it takes success, failure, prune, proof, history
        hooks.h { type = heartbeat, url = "http://x", on = [success] } | hooks.h.on means nothing to a hook of type heartbeat; leave it out: a heartbeat has its own times, and heeds 'jobs'
        hooks.h { type = command, command = [/bin/true], signing-key = geheim } | hooks.h.signing-key means nothing to a hook of type command; leave it out
        hooks.h { type = status-key, url = "http://x" } | hooks.h.url means nothing to a hook of type status-key; leave it out
        clusters.p.endpoints = ["http://a:2379", "https://b:2379"] | clusters.p.endpoints has both http:// and https://: to some members all would go in the clear; write all alike
        clusters.p { endpoints = ["http://a:2379"], tls.ca = /x.pem } | clusters.p.tls.ca is given, but every endpoint is http://, so that nothing is encrypted; write https://
        clusters.p { user = root, password = [geheim] } | clusters.p.password is a list; it takes one text, without brackets
        hooks.h { type = heartbeat, url = "http://x", jobs = [jbo] } | hooks.h.jobs names 'jbo', which is no job; there are default
        jobs.x.drill.user = ""                | jobs.x.drill.user is empty; leave it out for nobody, or name who is to run the servers
        zone = Europe/Berln                   | zone is 'Europe/Berln'; it takes a name such as Europe/Berlin or UTC
        jobz { }                              | jobz is no setting; did you mean 'jobs'?
        zone { }                              | zone takes a value, not an empty block
        jobs.x { historry { } }               | jobs.x.historry is no setting; did you mean 'history'?
        jobs.x { history { flsh { } } }       | jobs.x.history.flsh is no setting; did you mean 'history.flush'?
        clusters.p { tsl { } }                | clusters.p.tsl is no setting; did you mean 'tls'?
        sinks.l { type = local, retention { kep-last { } } } | sinks.l.retention.kep-last is no setting; did you mean 'retention.keep-last'?
        hooks.h { type = heartbeat, url = "http://x", opts { } } | hooks.h.opts is no setting; there are attempts, command, format, jobs, on, per-hour, prefix, signing-key, signing-key-file, timeout, type, url, url-file; if 'h.opts' is a hook's name, quote it: hooks."h.opts" { … }
        hooks.h { tpye = webhook, url = "http://x" } | hooks.h.tpye is no setting; did you mean 'type'?
        hooks.h { type = webhook, ulr = "http://x" } | hooks.h.ulr is no setting; did you mean 'url'?
        hooks.h { type = webhook, url = "" }  | hooks.h.url is empty; leave it out, or give it a value
        hooks.h { type = command, comand = [/bin/true] } | hooks.h.comand is no setting; did you mean 'command'?
        hooks.h { type = command, command = [] } | hooks.h.command is empty; it takes a list: the program's absolute path, then its arguments
        hooks { a.b { type = heartbeat, url = "http://x" } } | hooks.a.b is no setting; if 'a.b' is a hook's name, quote it: hooks."a.b" { … }
        clusters { a.b { endpoints = ["http://x:1"], tls.ca = /x.pem } } | clusters.a.b is no setting; if 'a.b' is a cluster's name, quote it: clusters."a.b" { … }
        clusters { a.b.c { endpoints = ["http://x:1"] } } | clusters.a.b.c is no setting; if 'a.b.c' is a cluster's name, quote it: clusters."a.b.c" { … }
        clusters { "a.b".c { tls.ca = /x.pem } } | clusters.a.b.c is no setting; if 'a.b.c' is a cluster's name, quote it: clusters."a.b.c" { … }
        jobs { a.b { schedule = "@daily", verify.newest = 2 } } | jobs.a.b is no setting; if 'a.b' is a job's name, quote it: jobs."a.b" { … }
        sinks { a.b { type = local, retention.keep-last = 2 } } | sinks.a.b is no setting; if 'a.b' is a sink's name, quote it: sinks."a.b" { … }
        jobs.x.history { schedule = "@daily" } | jobs.x.history.schedule is no setting; write it a block further out: jobs.x.schedule
        clusters.p.tls { command-timeout = 5s } | clusters.p.tls.command-timeout is no setting; write it a block further out: clusters.p.command-timeout
        sinks.l { type = local, retention { bandwidth = 1MB } } | sinks.l.retention.bandwidth is no setting; write it a block further out: sinks.l.bandwidth
        sinks.l { tpye = local }              | sinks.l.tpye is no setting; did you mean 'type'?
        sinks.l { type = "" }                 | sinks.l.type is empty; say what sort of sink 'l' is, such as type = local
        zoen = UTC                            | zoen is no setting; did you mean 'zone'?
        state-dir = var/x                     | state-dir is 'var/x'; it takes an absolute path, such as /var/lib/perigee
        sinks {}                              | sinks has no sink in it; leave it out to keep backups in the state directory
        sinks.l { }                           | sinks.l.type is missing; say what sort of sink 'l' is, such as type = local
        sinks."a/b" { type = local }          | sinks.a/b is no good name; it takes letters, digits and . _ = + -, without a dot in front
        sinks.l { type = local, retention.keep-last = 0 }        | sinks.l.retention.keep-last is '0'; it takes a whole number from 1 to 2147483647
        sinks.l { type = local, retention.kep-last = 1 }         | sinks.l.retention.kep-last is no setting; did you mean 'retention.keep-last'?
        sinks.l { type = local, retention = 5 }                  | sinks.l.retention takes a block, such as retention { keep-daily = … }
        sinks.l { type = local, retention.keep-within = 0s }     | sinks.l.retention.keep-within is '0s'; it takes more than nothing
        sinks.l { type = local, retention.keep-within = 6M }     | sinks.l.retention.keep-within is '6M'; it takes a time span such as 500ms, 30s, 5m, 12h, 30d or 2w; m is minutes, and months differ: say days, such as '180d'
        sinks.l { type = local, retention.keep-within = 6 days } | sinks.l.retention.keep-within is '6 days'; it takes a time span such as 500ms, 30s, 5m, 12h, 30d or 2w; did you mean '6d'?
        sinks.l { type = local, stall-timeout = 200000d }        | sinks.l.stall-timeout is '200000d'; at most it takes 36500d
        sinks.l { type = local, bandwidth = 10Mb }               | sinks.l.bandwidth is '10Mb'; it takes a size such as 64MiB, 10MB or 1048576; did you mean '10MB'? (b would be bits)
        sinks.l { type = local, bandwidth = fast }               | sinks.l.bandwidth is 'fast'; it takes a size such as 64MiB, 10MB or 1048576
        sinks.l { type = local, stall-timeout = 5 }              | sinks.l.stall-timeout is '5'; it takes a time span such as 500ms, 30s, 5m, 12h, 30d or 2w
        sinks.l { type = local, retry.attempts = 0 }             | sinks.l.retry.attempts is '0'; it takes a whole number from 1 to 1000
        sinks.l { type = local, retry { backoff = 5m, max-backoff = 1m } } | sinks.l.retry.max-backoff is shorter than retry.backoff, 5m
        sinks.l { type = local, access = some }                  | sinks.l.access is 'some'; it takes full, write-only
        sinks.l { type = local, layout = flat }                  | sinks.l.layout is 'flat'; it takes perigee, gravity
        sinks.l { type = local, layout = gravity }               | sinks.l.layout needs a version: layout { type = gravity, version = "5.2.3" }
        sinks.l { type = local, layout { type = gravity } }      | sinks.l.layout.version is missing; it is the folder below gravity/ that the backups go to
        sinks.l { type = local, layout { type = flat } }         | sinks.l.layout.type is 'flat'; it takes perigee, gravity
        sinks.l { type = local, layout { type = gravity, version = a/b } } | sinks.l.layout.version is 'a/b'; a folder takes up to 200 letters, digits and . _ = + -, without a dot in front
        sinks.l { type = local, layout { type = gravity, version = 5 } }, clusters { a {}, b {} } | sinks.l.layout is gravity, whose keys don't name the cluster, but there are 2 clusters; use layout = perigee, or a configuration for each
        spool.max-size = 0                    | spool.max-size is nothing; a backup has to wait somewhere for a sink that is down
        spool.max-backups = 0                 | spool.max-backups is '0'; it takes a whole number from 1 to 2147483647
        export.redact = ["(" ]                | export.redact has '(', which is no regular expression: Unclosed group
        clusters.p.endpoint = "x:1"           | clusters.p.endpoint is no setting; did you mean 'endpoints'?
        clusters.p.endpoints = ["ftp://x:1"]  | clusters.p.endpoints has the endpoint 'ftp://x:1'; an endpoint is http://host:2379, https://host:2379, host:2379 or unix:///path
        clusters.p.endpoints = ["https://x"]  | clusters.p.endpoints has the endpoint 'https://x', which lacks a port; etcd's clients use 2379
        clusters.p.endpoints = ["http://x:0"] | clusters.p.endpoints has the endpoint 'http://x:0', whose port is 0; a port is a number from 1 to 65535, and etcd's clients use 2379
        clusters.p.endpoints = ["[::1]:65536"] | clusters.p.endpoints has the endpoint '[::1]:65536', whose port is 65536; a port is a number from 1 to 65535, and etcd's clients use 2379
        clusters.p.endpoints = ["x:123456"]   | clusters.p.endpoints has the endpoint 'x:123456', whose port is 123456; a port is a number from 1 to 65535, and etcd's clients use 2379
        clusters.p.endpoints = []             | clusters.p.endpoints is empty; leave it out for localhost:2379, or name the members
        clusters.p.tls { cert = /c }          | clusters.p.tls.cert is given without its key; they go together
        clusters.p.user = root                | clusters.p.user is given without a password; set password or password-file, or ETCDCTL_PASSWORD
        clusters.p { user = root, password-file = /no/file } | clusters.p.password-file names /no/file, which doesn't exist
        clusters.p.password = hunter2         | clusters.p.password is given without a user
        clusters.p { password = hunter2, password-file = /x } | clusters.p.password and password-file are both set; keep one
        clusters.p.dial-timeout = 0s          | clusters.p.dial-timeout is '0s'; it takes more than nothing
        clusters.p.tls.insecure-skip-verify = perhaps | clusters.p.tls.insecure-skip-verify is 'perhaps'; it takes true or false
        clusters { a {}, b {} }, jobs.x {}    | jobs.x.cluster is missing; there are a, b
        clusters { a {}, b {} }, jobs.x { clustr = a } | jobs.x.clustr is no setting; did you mean 'cluster'?
        sinks.l { type = local, layout { type = gravity, vesion = "5" } } | sinks.l.layout.vesion is no setting; did you mean 'layout.version'?
        sign { agent = /x/agent, publc-key = k } | sign.publc-key is no setting; did you mean 'sign.public-key'?
        """)
    void eachMistakeHasItsSentence(String line, String sentence) {
        Path path = write("perigee.conf", "perigee {\n  " + line + "\n}\n");

        assertEquals(path + ":2: " + sentence, refusal(file(path)));
    }

    @Test
    void aNameThatMakesNoFileNameIsRefused() {
        for (String block : new String[] {"clusters", "sinks", "jobs"}) {
            String body = block.equals("sinks") ? "{ type = local }" : "{}";
            String name = "n".repeat(300);
            Path path = write("perigee.conf", "perigee {\n " + block + "." + name + " " + body + "\n}");

            assertEquals(
                    path + ":2: " + block + "." + name + " has a name of 300 letters; it takes 200 at most",
                    refusal(file(path)));
        }
    }

    @Test
    void aDrillsBinariesAndUserHaveToBeThere() throws Exception {
        Path file = write("file", "");
        Path path = write("perigee.conf", """
                perigee {
                  state-dir = "%s"
                  jobs.j.drill {
                    etcd = ["/no/etcd", "%s", "/bin/sh"]
                    user = no-such-user
                  }
                }
                """.formatted(directory, file));

        InspectedConfig inspected = new ConfigLoader(surroundings()).inspect(file(path));

        assertEquals(
                List.of(
                        path + ":4: jobs.j.drill.etcd names /no/etcd, which doesn't exist",
                        path + ":4: jobs.j.drill.etcd names " + file + ", which is no program that this user may run",
                        path + ":4: jobs.j.drill.etcd names /bin/sh, which is no etcd: it doesn't answer --version with"
                                + " one's version",
                        path + ":5: jobs.j.drill.user is 'no-such-user', and there is no such user on this machine"),
                inspected.problems().stream().map(Object::toString).toList());
    }

    @Test
    void certificatesThatNoConnectionWouldTakeAreFound() throws Exception {
        TestCertificates certificates = TestCertificates.in(Files.createDirectory(directory.resolve("tls")));
        CertifiedKey made = certificates.client("one", "EC");
        CertifiedKey others = certificates.client("two", "EC");
        Path empty = write("empty", "");

        assertEquals(List.of(), problems("cert = \"%s\", key = \"%s\"", made.certificate(), made.key()));
        assertFound(
                "tls.cert can't be used with its key: the certificate in",
                "cert = \"%s\", key = \"%s\"",
                made.certificate(),
                others.key());
        assertFound(
                "tls.cert can't be used with its key: " + made.certificate(),
                "cert = \"%s\", key = \"%s\"",
                made.key(),
                made.certificate());
        assertFound("tls.ca can't be used: " + empty + " holds no certificate", "ca = \"%s\"", empty);
    }

    @Test
    void aPipeIsNoCertificateThatAnybodyWouldWaitFor() throws Exception {
        Path pipe = directory.resolve("pipe");
        assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());

        assertFound("tls.ca names " + pipe + ", which can't be read as a file by this user", "ca = \"%s\"", pipe);
    }

    private void assertFound(String sentence, String tls, Object... files) throws Exception {
        List<String> problems = problems(tls, files);
        assertEquals(1, problems.size(), problems.toString());
        assertTrue(problems.getFirst().contains(sentence), problems.toString());
    }

    private List<String> problems(String tls, Object... files) throws Exception {
        String text = "perigee { state-dir = \"" + directory + "\", clusters.p.tls { " + tls.formatted(files) + " } }";
        return new ConfigLoader(surroundings())
                .inspect(file(write("perigee.conf", text))).problems().stream()
                        .map(Object::toString)
                        .toList();
    }

    @Test
    void filesAndFoldersThatArentThereAreFoundWithEverythingElse() throws Exception {
        Path file = write("file", "");
        Path path = write("perigee.conf", """
                perigee {
                  state-dir = "%s/state"
                  plugins = ["/no/plugins"]
                  clusters.p {
                    endpoint = "http://a:1"
                    tls { ca = /no/ca.pem, cert = "%s", key = "%s" }
                  }
                  jobs.j { schedule = never }
                }
                """.formatted(file, file, directory));

        InspectedConfig inspected = new ConfigLoader(surroundings()).inspect(file(path));

        assertEquals(
                List.of(
                        ":2: state-dir names " + file + "/state, but " + file + " is no folder",
                        ":3: plugins names /no/plugins, which is no folder",
                        ":5: clusters.p.endpoint is no setting; did you mean 'endpoints'?",
                        ":6: clusters.p.tls.ca names /no/ca.pem, which doesn't exist",
                        ":6: clusters.p.tls.key names " + directory + ", which can't be read as a file by this user",
                        ":8: jobs.j.schedule is 'never', which has one field; it takes five: minute, hour, day of month,"
                                + " month, day of week, such as 0 */6 * * *"),
                inspected.problems().stream()
                        .map(problem ->
                                problem.toString().substring(path.toString().length()))
                        .toList());
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

    @Test
    void whatIsTooDeepOrTooLargeForAConfigurationIsSaid() {
        String deep = refusal(file(write("deep.conf", "a {".repeat(50_000) + "}".repeat(50_000))));
        String large = refusal(file(write("large.conf", "#" + " ".repeat(1 << 20))));
        String endless = refusal(file(Path.of("/dev/zero")));

        assertTrue(deep.endsWith("deep.conf: is nested too deeply for a configuration"), deep);
        assertTrue(large.endsWith("large.conf: has more than 1 MiB, so it is no configuration"), large);
        assertEquals("/dev/zero: has more than 1 MiB, so it is no configuration", endless);
    }

    @Test
    void aConfigurationMayComeThroughAPipe() throws Exception {
        Path pipe = directory.resolve("pipe");
        assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
        Process writer =
                new ProcessBuilder("sh", "-c", "echo 'perigee.zone = nowhere' > \"$0\"", pipe.toString()).start();

        String refusal = refusal(file(pipe));

        assertEquals(0, writer.waitFor());
        assertTrue(refusal.startsWith(pipe + ":1: zone is 'nowhere'"), refusal);
    }
}
