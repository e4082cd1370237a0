package dev.perigee.core.backup;

import dev.perigee.core.encoding.AgeRecipient;
import dev.perigee.core.encoding.EncodingSettings;
import dev.perigee.core.retention.RetentionRules;
import dev.perigee.core.sinks.Format;
import dev.perigee.core.state.Environment;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** A backup to the local sink in a process of its own. It writes a line for each step, to be killed by. */
public final class BackupProcess {

    /** In a recipient's place: stored as rows. */
    static final String PACKS = "packs";

    private BackupProcess() {}

    /** Arguments: state directory, endpoint, how many to keep. */
    public static void main(String[] arguments) throws Exception {
        Bench bench =
                new Bench(Path.of(arguments[0])).withLocal(RetentionRules.keepLast(Integer.parseInt(arguments[2])));
        if (arguments.length > 3 && arguments[3].equals(PACKS)) {
            bench.formatted("local", Format.PACKS);
        } else if (arguments.length > 3) {
            AgeRecipient recipient = AgeRecipient.parse(arguments[3]);
            bench.encoded("local", new EncodingSettings(OptionalInt.of(3), List.of(recipient)));
        }
        Environment quiet = bench.environment();
        Environment telling = new Environment(
                quiet.state(), quiet.sinks(), quiet.spool(), "0.1.0", "child", quiet.timing(), System.out::println);
        BackupResult result = new Backup(telling).run(bench.job(URI.create(arguments[1])));
        System.out.println(result.outcome());
    }

    static Process start(Path state, URI endpoint, int keep, String... recipient) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                BackupProcess.class.getName(),
                state.toString(),
                endpoint.toString(),
                Integer.toString(keep)));
        command.addAll(List.of(recipient));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** Kills it with SIGKILL once it has written so many lines; says whether it was still at work then. */
    static boolean killAfterLines(Process process, int lines) throws Exception {
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            int read = 0;
            while (read < lines && reader.readLine() != null) {
                read++;
            }
            process.destroyForcibly();
        }
        return process.waitFor() != 0;
    }
}
