package dev.perigee.core.config;

import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.perigee.core.config.ConfigRequest.Order;
import dev.perigee.core.sinks.Destination;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;

/** A folder with configurations, an environment, and what the loader makes of both. */
abstract class ConfigFolder {

    @TempDir
    Path directory;

    final Map<String, String> environment = new HashMap<>();

    PerigeeConfig load(String text) throws ConfigException {
        return load(file(write("perigee.conf", text)));
    }

    PerigeeConfig load(ConfigRequest request) throws ConfigException {
        return new ConfigLoader(surroundings()).load(request);
    }

    String refusal(ConfigRequest request) {
        return refusal(surroundings(), request);
    }

    static String refusal(Surroundings surroundings, ConfigRequest request) {
        return assertThrows(ConfigException.class, () -> new ConfigLoader(surroundings).load(request))
                .getMessage();
    }

    Surroundings surroundings() {
        return new Surroundings(
                environment,
                Optional.of(directory.resolve("installed")),
                directory.resolve("etc.conf"),
                "host-7",
                ZoneOffset.UTC);
    }

    static ConfigRequest file(Path path) {
        return new ConfigRequest(
                Optional.of(path),
                Optional.empty(),
                ClusterOverrides.NONE,
                Optional.empty(),
                Optional.empty(),
                Order.CONFIG_FIRST);
    }

    static ClusterOverrides endpoints(String host) {
        ClusterOverrides none = ClusterOverrides.NONE;
        return new ClusterOverrides(
                host.isEmpty() ? List.of() : List.of(host + ":2379"),
                none.ca(),
                none.certificate(),
                none.key(),
                none.serverName(),
                none.insecureSkipVerify(),
                none.user(),
                none.password(),
                none.dialTimeout(),
                none.commandTimeout(),
                none.idleTimeout());
    }

    static List<String> names(List<Destination> sinks) {
        return sinks.stream().map(Destination::name).toList();
    }

    Path write(String name, String text) {
        try {
            Path path = directory.resolve(name);
            Files.createDirectories(path.getParent());
            return Files.writeString(path, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
