package dev.perigee.core.restore;

import dev.perigee.core.catalog.NeededKeys;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.words.FailureWords;
import dev.perigee.etcd.format.member.BackendOptions;
import dev.perigee.etcd.format.member.BackendPlan;
import dev.perigee.etcd.format.member.MembershipException;
import dev.perigee.etcd.format.snapshot.SnapshotFacts;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * What is known of a restore before its source is proven: who is restored, and to where.
 *
 * @param request what was asked for
 * @param flags the request's words, understood
 * @param members what is written for each member
 * @param leftovers what earlier runs that were killed have left
 * @param formerOwner who owns what is at the target; empty if nothing is
 */
record RestoreDraft(
        RestoreRequest request,
        Flags flags,
        List<MemberPlan> members,
        List<Path> leftovers,
        Optional<String> formerOwner) {

    RestorePlan with(ProvenSource source) throws OperationException {
        requireStated(source.proof().facts());
        return new RestorePlan(
                request,
                source,
                flags.cluster(),
                members,
                backend(source),
                Warnings.needs(source.state(), flags.target()),
                leftovers,
                formerOwner,
                warnings(source));
    }

    private List<String> warnings(ProvenSource source) {
        NeededKeys keys = new NeededKeys(NeededKeys.of(source.proof().encrypted()), request.heldKeys());
        return Stream.concat(
                        Warnings.of(request.data(), source.proof().facts(), source.state(), flags.target()).stream(),
                        keys.sentence().stream())
                .toList();
    }

    private void requireStated(SnapshotFacts proven) throws OperationException {
        if (request.stated().isPresent()) {
            request.stated().get().require(request.named(), proven);
        }
    }

    private BackendPlan backend(ProvenSource source) throws OperationException {
        long newest = NextSteps.newest(source.proof().facts());
        OptionalLong bumpBy = request.data()
                .bump()
                .map(bump -> OptionalLong.of(bump.over(newest)))
                .orElse(OptionalLong.empty());
        BackendOptions options = new BackendOptions(
                flags.target(),
                request.data().dropAlarms(),
                bumpBy,
                request.data().dropLeases());
        try {
            return BackendPlan.of(source.state(), newest, flags.cluster(), options);
        } catch (MembershipException e) {
            throw new OperationException(Outcome.BAD_INPUT, FailureWords.of(e));
        }
    }
}
