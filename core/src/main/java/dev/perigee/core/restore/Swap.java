package dev.perigee.core.restore;

import dev.perigee.core.disk.DurableFile;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.words.FailureWords;
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
import java.util.Optional;

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

    /**
     * Renames all that a plan says.
     *
     * @throws OperationException REFUSED if an etcd runs there; INPUT_OUTPUT if not all could be taken back
     * @throws IOException if a rename failed; those before it are taken back
     */
    static void all(RestorePlan plan) throws IOException, OperationException {
        for (MemberPlan member : plan.members()) {
            RunningEtcd.refuse(member.walDir().orElse(member.dataDir().resolve("member/wal")));
        }
        Swap swap = new Swap();
        try {
            for (MemberPlan member : plan.members()) {
                for (Placement placement : member.placements()) {
                    swap.in(placement);
                }
            }
        } catch (IOException e) {
            List<String> left = swap.back(e);
            if (left.isEmpty()) {
                throw e;
            }
            throw halfWay(plan.request(), e, left);
        }
    }

    /** The worst that can happen; nothing is lost even so. */
    static OperationException halfWay(RestoreRequest request, IOException e, List<String> commands) {
        return new OperationException(
                Outcome.INPUT_OUTPUT,
                "the restore to " + request.target().dataDir()
                        + " failed among its renames, and not all of them could be taken back: " + FailureWords.of(e),
                Optional.of("nothing is lost; to have it as it was: " + String.join("; ", commands)),
                Optional.of(e));
    }

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
