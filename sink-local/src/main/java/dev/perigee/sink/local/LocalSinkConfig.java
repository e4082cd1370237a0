package dev.perigee.sink.local;

import dev.perigee.api.SettingException;
import dev.perigee.api.SinkSettings;
import java.nio.file.Path;

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
     * @param settings the block; {@code directory} must be there
     * @return the configuration
     */
    static LocalSinkConfig from(SinkSettings settings) {
        settings.required("directory");
        return new LocalSinkConfig(settings.path("directory").orElseThrow());
    }
}
