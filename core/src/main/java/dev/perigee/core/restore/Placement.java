package dev.perigee.core.restore;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A file or directory that is built aside and renamed into place.
 *
 * @param target its place
 * @param staged where it is built: beside the target, on the same file system
 * @param aside where what is at the target now is moved first; empty if there is nothing to move
 */
public record Placement(Path target, Path staged, Optional<Path> aside) {

    /** What marks the staged one as ours, and as being worked on while it is locked. */
    Path lock() {
        return staged.resolveSibling(staged.getFileName() + ".lock");
    }
}
