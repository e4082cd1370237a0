package dev.perigee.core.restore;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;

/**
 * Renames what was built into place, one after the other, and takes it all back if one fails.
 *
 * <p>What was at a place before is moved aside first and never deleted. Between those two renames the place is empty; a
 * crash right there leaves the old data under the name that the plan says, whole.
 */
final class Swap {

    private interface Undo {
        void run() throws IOException;
    }

    private final Deque<Undo> undos = new ArrayDeque<>();

    void in(Placement placement) throws IOException {
        Path target = placement.target();
        if (placement.aside().isPresent()) {
            Path aside = placement.aside().get();
            move(target, aside);
            undos.push(() -> move(aside, target));
        }
        boolean wasThere = Files.exists(target, LinkOption.NOFOLLOW_LINKS);
        move(placement.staged(), target);
        undos.push(() -> {
            move(target, placement.staged());
            if (wasThere) {
                Files.createDirectory(target);
            }
        });
        Disk.sync(Objects.requireNonNull(target.getParent(), "a target has a parent"));
    }

    /** Takes back every rename, the last one first; what can't be taken back is added to the failure. */
    void back(Exception failure) {
        while (!undos.isEmpty()) {
            try {
                undos.pop().run();
            } catch (IOException e) {
                failure.addSuppressed(e);
            }
        }
    }

    /** An empty directory at the target is replaced by the rename; one that isn't empty makes it fail. */
    private static void move(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }
}
