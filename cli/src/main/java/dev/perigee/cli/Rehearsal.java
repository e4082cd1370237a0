package dev.perigee.cli;

import dev.perigee.cli.console.ExitCode;
import dev.perigee.cli.console.Signals;
import dev.perigee.cli.console.Terminal;
import dev.perigee.cli.text.ProcessText;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Goes through the commands whose start-up matters, with their output thrown away, while the JVM takes notes for its
 * class cache. The launcher runs it; it touches nothing but a folder of its own among the temporary files.
 */
public final class Rehearsal {

    /** Nothing listens on the port that discards. */
    private static final String NOBODY = "http://127.0.0.1:9";

    /** Takes a third more room, for which an image is too small. */
    static final String BUCKETS = "buckets";

    private Rehearsal() {}

    /**
     * Rehearses.
     *
     * @param args {@value #BUCKETS} to meet the classes of bucket sinks as well
     * @throws IOException if there is no room for temporary files
     */
    public static void main(String[] args) throws IOException {
        begin(args);
        Path state = Files.createTempDirectory("perigee-rehearsal");
        try {
            Path snapshot = state.resolve("rehearsal.db");
            RehearsalSnapshot.write(snapshot);
            scenes(state, snapshot.toString()).forEach(Rehearsal::play);
            if (List.of(args).contains(BUCKETS)) {
                play(sceneOfBuckets(state));
            }
            playWithMember(state, snapshot);
        } finally {
            remove(state);
        }
        System.exit(0);
    }

    /** What each run does before its command. */
    private static void begin(String... args) {
        Main.signals();
        Main.environment();
        ProcessText.arguments(args);
    }

    /** Nobody answers, but half of such a run's classes are the client's, and met before that. */
    private static List<String> sceneOfBuckets(Path state) throws IOException {
        Path buckets = RehearsalConfiguration.writeBuckets(state, NOBODY);
        return List.of("snapshot", "list", "--config", buckets.toString());
    }

    static List<List<String>> scenes(Path state, String snapshot) {
        return List.of(
                List.of("--version"),
                List.of("help", "snapshot"),
                List.of("snapshot", "list", "--state-dir", state.toString(), "-w", "table"),
                List.of("sink", "list", "--state-dir", state.toString()),
                List.of("config", "show", "--state-dir", state.toString()),
                List.of("snapshot", "save", "--state-dir", state.toString(), "--endpoints", NOBODY),
                List.of("snapshot", "status", snapshot),
                List.of("snapshot", "hashkv", snapshot),
                List.of("snapshot", "verify", snapshot),
                List.of(
                        "snapshot",
                        "restore",
                        snapshot,
                        "--data-dir",
                        state.resolve("copied").toString()),
                List.of(
                        "snapshot",
                        "restore",
                        snapshot,
                        "--data-dir",
                        state.resolve("rebuilt").toString(),
                        "--compact"),
                List.of("export", state.resolve("keys.jsonl").toString(), "--from", snapshot),
                // no key begins so: the file is read twice, and no etcd is asked
                List.of("import", state.resolve("keys.jsonl").toString(), "--prefix", "nothing"));
    }

    /** Without a member, what arrives from one starts slower, and that is all. */
    private static void playWithMember(Path state, Path snapshot) {
        try (RehearsalProcess member = RehearsalProcess.start(snapshot)) {
            Optional<String> endpoint = member.endpoint();
            if (endpoint.isPresent()) {
                scenesWithMember(state, endpoint.get()).forEach(Rehearsal::play);
            }
        } catch (IOException e) {
            // no process could be started
        }
    }

    static List<List<String>> scenesWithMember(Path state, String endpoint) throws IOException {
        String configuration = RehearsalConfiguration.write(state, endpoint).toString();
        return List.of(
                List.of("snapshot", "save", state.resolve("saved.db").toString(), "--endpoints", endpoint),
                List.of("snapshot", "save", "--state-dir", state.toString(), "--endpoints", endpoint),
                List.of("snapshot", "list", "--state-dir", state.toString()),
                List.of("snapshot", "save", "--config", configuration),
                List.of("snapshot", "verify", "latest", "--config", configuration),
                List.of("snapshot", "list", "--config", configuration));
    }

    static ExitCode play(List<String> command) {
        Terminal nowhere = new Terminal(
                InputStream.nullInputStream(), OutputStream.nullOutputStream(), OutputStream.nullOutputStream(), "");
        return new Cli(nowhere, Map.of("PERIGEE_CONFIG", "/dev/null"), Main.installation(), Signals.none())
                .run(command.toArray(String[]::new));
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
