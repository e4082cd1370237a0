package dev.perigee.core.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that ask for more than a configuration needs. */
class HostileConfigTest extends ConfigFolder {

    private static final String BOUND = "has more than 4 MiB when its ${…} are filled in";

    @ParameterizedTest
    @ValueSource(strings = {"include url(\"%s\")", "include \"%s\"", "include required(url(\"%s\"))"})
    void nothingIsFetched(String include) throws Exception {
        AtomicInteger asked = new AtomicInteger();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            asked.incrementAndGet();
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
        try {
            String host = "127.0.0.1:" + server.getAddress().getPort();
            Path path = write(
                    "a.conf", "perigee {}\n" + include.formatted("http://me:hunter2@" + host + "/c?token=sesame"));

            String refusal = refusal(file(path));

            assertEquals(
                    path + ": includes http://••••@" + host
                            + "/c; nothing is fetched from elsewhere, only files can be included",
                    refusal);
            assertEquals(0, asked.get());
        } finally {
            server.stop(0);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.conf", "included.conf"})
    void whatEverybodyMayWriteIsNotObeyed(String open) throws Exception {
        Path path = write("a.conf", "perigee {}\ninclude \"included.conf\"");
        write("included.conf", "");
        Path loose = path.resolveSibling(open);
        Files.setPosixFilePermissions(loose, PosixFilePermissions.fromString("rw-rw-rw-"));

        String refusal = refusal(file(path));

        assertEquals(
                loose + ": may be written by everybody on this machine; 'chmod o-w " + loose + "' makes it usable",
                refusal);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        include classpath("reference.conf")  | includes classpath("reference.conf"); only files can be included
        include "nowhere"                    | includes %s/nowhere, which doesn't exist
        include file("/nowhere.conf")        | includes /nowhere.conf, which doesn't exist
        include "/"                          | has an include that names no file
        include "a.conf"                     | includes %s/a.conf, which leads back to itself
        """)
    void onlyFilesThatAreThereAreIncluded(String include, String message) {
        Path path = write("a.conf", "perigee {\n" + include + "\n}");

        assertEquals(path + ": " + message.formatted(directory), refusal(file(path)));
    }

    @Test
    void aCycleOfIncludesIsNamed() {
        Path path = write("a.conf", "include \"sub/b\"");
        Path other = write("sub/b.conf", "include \"../a.conf\"");

        assertEquals(other + ": includes " + path + ", which leads back to itself", refusal(file(path)));
    }

    @Test
    void aFileIsFoundBesideTheOneThatIncludesIt() throws Exception {
        write("sub/b.conf", "include file(\"c.json\")");
        write("sub/c.json", "{\"perigee\": {\"instance\": \"here\"}}");

        assertEquals("here", load("include \"sub/b\"").instance());
    }

    @Test
    void allFilesTogetherHaveOneBound() {
        String half = "#" + "x".repeat(600_000) + "\n";
        Path second = write("b.conf", half);
        Path path = write("a.conf", half + "include \"b.conf\"\n");

        assertEquals(
                second + ": brings the configuration to more than 1 MiB, with all that is included",
                refusal(file(path)));
    }

    @Test
    void aFileThatIsIncludedManyTimesCountsEachTime() {
        for (int i = 0; i < 18; i++) {
            write(i + ".conf", ("include \"" + (i + 1) + ".conf\"\n").repeat(4));
        }
        write("18.conf", "#" + "x".repeat(1_000) + "\n");

        String refusal = refusal(file(directory.resolve("0.conf")));

        assertTrue(refusal.endsWith("brings the configuration to more than 1 MiB, with all that is included"), refusal);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        ['${b%d}','${b%d}'] | lists in lists
        '${b%d}${b%d}'      | texts
        '${b%d} ${b%d}'     | texts or lists
        {x='${b%d}',y='${b%d}'} | blocks
        {x.y='${b%d}',x.z='${b%d}'} | deeper blocks
        ['${b%d}']'${b%d}'  | lists
        """)
    void aFewLinesThatAskForMoreThanAnyHeapHoldsAreRefused(String pair, String kind) {
        String start = kind.equals("lists") ? "[x]" : "x";
        String bomb = IntStream.range(0, 60)
                .mapToObj(i -> "b" + (i + 1) + " = " + pair.replace("'", "").replace("%d", "" + i))
                .collect(Collectors.joining("\n"));
        Path path = write("bomb.conf", "b0 = " + start + "\n" + bomb + "\nperigee { instance = x }");

        assertEquals(path + ": " + BOUND, refusal(file(path)), kind);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a = ${a}${a}\n", "b = ${a}\na = ${b}${b}\n", "a += ${a}\n", "c.d = ${a}\na = ${c.d}${c.d}\n"})
    void aValueThatIsPutTogetherOutOfItselfIsBoundedToo(String line) {
        String first = line.startsWith("a +=") ? "a = [x]\n" : "a = x\n";
        Path path = write("bomb.conf", first + line.repeat(60));

        assertEquals(path + ": " + BOUND, refusal(file(path)));
    }

    @Test
    void aBlockFromElsewhereBringsWhatIsInIt() {
        String long20 = "x".repeat(20);
        String bomb = IntStream.range(0, 60)
                .mapToObj(i -> "b" + (i + 1) + " { p = ${b" + i + ".p}${b" + i + ".p} }\nc" + (i + 1) + " = ${b"
                        + (i + 1) + "}")
                .collect(Collectors.joining("\n"));
        Path path = write("bomb.conf", "b0.p = " + long20 + "\n" + bomb.replace("${b7.p}", "${c7.p}"));

        assertEquals(path + ": " + BOUND, refusal(file(path)));
    }

    @Test
    void aLongVariableCountsAsOftenAsItIsUsed() {
        environment.put("LONG", "x".repeat(100_000));
        Path path = write("a.conf", "a = " + "${LONG}".repeat(100));

        assertEquals(path + ": " + BOUND, refusal(file(path)));
    }

    @Test
    void whatAConfigurationReasonablyRepeatsIsTaken() throws Exception {
        StringBuilder text = new StringBuilder("""
                shared {
                  bucket { type = s3, endpoint = "https://s3.example.org", retention { keep-last = 3 } }
                  base = /srv
                  base = ${shared.base}/backups
                }
                perigee {
                  clusters.prod.endpoints = ["http://a:2379"]
                  clusters.prod.endpoints += "http://b:2379"
                  clusters.prod.endpoints = ${perigee.clusters.prod.endpoints} ["http://c:2379"]
                """);
        for (int i = 0; i < 2_000; i++) {
            text.append("  sinks.s" + i + " = ${shared.bucket} { bucket = etcd, path = ${shared.base}/" + i + " }\n");
        }

        PerigeeConfig config = load(text.append("}").toString());

        assertEquals(2_000, config.sinks().size());
        assertEquals(
                "/srv/backups/7",
                config.sink("s7").orElseThrow().sink().settings().get("path"));
        assertEquals(3, config.clusters().getFirst().etcd().endpoints().size());
    }

    @Test
    void aCycleOfSubstitutionsIsSaid() {
        Path path = write("a.conf", "perigee {}\na = ${b}\nb = ${a}");

        assertEquals(path + ":3: uses ${a}, which leads back to itself", refusal(file(path)));
    }

    @Test
    void whatIsNestedTooDeeplyIsSaidWhetherTheParserMindsOrNot() {
        for (int depth : new int[] {70, 5_000, 200_000}) {
            Path path = write("deep.conf", "a = " + "[".repeat(depth) + "]".repeat(depth));

            assertEquals(path + ": is nested too deeply for a configuration", refusal(file(path)));
        }
        String chain = IntStream.range(0, 20_000)
                .mapToObj(i -> "b" + (i + 1) + " = ${b" + i + "}")
                .collect(Collectors.joining("\n"));
        Path path = write("deep.conf", "b0 = x\n" + chain);

        assertEquals(path + ": is nested too deeply for a configuration", refusal(file(path)));
    }

    @Test
    void aValueThatIsNotUtf8IsRefusedAndACommentIsNot() throws Exception {
        Path path = directory.resolve("latin.conf");
        Files.write(path, "perigee {\n instance = größe\n}".getBytes(StandardCharsets.ISO_8859_1));
        Path comment = directory.resolve("comment.conf");
        Files.write(comment, "# größe\nperigee {}".getBytes(StandardCharsets.ISO_8859_1));

        assertEquals(path + ":2: is not UTF-8, which configurations are written in", refusal(file(path)));
        assertFalse(load(file(comment)).instance().isEmpty());
    }

    @Test
    void aMistakeOfTheGrammarInAnIncludedFileIsLaidAtItsDoor() {
        Path included = write("b.conf", "perigee {\n password = hunter2 \"sesame\n}");
        Path path = write("a.conf", "\n\n\n\n\ninclude \"b.conf\"");

        String refusal = refusal(file(path));

        assertTrue(refusal.startsWith(included + ":2: is no valid HOCON"), refusal);
        assertFalse(refusal.contains("hunter2") || refusal.contains("sesame"), refusal);
    }
}
