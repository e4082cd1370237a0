package dev.perigee.core.restore;

import dev.perigee.core.disk.DurableFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Gives what was built its modes and its owner, and brings it to the disk. */
final class Seal {

    private Seal() {}

    /** Seals a tree, the deepest first. */
    static void on(Path root, Optional<Ownership> owner) throws IOException {
        List<Path> all;
        try (Stream<Path> paths = Files.walk(root)) {
            all = paths.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : all) {
            restrict(path);
            if (owner.isPresent()) {
                owner.get().give(path);
            }
            DurableFile.sync(path);
        }
    }

    private static void restrict(Path path) throws IOException {
        PosixFileAttributeView view =
                Files.getFileAttributeView(path, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        if (view != null) {
            view.setPermissions(PosixFilePermissions.fromString(Files.isDirectory(path) ? "rwx------" : "rw-------"));
        }
    }
}
