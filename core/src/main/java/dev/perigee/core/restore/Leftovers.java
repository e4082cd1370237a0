package dev.perigee.core.restore;

import dev.perigee.core.disk.DurableFile;
import dev.perigee.core.disk.FileLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

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
    static List<Path> locks(Path target, List<String> beside) {
        Pattern shape = Pattern.compile(Pattern.quote(target.getFileName() + "") + SHAPE + "\\.lock");
        return beside.stream()
                .filter(shape.asMatchPredicate())
                .map(target::resolveSibling)
                .toList();
    }

    /** Removes what an earlier run left, if nobody works there any more. */
    static void remove(Path lock) throws IOException {
        Optional<FileLock> taken = FileLock.tryTake(lock);
        if (taken.isPresent()) {
            try (FileLock held = taken.get()) {
                String name = String.valueOf(lock.getFileName());
                DurableFile.deleteTree(lock.resolveSibling(name.substring(0, name.length() - LOCK.length())));
                Files.delete(lock);
            }
        }
    }
}
