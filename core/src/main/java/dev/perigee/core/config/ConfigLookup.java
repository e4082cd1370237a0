package dev.perigee.core.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Finds the file to read. */
final class ConfigLookup {

    private ConfigLookup() {}

    /** The named file, which must be there, or the first of the usual ones; of the installation's only if it says something. */
    static Optional<HoconFile> find(ConfigRequest request, Surroundings surroundings) throws ConfigException {
        if (request.file().isPresent()) {
            return Optional.of(named(request.file().get(), "--config", surroundings));
        }
        Optional<String> variable = surroundings.variable("PERIGEE_CONFIG");
        if (variable.isPresent()) {
            return Optional.of(named(Path.of(variable.get()), "PERIGEE_CONFIG", surroundings));
        }
        if (Files.exists(surroundings.systemConfig())) {
            return Optional.of(HoconFile.read(surroundings.systemConfig(), surroundings.environment()));
        }
        return installed(surroundings);
    }

    private static Optional<HoconFile> installed(Surroundings surroundings) throws ConfigException {
        Optional<Path> path = surroundings.installation().map(folder -> folder.resolve("conf/perigee.conf"));
        if (path.isEmpty() || !Files.exists(path.get())) {
            return Optional.empty();
        }
        HoconFile file = HoconFile.read(path.get(), surroundings.environment());
        return file.top().isEmpty() ? Optional.empty() : Optional.of(file);
    }

    private static HoconFile named(Path path, String by, Surroundings surroundings) throws ConfigException {
        if (!Files.exists(path)) {
            throw new ConfigException(List.of(
                    new Problem("", Optional.empty(), "doesn't exist; it was named by " + by, path.toString())));
        }
        return HoconFile.read(path, surroundings.environment());
    }
}
