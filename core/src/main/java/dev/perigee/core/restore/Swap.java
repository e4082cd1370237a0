package dev.perigee.core.restore;

import dev.perigee.core.disk.DurableFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;

/**
 * Renames what was built into place, one after the other, and takes it all back if one fails.
 *
 * <p>What was at a place before is moved aside first and never deleted. Between those two renames the place is empty; a
 * crash right there leaves the old data under the name that the plan says, whole.
 */
final class Swap {

    /** Takes a rename back; told as a command, for a person who has to. */
    private record Undo(Path from, Path to, boolean wasThere) {

        void run() throws IOException {
            move(from, to);
            if (wasThere) {
                Files.createDirectory(from);
            }
        }

        String command() {
            return "mv " + Shell.quoted(from.toString()) + " " + Shell.quoted(to.toString());
        }
    }

    private final Deque<Undo> undos = new ArrayDeque<>();

    void in(Placement placement) throws IOException {
        Path target = placement.target();
        if (placement.aside().isPresent()) {
            Path aside = placement.aside().get();
            move(target, aside);
            undos.push(new Undo(aside, target, false));
        }
        boolean wasThere = Files.exists(target, LinkOption.NOFOLLOW_LINKS);
        move(placement.staged(), target);
        undos.push(new Undo(target, placement.staged(), wasThere));
        DurableFile.sync(Objects.requireNonNull(target.getParent(), "a target has a parent"));
    }

    /**
     * Takes back every rename, the last one first; what can't be taken back is added to the failure.
     *
     * @return the commands that do by hand what couldn't be done, in this order; none if all is as it was
     */
    List<String> back(Exception failure) {
        List<String> left = new ArrayList<>();
        while (!undos.isEmpty()) {
            Undo undo = undos.pop();
            try {
                undo.run();
            } catch (IOException e) {
                failure.addSuppressed(e);
                left.add(undo.command());
            }
        }
        return left;
    }

    /** An empty directory at the target is replaced by the rename; one that isn't empty makes it fail. */
    private static void move(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }
}
