package dev.perigee.distribution;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.perigee.test.servers.CommandResult;
import dev.perigee.test.servers.Ports;
import dev.perigee.test.servers.RealEtcd;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** Where one sink is down or was emptied and another isn't: every command that reads sinks, by the table of docs/exit-codes.md. */
class UnlikeSinksTest {

    @TempDir
    static Path dir;

    private static Product product;
    private static RealEtcd etcd;
    private static Socket nobody;

    @BeforeAll
    static void start() throws IOException {
        product = Product.unpack();
        etcd = RealEtcd.start("3.6");
        etcd.load(3, 10);
        nobody = Ports.silent();
    }

    @AfterAll
    static void stop() throws IOException {
        nobody.close();
        etcd.close();
        product.close();
    }

    /** What of the two sinks is made of a backup that both hold. */
    private enum Sinks {
        DOWN_AND_HOLDING("one doesn't answer, another holds it"),
        DOWN_AND_EMPTY("one doesn't answer, another never held any"),
        DOWN_AND_EMPTIED("one doesn't answer, another was emptied"),
        BOTH_DOWN("none answers"),
        EMPTIED_AND_HOLDING("one was emptied, another holds it"),
        BOTH_EMPTIED("each was emptied"),
        BOTH_EMPTY("none ever held any");

        private final String words;

        Sinks(String words) {
            this.words = words;
        }

        private boolean isOfBackup() {
            return this != BOTH_EMPTY && this != DOWN_AND_EMPTY;
        }

        private boolean isOneDown() {
            return name().contains("DOWN");
        }

        private boolean isNearEmptied() {
            return this == DOWN_AND_EMPTIED || this == EMPTIED_AND_HOLDING || this == BOTH_EMPTIED;
        }
    }

    /** The columns of the table, and what each stands for. */
    private static Map<String, List<String>> commands(Path place) {
        String data = place.resolve("data").toString();
        return Map.of(
                "looked at",
                List.of("snapshot list", "report"),
                "shown, proven",
                List.of("snapshot show latest", "snapshot verify latest", "snapshot verify latest --all-sinks"),
                "taken",
                List.of(
                        "snapshot fetch latest " + place.resolve("fetched"),
                        "snapshot restore latest --dry-run --data-dir " + data,
                        "snapshot restore --at now --dry-run --data-dir " + data,
                        "snapshot status latest",
                        "snapshot hashkv latest",
                        "snapshot drill latest",
                        "export --from latest",
                        "export --at now",
                        "keys ls --from latest",
                        "keys get k --prefix --from latest",
                        "keys top --from latest",
                        "keys diff latest latest"),
                "`status`",
                List.of("status"));
    }

    @Test
    void everyCommandEndsAsItsKindDoes() throws IOException {
        List<Executable> checks = new ArrayList<>();
        for (Sinks sinks : Sinks.values()) {
            Path place = prepared(sinks);
            Map<String, String> codes = documented(sinks.words);
            String ofHistory = sinks.isOneDown() ? "2" : "0"; // there is none where somebody answers
            for (String line : List.of("history list", "history status")) {
                checks.add(() -> check(place, sinks, line, ofHistory));
            }
            commands(place)
                    .forEach((kind, lines) ->
                            lines.forEach(line -> checks.add(() -> check(place, sinks, line, codes.get(kind)))));
        }
        assertAll(checks);
    }

    private static void check(Path place, Sinks sinks, String line, String code) {
        CommandResult result = run(place, line);
        assertEquals(code, String.valueOf(result.exitCode()), sinks + ": " + line + "\n" + result.stderr());
    }

    private static CommandResult run(Path place, String line) {
        return InProcess.run(
                product,
                Map.of(
                        "PERIGEE_CONFIG", place.resolve("perigee.conf").toString(),
                        "PERIGEE_STATE_DIR", place.resolve("state").toString()),
                line.split(" "));
    }

    private static Path prepared(Sinks sinks) throws IOException {
        Path place = Files.createDirectory(dir.resolve(sinks.name()));
        configure(place, local(place, "near"), local(place, "far"));
        if (sinks.isOfBackup()) {
            run(place, "snapshot save").orFail();
        }
        if (sinks.isNearEmptied()) {
            empty(place.resolve("near"));
        }
        if (sinks == Sinks.BOTH_EMPTIED) {
            empty(place.resolve("far"));
        }
        switch (sinks) {
            case DOWN_AND_HOLDING, DOWN_AND_EMPTY, DOWN_AND_EMPTIED -> configure(place, local(place, "near"), down());
            case BOTH_DOWN -> configure(place, down(), down().replace("bucket = bbb", "bucket = other"));
            case EMPTIED_AND_HOLDING, BOTH_EMPTIED, BOTH_EMPTY -> {}
        }
        return place;
    }

    private static void configure(Path place, String near, String far) throws IOException {
        Files.writeString(place.resolve("perigee.conf"), """
                perigee {
                  clusters.prod { endpoints = ["%s"] }
                  sinks.near { %s }
                  sinks.far { %s }
                  jobs.j { schedule = none, sinks = [near, far] }
                }
                """.formatted(etcd.endpoint(), near, far));
    }

    private static String local(Path place, String name) {
        return "type = local, directory = \"" + place.resolve(name) + "\"";
    }

    private static String down() {
        return "type = s3, endpoint = \"http://127.0.0.1:" + nobody.getLocalPort()
                + "\", bucket = bbb, access-key = a, secret-key = s, retry.attempts = 1";
    }

    private static void empty(Path sink) throws IOException {
        try (Stream<Path> files = Files.walk(sink)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
        Files.createDirectory(sink);
    }

    private static Map<String, String> documented(String sinks) throws IOException {
        List<String> lines = Files.readAllLines(Product.repository().resolve("docs/exit-codes.md"));
        String[] kinds = cells(lines, "sinks");
        String[] codes = cells(lines, sinks);
        return Map.of(kinds[2], codes[2], kinds[3], codes[3], kinds[4], codes[4], kinds[5], codes[5]);
    }

    private static String[] cells(List<String> lines, String first) {
        return lines.stream()
                .filter(line -> line.startsWith("| " + first + " |"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("docs/exit-codes.md has no row '" + first + "'"))
                .split(" *\\| *");
    }
}
