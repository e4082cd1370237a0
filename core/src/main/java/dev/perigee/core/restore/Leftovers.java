package dev.perigee.core.restore;

import dev.perigee.core.disk.DurableFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a restore leaves when it is killed: {@code NAME.tmp-<16 hex digits>} with a {@code .lock} beside it. Only names of
 * exactly this shape, with a lock file that nobody holds, are ever removed.
 */
final class Leftovers {

    private static final String SHAPE = "\\.tmp-[0-9a-f]{16}";
    private static final String LOCK = ".lock";
    private static final Pattern OURS = Pattern.compile(".+" + SHAPE + "(\\.lock)?");

    private Leftovers() {}

    /** Whether a name has the shape of ours; a shape alone doesn't make it litter. */
    static boolean isOurs(String name) {
        return OURS.matcher(name).matches();
    }

    static Path staged(Path target, long nonce) {
        return target.resolveSibling(target.getFileName() + ".tmp-%016x".formatted(nonce));
    }

    /** The lock files of earlier runs for a target, whether somebody still works there or not. */
    static List<Path> locks(Path target) throws IOException {
        Path parent = Objects.requireNonNull(target.getParent(), "a target has a parent");
        if (!Files.isDirectory(parent)) {
            return List.of();
        }
        Pattern shape = Pattern.compile(Pattern.quote(target.getFileName() + "") + SHAPE + "\\.lock");
        try (Stream<Path> entries = Files.list(parent)) {
            return entries.filter(entry ->
                            shape.matcher(String.valueOf(entry.getFileName())).matches())
                    .sorted()
                    .toList();
        }
    }

    /**
     * Removes what an earlier run left, if nobody works there any more.
     *
     * @return whether it was removed
     */
    static boolean remove(Path lock) throws IOException {
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE)) {
            FileLock held = channel.tryLock();
            if (held == null) {
                return false;
            }
            String name = String.valueOf(lock.getFileName());
            DurableFile.deleteTree(lock.resolveSibling(name.substring(0, name.length() - LOCK.length())));
            Files.delete(lock);
            return true;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }
}
