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

    private interface Work {
        RestorePlan in(Workspace workspace) throws IOException, OperationException;
    }

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
        return done(plan.request(), workspace -> {
            plan.source().requireUnchanged();
            workspace.open(plan.litter(), plan.members());
            return built(plan, Optional.empty());
        });
    }

    /**
     * Plans and executes in one go, which is faster: the first member's database is built aside while the source is
     * proven. If the proof fails, it is removed and nothing has changed.
     *
     * @param request what is asked for
     * @param planner makes the plan
     * @return what was done
     * @throws OperationException as {@link Planner#plan} and {@link #execute(RestorePlan)}
     */
    public RestoreResult execute(RestoreRequest request, Planner planner) throws OperationException {
        RestoreDraft draft = planner.roomy(request);
        return done(request, workspace -> {
            workspace.open(draft.litter(), draft.members());
            Path db = MemberBuilder.database(draft.members().getFirst());
            ProvenSource source = request.data().compact()
                    ? planner.proveWhileBuilding(request, provisional -> rebuild(draft, provisional, db))
                    : planner.proveWhileCopying(request, db);
            return built(draft.with(source), Optional.of(db));
        });
    }

    private static void rebuild(RestoreDraft draft, ProvenSource provisional, Path db) throws IOException {
        RestorePlan plan;
        try {
            plan = draft.with(provisional);
        } catch (OperationException e) {
            return; // the plan from the proven source says the same again
        }
        new MemberBuilder(plan, Optional.empty(), Optional.empty()).writeDatabase(db);
    }

    private static RestoreResult done(RestoreRequest request, Work work) throws OperationException {
        Workspace workspace = new Workspace();
        try {
            RestorePlan plan = work.in(workspace);
            return RestoreResult.of(plan, workspace.clear());
        } catch (IOException e) {
            throw failure(request, e);
        } finally {
            workspace.clear(); // after a failure; what can't be removed now, a later run removes
        }
    }

    private static RestorePlan built(RestorePlan plan, Optional<Path> begun) throws IOException, OperationException {
        MemberBuilder builder = new MemberBuilder(plan, owner(plan), begun);
        for (MemberPlan member : plan.members()) {
            builder.build(member);
        }
        plan.source().requireUnchanged();
        swap(plan);
        return plan;
    }

    private static Optional<Ownership> owner(RestorePlan plan) throws OperationException {
        Optional<String> named = plan.request().target().owner();
        return named.isPresent() ? Optional.of(Ownership.of(named.get())) : Optional.empty();
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
                        + " failed among its renames, and not all of them could be taken back: " + e.getMessage(),
                Optional.of("nothing is lost; to have it as it was: " + String.join("; ", commands)),
                Optional.of(e));
    }

    private static OperationException failure(RestoreRequest request, IOException e) {
        String text = String.valueOf(e.getMessage());
        Path target = request.target().dataDir();
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
