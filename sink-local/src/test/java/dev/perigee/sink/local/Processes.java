package dev.perigee.sink.local;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.api.StorageSink;
import dev.perigee.sink.contract.body.PatternBody;
import dev.perigee.sink.kit.body.CheckedBody;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Starts {@link OtherProcess}: plainly, as another user, or behind a shell script. */
final class Processes {

    /** The user nobody, on every Linux. */
    private static final String NOBODY = "65534";

    private Processes() {}

    static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    static Process start(String... arguments) throws IOException {
        return new ProcessBuilder(command(classPath(), arguments))
                .redirectErrorStream(true)
                .start();
    }

    static String output(Process process) throws Exception {
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
            String output = reader.lines().collect(Collectors.joining("\n"));
            assertTrue(process.waitFor(60, TimeUnit.SECONDS), "the other process has not ended");
            return output;
        }
    }

    /** To root, permissions mean nothing: root becomes nobody. Needs a copy of the classes that nobody may read. */
    static String asOrdinaryUser(Path scratch, String... arguments) throws Exception {
        List<String> command = new ArrayList<>();
        String classPath = classPath();
        if (isRoot()) {
            command.addAll(List.of("setpriv", "--reuid", NOBODY, "--regid", NOBODY, "--clear-groups"));
            classPath = readableCopy(scratch);
        }
        command.addAll(command(classPath, arguments));
        return output(new ProcessBuilder(command).redirectErrorStream(true).start());
    }

    /** Runs a script with file systems of its own; in it, {@code "$@"} is the other process. */
    static String withOwnMounts(String script, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("unshare", "--mount"));
        if (!isRoot()) {
            command.add("--map-root-user");
        }
        command.addAll(List.of("sh", "-e", "-c", script, "sh"));
        command.addAll(command(classPath(), arguments));
        return output(new ProcessBuilder(command).redirectErrorStream(true).start());
    }

    private static List<String> command(String classPath, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classPath,
                OtherProcess.class.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    private static String classPath() {
        return places().map(Path::toString).collect(Collectors.joining(":"));
    }

    private static Stream<Path> places() {
        return Stream.of(StorageSink.class, CheckedBody.class, PatternBody.class, LocalSink.class, OtherProcess.class)
                .map(type -> Path.of(
                        type.getProtectionDomain().getCodeSource().getLocation().getPath()));
    }

    private static String readableCopy(Path scratch) throws IOException {
        Files.setPosixFilePermissions(scratch, PosixFilePermissions.fromString("rwxr-xr-x"));
        List<String> copies = new ArrayList<>();
        for (Path place : places().toList()) {
            Path copy = scratch.resolve("class-path-" + copies.size() + "-" + place.getFileName());
            copyReadably(place, copy);
            copies.add(copy.toString());
        }
        return String.join(":", copies);
    }

    private static void copyReadably(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                copyOne(folder, "rwxr-xr-x");
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                copyOne(file, "rw-r--r--");
                return FileVisitResult.CONTINUE;
            }

            private void copyOne(Path one, String permissions) throws IOException {
                Path copy = to.resolve(from.relativize(one).toString());
                Files.copy(one, from.equals(one) ? to : copy);
                Files.setPosixFilePermissions(
                        from.equals(one) ? to : copy, PosixFilePermissions.fromString(permissions));
            }
        });
    }
}
