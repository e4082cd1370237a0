package dev.perigee.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.test.servers.Command;
import dev.perigee.test.servers.CommandResult;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a process may find when it starts: streams that are closed or full, a directory that is gone. */
class StreamsTest {

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
        return Command.run(
                Product.clean(Map.of(
                        "PERIGEE", product.launcher().toString(),
                        "PERIGEE_STATE_DIR", folder.resolve("state").toString(),
                        "PERIGEE_CONFIG", "/dev/null",
                        "FOLDER", folder.toString())),
                List.of("bash", "-c", script));
    }

    @Test
    void withoutAnyOfItsStreamsItStillWorks() {
        assertEquals(0, sh("\"$PERIGEE\" snapshot list <&-").exitCode());
        assertEquals(0, sh("\"$PERIGEE\" snapshot list 2>&-").exitCode());
        assertEquals("perigee", sh("\"$PERIGEE\" --version <&- 2>&-").stdout().split(" ")[0]);
    }

    @Test
    void aStandardOutputThatIsClosedOrFullIsAnErrorOfItsOwn() {
        for (String where : List.of(">&-", ">&- <&-", ">/dev/full")) {
            for (String command :
                    List.of("--version", "help", "snapshot list -w json", "config show", "completion bash")) {
                CommandResult result = sh("\"$PERIGEE\" " + command + " " + where);

                assertEquals(6, result.exitCode(), command + " " + where + ": " + result.stderr());
                assertTrue(result.stderr().contains("Error: can't write to standard output: "), result.stderr());
            }
        }
        assertEquals(6, sh("\"$PERIGEE\" --version <&- >&- 2>&-").exitCode());
    }

    @Test
    void aStandardInputThatIsClosedIsAnErrorOfTheCommandThatReadsIt() {
        CommandResult result = sh("\"$PERIGEE\" etcdctl put key --endpoints http://127.0.0.1:9 <&-");

        assertEquals(6, result.exitCode(), result.stderr());
        assertTrue(result.stderr().contains("can't read standard input"), result.stderr());
    }

    @Test
    void noFileTakesTheNumberOfAClosedStream() {
        CommandResult result = sh("PERIGEE_JAVA_OPTS=-XX:+PrintFlagsFinal \"$PERIGEE\" snapshot list -w json 2>&- >&-");

        assertEquals(6, result.exitCode());
        assertEquals("", result.stdout() + result.stderr());
    }

    @Test
    void aDirectoryThatIsGoneIsSaidInASentence() {
        CommandResult result =
                sh("mkdir \"$FOLDER/gone\" && cd \"$FOLDER/gone\" && rmdir ../gone && \"$PERIGEE\" --version");

        assertEquals(6, result.exitCode(), result.stderr());
        assertTrue(result.stderr().contains("Error: the working directory is gone"), result.stderr());
        assertFalse(result.stderr().contains("java"), result.stderr());
    }

    @Test
    void aDirectoryWithinOneThatMayNotBeEnteredWillDo() {
        CommandResult result = sh(
                "mkdir -p \"$FOLDER/closed/inner\" && chmod 700 \"$FOLDER/closed\" && chmod 755 \"$FOLDER/closed/inner\""
                        + " && cd \"$FOLDER/closed/inner\" && setpriv --reuid 65534 --regid 65534 --clear-groups \"$PERIGEE\" --version");

        assertEquals(0, result.exitCode(), result.stderr());
        assertEquals("", result.stderr());
    }

    @Test
    void theBuildStartsWithoutAStandardInputToo() {
        CommandResult result = sh("cd '" + Product.repository()
                + "' && bash -euc '. tools/build-environment; readlink /proc/$$/fd/0' <&-");

        assertEquals("/dev/null\n", result.stdout(), result.stderr());
    }

    @Test
    void nothingOfItsMemoryGoesIntoACoreDump() {
        CommandResult crash = sh("ulimit -c unlimited; cd \"$FOLDER\" || exit 99\n"
                + "\"$PERIGEE\" daemon --quiet & pid=$!\n"
                + "until [ \"$(cat /proc/$pid/comm 2>/dev/null)\" = java ]; do kill -0 $pid || exit 98; done\n"
                + "cat /proc/$pid/coredump_filter; grep 'core file' /proc/$pid/limits; kill -SEGV $pid; wait $pid\n"
                + "ls");

        assertTrue(crash.stdout().matches("(?s)0000000[0c]\n.*"), crash.stdout()); // the JVM adds its files
        assertTrue(crash.stdout().matches("(?s).*Max core file size +0 +0 .*"), crash.stdout());
        assertFalse(crash.stdout().contains("hs_err"), crash.stdout());
        assertFalse(crash.stdout().contains("core\n"), crash.stdout());
    }
}
