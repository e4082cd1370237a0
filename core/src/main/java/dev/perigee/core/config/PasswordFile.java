package dev.perigee.core.config;

import dev.perigee.api.Secret;
import dev.perigee.api.SettingException;
import dev.perigee.api.SinkSettings;
import dev.perigee.core.words.FailureWords;
import dev.perigee.etcd.client.Password;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.NoSuchElementException;

/**
 * A file that holds a password, which whoever rotates it writes anew.
 *
 * @param file the file
 */
record PasswordFile(Path file) implements Password {

    private static final String KEY = "password";

    /** What was read of a pipe that a shell handed over can't be read again. */
    static Password of(Path file, Secret now) {
        return Files.isRegularFile(file) ? new PasswordFile(file) : Password.of(now);
    }

    @Override
    public Secret read() throws IOException {
        try {
            return SinkSettings.of("cluster", Map.of(KEY + "-file", file.toString()))
                    .secret(KEY)
                    .orElseThrow(() -> new NoSuchElementException(file.toString()));
        } catch (SettingException e) {
            throw new IOException(KEY + "-file " + FailureWords.of(e), e);
        }
    }
}
