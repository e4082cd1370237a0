package dev.perigee.core.restore;

import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.time.Timing;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A restore in a process of its own, which may be killed, limited, or given its own mounts. Arguments: source, target,
 * whether to replace, how many MiB to fill the target's file system with between plan and execution. Prints the outcome.
 */
final class RestoreChild {

    private static final String THREE = "a=http://h:1,b=http://h:2,c=http://h:3";

    private RestoreChild() {}

    public static void main(String[] args) throws Exception {
        boolean three = args[2].equals("three");
        RestoreRequest request = new RestoreRequest(
                Path.of(args[0]),
                args[0],
                three
                        ? new RestoreRequest.Cluster("a", THREE, "t", Optional.empty(), true)
                        : RestoreRequest.Cluster.DEFAULT,
                new RestoreRequest.Target(Path.of(args[1]), Optional.empty(), true, Optional.empty()),
                RestoreRequest.Data.AS_IT_IS);
        try {
            Restore restore = new Restore(Timing.system(), (done, total) -> {});
            if (args.length > 3) {
                RestorePlan plan = restore.plan(request);
                fill(Path.of(args[1]).resolveSibling("filler"), Integer.parseInt(args[3]));
                restore.run(plan);
            } else {
                restore.run(request);
            }
            System.out.println("OK");
        } catch (OperationException e) {
            System.out.println(
                    e.outcome() + " " + e.getMessage() + " " + e.hint().orElse(""));
        }
    }

    private static void fill(Path filler, int mebibytes) throws IOException {
        try (OutputStream out = Files.newOutputStream(filler)) {
            for (int i = 0; i < mebibytes; i++) {
                out.write(new byte[1 << 20]);
            }
        }
    }

    static Process start(String... args) throws IOException {
        return new ProcessBuilder(command(args)).redirectErrorStream(true).start();
    }

    /** Runs a script with file systems of its own; in it, {@code "$@"} is the restore. */
    static String withOwnMounts(String script, String... args) throws Exception {
        List<String> command = new ArrayList<>(List.of("unshare", "--mount"));
        if (!"root".equals(System.getProperty("user.name"))) {
            command.add("--map-root-user");
        }
        command.addAll(List.of("sh", "-e", "-c", script, "sh"));
        command.addAll(command(args));
        return output(new ProcessBuilder(command).redirectErrorStream(true).start());
    }

    static String output(Process process) throws Exception {
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
            String output = reader.lines().collect(Collectors.joining("\n"));
            process.waitFor();
            return output;
        }
    }

    private static List<String> command(String... args) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx128m",
                "-cp",
                System.getProperty("java.class.path"),
                RestoreChild.class.getName()));
        command.addAll(List.of(args));
        return command;
    }
}
