package dev.perigee.sink.local;

import dev.perigee.api.SettingException;
import dev.perigee.api.SinkSettings;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a local sink keeps its files.
 *
 * @param directory the top of the tree, absolute; made at the first put if it isn't there
 */
public record LocalSinkConfig(Path directory) {

    /** Refuses a relative path: it would mean another place in each shell and in the daemon. */
    public LocalSinkConfig {
        if (!directory.isAbsolute()) {
            throw new SettingException(
                    "directory", "is '" + directory + "'; it takes an absolute path, such as /var/backups/etcd");
        }
        directory = directory.normalize();
    }

    /**
     * Reads a sink's block.
     *
     * @param settings the block; without {@code directory}, there must be a state directory
     * @return the configuration
     */
    static LocalSinkConfig from(SinkSettings settings) {
        return new LocalSinkConfig(directory(settings));
    }

    private static Path directory(SinkSettings settings) {
        Optional<Path> byDefault = settings.stateDirectory().map(state -> state.resolve("backup"));
        Optional<String> written = settings.string("directory");
        if (written.isEmpty() && byDefault.isPresent()) {
            return byDefault.get();
        }
        if (written.filter(String::isBlank).isPresent() && byDefault.isPresent()) {
            throw new SettingException(
                    "directory", "is empty; leave it out for " + byDefault.get() + ", or name a folder");
        }
        settings.required("directory");
        return settings.path("directory").orElseThrow();
    }
}
