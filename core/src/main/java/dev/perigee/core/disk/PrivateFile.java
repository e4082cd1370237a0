package dev.perigee.core.disk;

import dev.perigee.core.logging.LateLogger;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Files that hold a private key. In a container's volume it may be meant so that all can read one, so that it is no error. */
public final class PrivateFile {

    private static final System.Logger LOG = LateLogger.of(PrivateFile.class);
    private static final Set<Path> TOLD = ConcurrentHashMap.newKeySet();

    private PrivateFile() {}

    /**
     * Warns, once in this process, where everybody on this machine may read such a file.
     *
     * @param file one that is about to be read; if it isn't there, whoever reads it says so
     * @param power what whoever reads it can do then: {@code sign as this installation}
     */
    public static void warnIfOpen(Path file, String power) {
        try {
            if (Permissions.areReadableByAll(file) && TOLD.add(file)) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "everybody on this machine may read the private key {0}, and so {1}; ''chmod o-r {0}''",
                        file,
                        power);
            }
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "who may read {0} can''t be looked at: {1}", file, e.toString());
        }
    }
}
