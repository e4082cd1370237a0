package dev.perigee.distribution;

import dev.perigee.test.servers.Command;
import dev.perigee.test.servers.CommandResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The tarball, unpacked anew into a folder that every user may enter.
 *
 * @param folder the folder that holds it
 * @param home the installation: {@code perigee-VERSION} in it
 */
record Product(Path folder, Path home) implements AutoCloseable {

    private static final String VERSION = System.getProperty("perigee.version", "0.1.0");

    static Path repository() {
        return Path.of("..").toAbsolutePath().normalize();
    }

    static Path tarball() {
        return repository()
                .resolve("distribution/target")
                .resolve("perigee-" + VERSION + "-linux-" + architecture() + ".tar.gz");
    }

    private static String architecture() {
        String name = System.getProperty("os.arch");
        return name.equals("amd64") ? "x86_64" : name;
    }

    static Product unpack() {
        return unpack("perigee test");
    }

    static Product unpack(String folderName) {
        try {
            Path top = Files.createTempDirectory("perigee-product");
            Files.setPosixFilePermissions(top, PosixFilePermissions.fromString("rwxr-xr-x"));
            Path folder = Files.createDirectory(top.resolve(folderName));
            command("tar", "-C", folder.toString(), "-xzf", tarball().toString())
                    .orFail();
            return new Product(top, folder.resolve("perigee-" + VERSION));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path launcher() {
        return home.resolve("bin/perigee");
    }

    /** Runs it as a script would, with neither Perigee's nor etcd's variables set, and without a class cache. */
    CommandResult run(String... arguments) {
        return run(Map.of(), arguments);
    }

    CommandResult run(Map<String, String> environment, String... arguments) {
        List<String> command = new ArrayList<>(List.of(launcher().toString()));
        command.addAll(Arrays.asList(arguments));
        return Command.run(clean(environment), command);
    }

    /** The launcher as another user, to whom permissions mean something. */
    CommandResult runAsNobody(Map<String, String> environment, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                "setpriv",
                "--reuid",
                "65534",
                "--regid",
                "65534",
                "--clear-groups",
                launcher().toString()));
        command.addAll(Arrays.asList(arguments));
        return Command.run(clean(environment), command);
    }

    /**
     * A command that is to be sent signals. Under {@code nohup}, or beside a shell, this very build ignores some of them, and
     * what it starts would ignore them too.
     */
    ProcessBuilder heedingSignals(String... arguments) {
        List<String> command =
                new ArrayList<>(List.of("env", "--default-signal", launcher().toString()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command);
    }

    static Map<String, String> clean(Map<String, String> more) {
        Map<String, String> environment = new HashMap<>();
        System.getenv().keySet().stream()
                .filter(name -> name.startsWith("ETCDCTL_") || name.startsWith("PERIGEE_"))
                .filter(name -> !name.startsWith("PERIGEE_ETCD"))
                .forEach(name -> environment.put(name, ""));
        environment.put("PERIGEE_CLASS_CACHE", "off"); // it is made beside a run, and would outlive the test
        environment.putAll(more);
        return environment;
    }

    static CommandResult command(String... command) {
        return Command.run(Map.of(), List.of(command));
    }

    @Override
    public void close() {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
