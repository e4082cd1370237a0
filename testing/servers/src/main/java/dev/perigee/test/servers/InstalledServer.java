package dev.perigee.test.servers;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** Where a server's binaries are: in the directory that the environment names, else where {@code tools/install-servers} puts them. */
public final class InstalledServer {

    private InstalledServer() {}

    /**
     * Finds one binary.
     *
     * @param name the server's name as {@code tools/install-servers} has it, {@code etcd-3.6} or {@code minio}
     * @param file the binary's name, {@code etcdctl}
     * @return an executable file
     * @throws AssertionError if it isn't there; the message has the command that brings it
     */
    public static Path binary(String name, String file) {
        Path binary = directory(name).resolve(file);
        if (!Files.isExecutable(binary)) {
            throw new AssertionError("no " + binary + ": tools/install-servers " + name + " brings it");
        }
        return binary;
    }

    /**
     * The directory that holds a server's binaries, whether it exists or not.
     *
     * @param name the server's name
     * @return the environment's choice ({@code PERIGEE_ETCD_3_6} for {@code etcd-3.6}), else the user's cache
     */
    public static Path directory(String name) {
        return environment("PERIGEE_"
                        + name.toUpperCase(Locale.ROOT).replace('-', '_').replace('.', '_'))
                .map(Path::of)
                .orElseGet(() -> cache().resolve("perigee/servers").resolve(name));
    }

    private static Path cache() {
        return environment("XDG_CACHE_HOME")
                .map(Path::of)
                .orElseGet(() -> Path.of(System.getProperty("user.home"), ".cache"));
    }

    private static Optional<String> environment(String variable) {
        return Optional.ofNullable(System.getenv(variable)).filter(value -> !value.isEmpty());
    }
}
