package dev.perigee.core.restore;

import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.words.FailureWords;
import dev.perigee.etcd.format.member.EtcdMinor;
import dev.perigee.etcd.format.member.FoundingMember;
import dev.perigee.etcd.format.member.MemberUrls;
import dev.perigee.etcd.format.member.Membership;
import dev.perigee.etcd.format.member.MembershipException;
import dev.perigee.etcd.format.member.PeerUrl;
import java.util.List;
import java.util.Optional;

/**
 * A request's words, understood.
 *
 * @param cluster the new cluster
 * @param members those of it that are restored; at least one
 * @param target the servers that are to start from it; empty to leave versions alone
 */
record Flags(Membership cluster, List<FoundingMember> members, Optional<EtcdMinor> target) {

    static Flags of(RestoreRequest request) throws OperationException {
        RestoreRequest.Cluster said = request.cluster();
        try {
            Membership cluster = Membership.of(MemberUrls.parse(said.initialCluster()), said.token());
            List<FoundingMember> members = said.allMembers() ? cluster.members() : List.of(self(said, cluster));
            if (said.allMembers()) {
                requireFileNames(members);
            }
            requireBump(request.data());
            return new Flags(cluster, members, target(request.data()));
        } catch (MembershipException e) {
            throw new OperationException(Outcome.BAD_INPUT, FailureWords.of(e));
        }
    }

    private static FoundingMember self(RestoreRequest.Cluster said, Membership cluster)
            throws MembershipException, OperationException {
        FoundingMember self = cluster.member(said.name());
        if (said.advertisePeerUrls().isPresent()) {
            List<PeerUrl> advertised =
                    MemberUrls.parseList(said.advertisePeerUrls().get());
            if (!advertised.equals(self.peerUrls())) {
                throw Refusal.badInput(
                        "--initial-advertise-peer-urls says " + advertised + ", but --initial-cluster gives '"
                                + self.name() + "' " + self.peerUrls(),
                        "make them equal, letter by letter: the member's id is computed from them");
            }
        }
        return self;
    }

    private static void requireFileNames(List<FoundingMember> members) throws OperationException {
        for (FoundingMember member : members) {
            String name = member.name();
            if (name.contains("/") || name.contains("\\") || name.contains("\0") || name.startsWith(".")) {
                throw Refusal.badInput(
                        "the member's name '" + name + "' can't be the name of a directory",
                        "restore the members one by one, with --name and --data-dir");
            }
        }
    }

    private static void requireBump(RestoreRequest.Data data) throws OperationException {
        if (data.bump().isPresent() && data.bump().get() instanceof RevisionBump.By by && by.count() <= 0) {
            throw Refusal.badInput(
                    "--bump-revision is " + by.count() + "; it takes a number from 1 up, or auto",
                    "1000000000 is ample, and auto is right for Kubernetes");
        }
    }

    private static Optional<EtcdMinor> target(RestoreRequest.Data data) throws OperationException {
        if (data.targetVersion().isEmpty()) {
            return Optional.empty();
        }
        String text = data.targetVersion().get();
        Optional<EtcdMinor> version = EtcdMinor.parse(text).filter(EtcdMinor::isKnown);
        if (version.isEmpty()) {
            throw Refusal.badInput(
                    "--target-version is '" + text + "'; it takes a version of etcd from " + EtcdMinor.OLDEST + " to "
                            + EtcdMinor.NEWEST + ", which is what this release knows",
                    "'etcd --version' says which one your servers have; for a newer one, leave it out");
        }
        return version;
    }
}
