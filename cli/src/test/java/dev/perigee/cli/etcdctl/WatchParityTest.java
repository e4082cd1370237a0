package dev.perigee.cli.etcdctl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.cli.CliRun;
import dev.perigee.test.servers.RealEtcd;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Changes as they come, beside the real etcdctl 3.6. A watch is ended by the command that it runs at a change. */
class WatchParityTest {

    private static RealEtcd etcd;

    @BeforeAll
    static void start() {
        etcd = RealEtcd.start("3.6");
        etcd.etcdctl("put", "/old", "0").orFail(); // 2
        etcd.etcdctl("compaction", "2").orFail();
        etcd.etcdctl("put", "/w/a", "1").orFail(); // 3
        etcd.etcdctl("put", "/w/a", "2").orFail(); // 4
        etcd.etcdctl("put", "/w/b", "tab\there").orFail(); // 5
        etcd.etcdctl("del", "/w/a").orFail(); // 6
        etcd.etcdctl("put", "/x", "end").orFail(); // 7
    }

    @AfterAll
    static void stop() {
        etcd.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "watch /w/a --rev 3 -- false",
                "watch /w/ --prefix --rev 3 -- false",
                "watch /w/ --prefix --rev 3 --prev-kv -- false",
                "watch /w/a /w/c --rev 4 --prev-kv -- false",
                "watch --rev 5 /w/b -- false",
                "watch /w/a --rev 6 --progress-notify -- /no/such/program",
                "watch /w/a --rev 1 -- false",
                "watch /w/a --rev 1",
                "watch",
                "watch /w/a --",
                "watch /w/a /w/b --prefix",
            })
    void aWatchAndItsEnd(String line) {
        for (String format : List.of("simple", "simple --hex", "json", "fields", "protobuf", "table")) {
            Parity.of(etcd).read(words(line.replaceFirst("watch", "watch -w " + format)));
        }
    }

    @Test
    void aFormThatThereIsNot() {
        Parity.of(etcd).read(words("watch /w/a --rev 3 -w bogus"));
    }

    @Test
    void theCommandFindsTheChangeInItsEnvironment() {
        String script = "env | grep ^ETCD_WATCH | sort; exit 3";

        Parity.of(etcd).read(List.of("watch", "/w/b", "--rev", "5", "--", "sh", "-c", script));
        Parity.of(etcd).read(List.of("watch", "/w/a", "--rev", "6", "--", "sh", "-c", script));
    }

    @Test
    void theEnvironmentMayNameTheKeys() {
        CliRun.Setting setting = new CliRun.Setting().variable("ETCDCTL_WATCH_KEY", "/w/b");
        String[] line = Parity.of(etcd).line(words("watch --rev 5 -- false"));
        String[] conflict = Parity.of(etcd).line(words("watch /w/a --rev 5 -- false"));

        assertEquals("PUT\n/w/b\ntab\there\n", setting.run(line).out());
        assertEquals(128, setting.run(conflict).code().number());
        assertEquals(
                128,
                new CliRun.Setting()
                        .variable("ETCDCTL_WATCH_RANGE_END", "/w/b")
                        .run(line)
                        .code()
                        .number());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "frob\n",
                "watch\n",
                "\n",
                "watch /w/a /w/b --prefix\n",
                "watch /w/a --\n",
                "watch --rev x\n",
                "progress\n"
            })
    void linesThatNothingComesOf(String input) {
        Parity.of(etcd).read(List.of("watch", "-i"), input);
    }

    /** The program that a watch runs ends the input by ending what feeds it. */
    @Test
    void severalWatchesByInteraction() throws Exception {
        try (java.io.PipedOutputStream typed = new java.io.PipedOutputStream();
                InteractiveRun run = InteractiveRun.of(typed, Parity.of(etcd).line(words("watch --interactive")))) {
            typed.write("watch /w/a --rev 3\nwatch \"/w/b\" --rev 5 -- sh -c 'echo $ETCD_WATCH_REVISION'\n".getBytes());
            typed.flush();
            run.awaitOutput("DELETE\n/w/a\n\n");
            run.awaitOutput("PUT\n/w/b\ntab\there\n");
            run.awaitOutput("7\n");
            typed.close();

            assertEquals(3, run.end().number());
            assertTrue(run.err().contains("EOF"), run.err());
        }
    }

    private static List<String> words(String line) {
        return List.of(line.split(" "));
    }
}
