package dev.perigee.core.config;

import dev.perigee.core.disk.Permissions;
import dev.perigee.core.words.FailureWords;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads a configuration's files, up to a bound that they share. Not for several threads. */
final class HoconBytes {

    /**
     * In bytes, of all files together: room for thousands of sinks. Parsed, the densest file takes about sixty times as
     * much, which still fits into the smallest heap that we promise to run in.
     */
    static final int MOST = 1 << 20;

    private final List<ConfigFiles.Piece> pieces = new ArrayList<>();
    private int left = MOST;

    /** The text of a file, a pipe or a device: nobody knows the length of the latter before they are read. */
    String read(Path file) {
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            throw new UnusableHocon(file, "can't be read as a file by this user");
        }
        requireOurs(file);
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(left + 1);
            take(file, bytes.length);
            pieces.add(new ConfigFiles.Piece(file, bytes));
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UnusableHocon(file, "can't be read: " + FailureWords.of(e));
        }
    }

    /** What has been read so far. */
    ConfigFiles files() {
        return ConfigFiles.of(pieces);
    }

    /** A configuration names the folders of plugins: whoever can write it can run code as this user. */
    private static void requireOurs(Path file) {
        try {
            if (Files.isRegularFile(file) && Permissions.areOpenToAll(file)) {
                throw new UnusableHocon(
                        file, "may be written by everybody on this machine; 'chmod o-w " + file + "' makes it usable");
            }
        } catch (IOException e) {
            throw new UnusableHocon(file, "can't be looked at: " + FailureWords.of(e));
        }
    }

    private void take(Path file, int length) {
        if (length > left) {
            boolean alone = left == MOST;
            throw new UnusableHocon(
                    file,
                    alone
                            ? "has more than 1 MiB, so it is no configuration"
                            : "brings the configuration to more than 1 MiB, with all that is included");
        }
        left -= length;
    }
}
