package dev.perigee.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.test.servers.CommandResult;
import dev.perigee.test.servers.RealEtcd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills the installed product with SIGKILL, wherever it is in its work: what is listed then is good, the newest good
 * backup is there, and the next run clears up what is ours and nothing else.
 *
 * <p>{@code -Dperigee.kills=N} sets the kills of each command, {@code -Dperigee.kills.seed=N} their places.
 */
class KillTest {

    private static final int KILLS = Integer.getInteger("perigee.kills", 2);
    private static final long SEED = Long.getLong("perigee.kills.seed", 20261123);
    private static final List<String> SINKS = List.of("one", "two");
    private static final String KEEP_ALL = "keep-last = 9";
    private static final String KEEP_ONE = "keep-last = 1";
    private static final String BYSTANDER = "somebody.part";

    private static Product product;
    private static RealEtcd etcd;

    /** A state directory with four backups in two sinks. */
    @TempDir
    static Path prepared;

    @TempDir
    Path work;

    private Path state;
    private final Random random = new Random(SEED);

    @BeforeAll
    static void start() throws IOException {
        product = Product.unpack();
        etcd = RealEtcd.start("3.6");
        etcd.load(200, 2_000);
        for (int backup = 0; backup < 4; backup++) {
            run(prepared, KEEP_ALL, "snapshot", "save").orFail();
        }
    }

    @AfterAll
    static void stop() {
        etcd.close();
        product.close();
    }

    /** What isn't killed needs no JVM of its own. */
    private static CommandResult run(Path state, String keep, String... command) throws IOException {
        return InProcess.run(product, Map.of(), words(state, keep, command).toArray(String[]::new));
    }

    /** What clears up is a process that comes after the killed one. */
    private CommandResult runAnew(String keep, String... command) throws IOException {
        return product.run(words(state, keep, command).toArray(String[]::new));
    }

    private static List<String> words(Path state, String keep, String... command) throws IOException {
        Path config = Files.writeString(
                state.resolve("perigee.conf"), """
                perigee {
                  clusters.prod { endpoints = ["%s"] }
                  sinks.one { type = local, directory = "%s/one", retention { %s } }
                  sinks.two { type = local, directory = "%s/two", retention { %s }, retry { attempts = 1 } }
                }
                """.formatted(etcd.endpoint(), state, keep, state, keep));
        List<String> words = new ArrayList<>();
        for (String word : command) {
            words.add(word.replace("@", state.toString()));
        }
        words.addAll(List.of("--quiet", "--config", config.toString(), "--state-dir", state + "/state"));
        return words;
    }

    /** A copy of what is prepared, with a file to be replaced, and somebody else's in every folder that we write to. */
    private void begin() throws IOException {
        state = Files.createTempDirectory(work, "state-");
        copy(prepared, state);
        Files.copy(snapshots("one").getFirst(), state.resolve("file.db"));
        for (String folder : List.of("state/spool", "one/prod/snapshots", "one/prod/manifests", ".")) {
            Files.writeString(Files.createDirectories(state.resolve(folder)).resolve(BYSTANDER), "not ours");
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                Files.createDirectories(target.getParent());
                Files.copy(file, target);
            }
        }
    }

    @Test
    void aKilledSaveLeavesTheFileAsItWas() throws Exception {
        kill(this::theFileIsWhole, this::theFileIsWhole, "snapshot", "save", "@/file.db");
    }

    @Test
    void aKilledFetchLeavesTheFileAsItWas() throws Exception {
        kill(this::theFileIsWhole, this::theFileIsWhole, "snapshot", "fetch", "latest", "@/file.db");
    }

    @Test
    void aKilledBackupListsNothingPartial() throws Exception {
        kill(this::whatIsListedIsWhole, this::oneIsLeft, "snapshot", "save");
    }

    @Test
    void aKilledPruneKeepsTheNewest() throws Exception {
        String newest = ids(prepared, "one").getLast();
        kill(
                when -> {
                    whatIsListedIsWhole(when);
                    assertTrue(
                            ids(state, "one").contains(newest)
                                    && ids(state, "two").contains(newest),
                            when);
                },
                this::oneIsLeft,
                "snapshot",
                "prune");
    }

    @Test
    void aKilledDeleteTouchesNoOtherBackup() throws Exception {
        List<String> all = ids(prepared, "one");
        List<String> others = all.subList(1, all.size());
        kill(
                when -> {
                    whatIsListedIsWhole(when);
                    assertTrue(ids(state, "one").containsAll(others), when);
                    assertTrue(ids(state, "two").containsAll(others), when);
                },
                when -> assertEquals(List.of(others, others), List.of(ids(state, "one"), ids(state, "two")), when),
                "snapshot",
                "delete",
                all.getFirst(),
                "--yes");
    }

    /** Sink two is away for two runs, the second of which is killed: the third run brings what the first one owes. */
    @Test
    void theSpoolResumesAfterAKill() throws Exception {
        String[] command = {"snapshot", "save"};
        int changes = changes(this::awayWithSinkTwo, KEEP_ALL, command);
        for (int kill = 0; kill < KILLS; kill++) {
            String when = kill(kill, changes, this::awayWithSinkTwo, KEEP_ALL, command);
            String owed = ids(state, "one").get(4);

            Files.delete(state.resolve("two"));
            Files.move(state.resolve("away"), state.resolve("two"));
            runAnew(KEEP_ALL, command).orFail();

            assertTrue(ids(state, "two").contains(owed), when);
            whatIsListedIsWhole(when);
            nothingLiesAbout(when);
        }
    }

    private void awayWithSinkTwo() throws Exception {
        begin();
        Files.move(state.resolve("two"), state.resolve("away"));
        Files.writeString(state.resolve("two"), "no directory");
        assertEquals(11, run(state, KEEP_ALL, "snapshot", "save").exitCode());
    }

    private void theFileIsWhole(String when) throws Exception {
        assertTrue(isWhole(state.resolve("file.db")), when);
    }

    private void whatIsListedIsWhole(String when) throws Exception {
        for (String sink : SINKS) {
            List<String> ids = ids(state, sink);
            assertFalse(ids.isEmpty(), when);
            for (String id : ids) {
                assertTrue(isWhole(state.resolve(sink + "/prod/snapshots/" + id + ".db")), when + ": " + id);
            }
        }
    }

    /** Of two backups of one second, chance says which is the newer, so that a killed run's may stay beside the last. */
    private void oneIsLeft(String when) throws Exception {
        whatIsListedIsWhole(when);
        for (String sink : SINKS) {
            assertTrue(ids(state, sink).size() <= 2, () -> when + ": " + sink);
        }
    }

    private static List<String> ids(Path state, String sink) throws IOException {
        try (Stream<Path> manifests = Files.list(state.resolve(sink + "/prod/manifests"))) {
            return manifests
                    .map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".json"))
                    .map(name -> name.replace(".json", ""))
                    .sorted()
                    .toList();
        }
    }

    private List<Path> snapshots(String sink) throws IOException {
        try (Stream<Path> files = Files.list(state.resolve(sink + "/prod/snapshots"))) {
            return files.filter(file -> file.toString().endsWith(".db"))
                    .sorted()
                    .toList();
        }
    }

    /** etcd ends a snapshot with the SHA-256 of all before: that is looked at without any of our own code. */
    private static boolean isWhole(Path snapshot) throws Exception {
        byte[] bytes = Files.readAllBytes(snapshot);
        int database = bytes.length - 32;
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(Arrays.copyOf(bytes, database));
        return Arrays.equals(digest, Arrays.copyOfRange(bytes, database, bytes.length));
    }

    /** A sink's own folder for what is being written is left alone for a day: another machine may be at work in it. */
    private void nothingLiesAbout(String when) throws IOException {
        try (Stream<Path> files = Files.walk(state)) {
            List<String> left = files.filter(Files::isRegularFile)
                    .map(file -> state.relativize(file).toString())
                    .filter(file -> file.endsWith(".part") || file.startsWith("state/spool/"))
                    .filter(file -> !file.contains(".perigee-tmp/"))
                    .sorted()
                    .toList();
            assertEquals(
                    List.of(
                            "one/prod/manifests/" + BYSTANDER,
                            "one/prod/snapshots/" + BYSTANDER,
                            BYSTANDER,
                            "state/spool/" + BYSTANDER),
                    left,
                    when);
        }
    }

    @FunctionalInterface
    private interface Look {
        void at(String when) throws Exception;
    }

    @FunctionalInterface
    private interface Preparation {
        void make() throws Exception;
    }

    private void kill(Look afterTheKill, Look afterTheNextRun, String... command) throws Exception {
        int changes = changes(this::begin, KEEP_ONE, command);
        for (int kill = 0; kill < KILLS; kill++) {
            String when = kill(kill, changes, this::begin, KEEP_ONE, command);
            afterTheKill.at(when);

            CommandResult next = runAnew(KEEP_ONE, command);

            assertTrue(next.exitCode() == 0 || next.exitCode() == 12, () -> when + ": " + next);
            afterTheNextRun.at(when);
            nothingLiesAbout(when);
        }
    }

    /** A run that isn't killed tells how many changes there are to be killed after. */
    private int changes(Preparation preparation, String keep, String... command) throws Exception {
        preparation.make();
        int changes = sabotage(Integer.MAX_VALUE, keep, command).changes();
        assertTrue(changes > 0, changes + " changes");
        return changes;
    }

    /** Kills a run at its work: where the point that chance has chosen comes too late, at an earlier one. */
    private String kill(int number, int changes, Preparation preparation, String keep, String... command)
            throws Exception {
        int after = point(number, changes);
        for (int attempt = 0; attempt < 20; attempt++) {
            preparation.make();
            if (sabotage(after, keep, command).killed()) {
                String when = String.join(" ", command) + ", killed after change " + after + " of " + changes;
                System.out.println(when);
                return when;
            }
            after = Math.max(1, after / 2);
        }
        throw new AssertionError(String.join(" ", command) + " is always done before it is killed");
    }

    /** Every other one among the last steps, where the bytes have come and files get their names. */
    private int point(int number, int changes) {
        return number % 2 == 0 ? 1 + random.nextInt(changes) : changes - random.nextInt(Math.min(8, changes));
    }

    private Saboteur.Result sabotage(int after, String keep, String... command) throws Exception {
        List<String> line = new ArrayList<>(List.of(product.launcher().toString()));
        line.addAll(words(state, keep, command));
        ProcessBuilder builder = new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(work.resolve("output").toFile());
        builder.environment().putAll(Product.clean(Map.of()));
        return new Saboteur(state).killAfter(after, builder.start());
    }
}
