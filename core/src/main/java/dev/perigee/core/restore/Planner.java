package dev.perigee.core.restore;

import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.etcd.format.member.FoundingMember;
import dev.perigee.etcd.format.snapshot.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Looks at the source and at the target, and plans. Writes nothing. */
public final class Planner {

    private final InstantSource clock;
    private final RandomGenerator random;
    private final Progress progress;

    /**
     * A planner.
     *
     * @param clock names what is moved aside
     * @param random names what is built aside
     * @param progress is told how far the proof of the source has come
     */
    public Planner(InstantSource clock, RandomGenerator random, Progress progress) {
        this.clock = clock;
        this.random = random;
        this.progress = progress;
    }

    /**
     * Plans a restore. Cheap refusals come first, the proof of the source last.
     *
     * @param request what is asked for
     * @return the plan
     * @throws OperationException BAD_INPUT for flags at odds; DAMAGED, NOT_FOUND, DENIED, INPUT_OUTPUT for the source;
     *     REFUSED for a target in use; NO_SPACE
     */
    public RestorePlan plan(RestoreRequest request) throws OperationException {
        return roomy(request)
                .with(ProvenSource.prove(request.source(), request.data().skipHashCheck(), progress));
    }

    /**
     * Refuses what can be refused without the source: flags at odds, a target in use.
     *
     * @param request what is asked for; its source needn't exist yet
     * @throws OperationException as {@link #plan}
     */
    public void requireTarget(RestoreRequest request) throws OperationException {
        draft(request);
    }

    ProvenSource proveWhileCopying(RestoreRequest request, Path copy) throws OperationException, IOException {
        return ProvenSource.proveWhileCopying(request.source(), request.data().skipHashCheck(), progress, copy);
    }

    ProvenSource proveWhileBuilding(RestoreRequest request, ProvenSource.Building building)
            throws OperationException, IOException {
        return ProvenSource.proveWhileBuilding(request.source(), request.data().skipHashCheck(), progress, building);
    }

    /** A draft for which there is room. */
    RestoreDraft roomy(RestoreRequest request) throws OperationException {
        RestoreDraft draft = draft(request);
        Space.require(draft.members(), ProvenSource.databaseBytes(request.source()));
        return draft;
    }

    private RestoreDraft draft(RestoreRequest request) throws OperationException {
        Flags flags = Flags.of(request);
        List<TargetDirectory> sites = new ArrayList<>();
        List<MemberPlan> members = members(request, flags, sites);
        Optional<String> formerOwner = sites.stream()
                .map(TargetDirectory::owner)
                .flatMap(Optional::stream)
                .findFirst();
        return new RestoreDraft(request, flags, members, litter(members), formerOwner);
    }

    private List<MemberPlan> members(RestoreRequest request, Flags flags, List<TargetDirectory> sites)
            throws OperationException {
        TargetLayout layout = new TargetLayout(request, clock.instant(), random.nextLong());
        List<MemberPlan> members = new ArrayList<>();
        for (FoundingMember member : flags.members()) {
            TargetDirectory data = TargetDirectory.look(layout.dataDir(member));
            Optional<TargetDirectory> wal = Optional.empty();
            if (layout.walDir(member).isPresent()) {
                wal = Optional.of(TargetDirectory.look(layout.walDir(member).get()));
            }
            RunningEtcd.refuse(wal.map(TargetDirectory::path).orElse(data.path().resolve("member/wal")));
            members.add(layout.place(member, data, wal));
            sites.add(data);
        }
        if (request.target().owner().isPresent()) {
            Ownership.of(request.target().owner().get());
        }
        return members;
    }

    private static List<Path> litter(List<MemberPlan> members) throws OperationException {
        List<Path> locks = new ArrayList<>();
        try {
            for (MemberPlan member : members) {
                for (Placement placement : member.placements()) {
                    locks.addAll(Leftovers.locks(placement.target()));
                }
            }
        } catch (IOException e) {
            throw new OperationException(
                    Outcome.INPUT_OUTPUT, "the target's surroundings can't be listed: " + e.getMessage(), e);
        }
        return locks;
    }
}
