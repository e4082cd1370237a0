package dev.perigee.core.restore;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What a file system must be told so that files are private, and still there after a power cut. */
final class Disk {

    private Disk() {}

    /** Gives every file and directory its mode and owner and brings them to the disk, the deepest first. */
    static void seal(Path root, Optional<Ownership> owner) throws IOException {
        List<Path> all;
        try (Stream<Path> paths = Files.walk(root)) {
            all = paths.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : all) {
            restrict(path);
            if (owner.isPresent()) {
                owner.get().give(path);
            }
            sync(path);
        }
    }

    private static void restrict(Path path) throws IOException {
        PosixFileAttributeView view =
                Files.getFileAttributeView(path, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        if (view != null) {
            view.setPermissions(PosixFilePermissions.fromString(Files.isDirectory(path) ? "rwx------" : "rw-------"));
        }
    }

    /** Brings a file, or a directory's entries, to the disk. Where directories can't be opened (Windows), they need none. */
    static void sync(Path path) throws IOException {
        boolean directory = Files.isDirectory(path);
        if (directory && path.getFileSystem().getSeparator().equals("\\")) {
            return;
        }
        StandardOpenOption how = directory ? StandardOpenOption.READ : StandardOpenOption.WRITE;
        try (FileChannel channel = FileChannel.open(path, how)) {
            channel.force(true);
        }
    }
}
