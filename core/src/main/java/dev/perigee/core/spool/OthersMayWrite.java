package dev.perigee.core.spool;

import dev.perigee.core.disk.Permissions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

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
        if (Permissions.areOpenToAll(spool) || Permissions.areOpenToAll(entry)) {
            throw new IOException(
                    "others may write to it, so that it may not be what was proven; it isn't sent until 'chmod -R o-w "
                            + spool + "'");
        }
        Path state = Objects.requireNonNullElse(spool.toAbsolutePath().getParent(), spool);
        if (!Permissions.areOfTrusted(entry, state) || !Permissions.areOfTrusted(body, state)) {
            throw new IOException("it belongs to neither this user nor root nor the owner of " + state
                    + ", so that it may not be what was proven; it isn't sent");
        }
    }
}
