package dev.perigee.core.delivery;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;

/**
 * What just anybody may have put there isn't sent: record and body could agree, and still not be what was proven. A group is
 * let be: where volumes are shared by group, as in Kubernetes, it is the owner.
 */
final class OthersMayWrite {

    private OthersMayWrite() {}

    static void refuse(Path spool, Path entry, Path body) throws IOException {
        if (Files.isSymbolicLink(entry) || Files.isSymbolicLink(body)) {
            throw new IOException("it is a symbolic link, and never was when we wrote it");
        }
        if (isWritableByOthers(spool) || isWritableByOthers(entry)) {
            throw new IOException(
                    "others may write to it, so that it may not be what was proven; it isn't sent until 'chmod -R o-w "
                            + spool + "'");
        }
    }

    private static boolean isWritableByOthers(Path directory) throws IOException {
        if (!directory.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return false;
        }
        return Files.getPosixFilePermissions(directory, LinkOption.NOFOLLOW_LINKS)
                .contains(PosixFilePermission.OTHERS_WRITE);
    }
}
