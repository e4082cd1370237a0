package dev.perigee.core.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Who may read or write a file besides those who may anyway. A group is let be: where volumes are shared by group, as in Kubernetes,
 * it is the owner. Links are followed. On file systems without such rights nobody else may.
 */
public final class Permissions {

    private static final int OTHERS_WRITE = 0002;
    private static final int OTHERS_READ = 0004;
    private static final int KIND = 0170000;
    private static final int PIPE = 0010000;
    private static final int ROOT = 0;
    private static final Path THIS_PROCESS = Path.of("/proc/self");

    private Permissions() {}

    /**
     * Whether everybody on this machine may write a file, or put files into a folder.
     *
     * @param path a file or folder that is there
     * @return true if the rights of others say so
     * @throws IOException if it can't be looked at
     */
    public static boolean areOpenToAll(Path path) throws IOException {
        return hasModes(path) && (attribute(path, "unix:mode") & OTHERS_WRITE) != 0;
    }

    /**
     * Whether everybody on this machine may read a file, once they get to its folder.
     *
     * @param path a file that is there
     * @return true if the rights of others say so
     * @throws IOException if it can't be looked at
     */
    public static boolean areReadableByAll(Path path) throws IOException {
        return hasModes(path) && (attribute(path, "unix:mode") & OTHERS_READ) != 0;
    }

    static boolean isPipe(Path path) throws IOException {
        return hasModes(path) && (attribute(path, "unix:mode") & KIND) == PIPE;
    }

    /**
     * Whether a file belongs to somebody who can be expected to have put it there: root, this user, or the owner of a
     * folder that was given to us.
     *
     * @param path a file or folder that is there
     * @param given the folder
     * @return false if it belongs to anybody else
     * @throws IOException if one of them can't be looked at
     */
    public static boolean areOfTrusted(Path path, Path given) throws IOException {
        if (!hasModes(path)) {
            return true;
        }
        int owner = attribute(path, "unix:uid");
        return owner == ROOT || owner == attribute(given, "unix:uid") || owner == thisUser();
    }

    private static int thisUser() throws IOException {
        return Files.exists(THIS_PROCESS) ? attribute(THIS_PROCESS, "unix:uid") : ROOT;
    }

    private static boolean hasModes(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("unix");
    }

    private static int attribute(Path path, String name) throws IOException {
        return (Integer) Files.getAttribute(path, name);
    }
}
