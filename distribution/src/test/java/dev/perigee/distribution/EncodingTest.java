package dev.perigee.distribution;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.test.servers.Command;
import dev.perigee.test.servers.CommandResult;
import dev.perigee.test.servers.RealEtcd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes into the process and comes out of it is the same bytes, whatever the locale, as it is with the real etcdctl. */
class EncodingTest {

    private static Product product;
    private static RealEtcd etcd;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() {
        product = Product.unpack();
        etcd = RealEtcd.start("3.6");
    }

    @AfterAll
    static void stop() {
        etcd.close();
        product.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"NO=LOCALE", "LC_ALL=C", "LANG=de_DE.UTF-8"})
    void keysAndValuesGoInAndComeOutByteForByte(String locale) throws IOException {
        etcd.etcdctl("del", "", "--from-key").orFail();
        Path ours = folder.resolve("ours");
        Path theirs = folder.resolve("theirs");

        inShell(locale, "\"$0\" etcdctl --endpoints=\"$1\" put größe wert-é").orFail();
        inShell(locale, "\"$0\" etcdctl --endpoints=\"$1\" put \"$(printf 'raw\\377\\376')\" \"$(printf 'v\\200ü')\"")
                .orFail();
        inShell(locale, "\"$0\" etcdctl --endpoints=\"$1\" get \"$(printf 'raw\\377')\" --prefix > \"$2/ours\"")
                .orFail();
        inShell(locale, "\"$0\" etcdctl --endpoints=\"$1\" get grö --prefix >> \"$2/ours\"")
                .orFail();
        CommandResult expected = etcd.etcdctl("get", "größe");
        Files.write(theirs, bytes("raw\377\376\nv\200\303\274\ngr\303\266\303\237e\nwert-\303\251\n"));

        assertEquals("größe\nwert-é\n", expected.stdout());
        assertArrayEquals(Files.readAllBytes(theirs), Files.readAllBytes(ours));
    }

    @Test
    void aFileMayHaveAnyName() throws IOException {
        inShell("LC_ALL=C", "cd \"$2\" && \"$0\" etcdctl --endpoints=\"$1\" snapshot save \"$(printf 'a\\377ö.db')\"")
                .orFail();
        CommandResult status = inShell(
                "LC_ALL=C", "cd \"$2\" && \"$0\" etcdctl snapshot status \"$(printf 'a\\377ö.db')\" && rm a*.db");
        CommandResult restored = inShell(
                "LC_ALL=C",
                "mkdir \"$2/dö\" && cd \"$2/dö\" && \"$0\" etcdctl --endpoints=\"$1\" snapshot save ö.db && \"$0\""
                        + " snapshot restore ö.db --name nöd --data-dir dätä --initial-cluster"
                        + " nöd=http://127.0.0.1:2380 --initial-advertise-peer-urls http://127.0.0.1:2380");

        assertEquals(0, status.exitCode(), status.stderr());
        assertEquals(0, restored.exitCode(), restored.stderr());
        assertTrue(restored.stdout().contains("for member 'nöd'"), restored.stdout());
        assertTrue(Files.isDirectory(folder.resolve("dö/dätä/member")));
    }

    @Test
    void aVariableOfTheConfigurationIsTakenAsItIs() throws IOException {
        Files.writeString(
                folder.resolve("p.conf"),
                "perigee { clusters.prod.endpoints = [\"http://x:2379\"], sinks.s { type = local, directory ="
                        + " ${?WHERE} } }");

        CommandResult shown = inShell("LC_ALL=C WHERE=/bäckup", "\"$0\" --config \"$2/p.conf\" config show");
        CommandResult refused =
                inShell("LC_ALL=C", "WHERE=$(printf '/b\\377') \"$0\" --config \"$2/p.conf\" config show");

        assertTrue(shown.stdout().contains("/bäckup"), shown.stdout() + shown.stderr());
        assertEquals(
                true,
                refused.stderr().contains("environment variable WHERE holds bytes that are no UTF-8"),
                refused.stderr());
    }

    /** Runs a script with nothing in its environment; $0 is the launcher, $1 the endpoint, $2 the folder. */
    private CommandResult inShell(String variables, String script) {
        List<String> line = new ArrayList<>(List.of("env", "-i", "PERIGEE_CLASS_CACHE=off"));
        line.add("PATH=" + System.getenv("PATH"));
        line.add("PERIGEE_STATE_DIR=" + folder.resolve("state"));
        line.addAll(Arrays.asList(variables.split(" ")));
        line.addAll(List.of("sh", "-c", script, product.launcher().toString()));
        line.addAll(List.of(etcd.endpoint().toString(), folder.toString()));
        return Command.run(Map.of(), line);
    }

    private static byte[] bytes(String latin1) {
        return latin1.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
    }
}
