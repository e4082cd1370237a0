package dev.perigee.core.restore;

import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Does what a plan says. */
public final class Executor {

    /** An executor. */
    public Executor() {}

    /**
     * Builds every member aside, then renames all into place. Before the renames nothing at the targets has changed; when
     * one of them fails, those before it are taken back.
     *
     * @param plan what to do
     * @return what was done
     * @throws OperationException NO_SPACE, DENIED, INPUT_OUTPUT, INTERRUPTED; REFUSED if the source or the target is no
     *     longer what it was when the plan was made. The old data is untouched
     */
    public RestoreResult execute(RestorePlan plan) throws OperationException {
        plan.source().requireUnchanged();
        try (Workspace workspace = new Workspace()) {
            removeLitter(plan);
            Optional<Ownership> owner = owner(plan);
            for (Placement placement : placements(plan)) {
                workspace.claim(placement);
            }
            MemberBuilder builder = new MemberBuilder(plan, owner);
            for (MemberPlan member : plan.members()) {
                builder.build(member);
            }
            plan.source().requireUnchanged();
            swap(plan);
            return RestoreResult.of(plan);
        } catch (IOException e) {
            throw failure(plan, e);
        }
    }

    private static Optional<Ownership> owner(RestorePlan plan) throws OperationException {
        Optional<String> named = plan.request().target().owner();
        return named.isPresent() ? Optional.of(Ownership.of(named.get())) : Optional.empty();
    }

    private static void removeLitter(RestorePlan plan) throws IOException {
        for (Path lock : plan.litter()) {
            Litter.remove(lock);
        }
    }

    private static List<Placement> placements(RestorePlan plan) {
        List<Placement> placements = new ArrayList<>();
        plan.members().forEach(member -> placements.addAll(member.placements()));
        return placements;
    }

    private static void swap(RestorePlan plan) throws IOException, OperationException {
        for (MemberPlan member : plan.members()) {
            RunningEtcd.refuse(member.walDir().orElse(member.dataDir().resolve("member/wal")));
        }
        Swap swap = new Swap();
        try {
            for (Placement placement : placements(plan)) {
                swap.in(placement);
            }
        } catch (IOException e) {
            swap.back(e);
            throw e;
        }
    }

    private static OperationException failure(RestorePlan plan, IOException e) {
        String text = String.valueOf(e.getMessage());
        Path target = plan.request().target().dataDir();
        Outcome outcome = outcome(e, text);
        String hint = outcome == Outcome.NO_SPACE
                ? "make room and run it again"
                : "mend what it names and run it again; what is at " + target + " was not changed";
        return new OperationException(
                outcome, "the restore to " + target + " failed: " + text, Optional.of(hint), Optional.of(e));
    }

    private static Outcome outcome(IOException e, String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.contains("no space left") || lower.contains("quota exceeded") || lower.contains("file too large")) {
            return Outcome.NO_SPACE;
        }
        if (e instanceof AccessDeniedException || lower.contains("operation not permitted")) {
            return Outcome.DENIED;
        }
        return e instanceof java.io.InterruptedIOException || e instanceof java.nio.channels.ClosedByInterruptException
                ? Outcome.INTERRUPTED
                : Outcome.INPUT_OUTPUT;
    }
}
