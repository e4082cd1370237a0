package dev.perigee.cli.etcdctl;

import dev.perigee.cli.console.Failure;
import dev.perigee.cli.console.Session;
import dev.perigee.etcd.client.Answer;
import dev.perigee.etcd.client.Bytes;
import dev.perigee.etcd.client.EtcdMember;
import dev.perigee.etcd.client.ResponseHeader;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** {@code perigee etcdctl member list}. */
@CommandLine.Command(
        name = "list",
        description = "List the cluster's members.",
        footer = {"  perigee etcdctl member list -w table"})
public final class MemberList extends EtcdctlCommand<Shown.WithTable> {

    @Option(
            names = "--consistency",
            paramLabel = "l|s",
            description =
                    "l (linearizable): with the leader's word. s (serializable): what this member has. Default: l.")
    private String consistency = "l";

    /**
     * The command of one run.
     *
     * @param session the run
     */
    public MemberList(Session session) {
        super(session, Forms.ALL_AND_MESSAGE);
    }

    @Override
    Call<Shown.WithTable> prepare() throws Failure {
        boolean serializable = Consistency.serializable(consistency);
        return target -> new Members(target.ask(api -> api.members(serializable)), hex());
    }

    private record Members(Answer<List<EtcdMember>> answer, boolean hex) implements Shown.WithTable {

        private static final List<String> HEADERS =
                List.of("ID", "Status", "Name", "Peer Addrs", "Client Addrs", "Is Learner");

        @Override
        public Bytes message() {
            return answer.message();
        }

        @Override
        public void simple(Lines out) {
            table().simple(out);
        }

        @Override
        public Rows table() {
            return new Rows(HEADERS, answer.value().stream().map(Members::cells).toList());
        }

        @Override
        public Object json() {
            return hex
                    ? hexHeader(answer.header())
                            .unlessZero(
                                    "members",
                                    answer.value().stream()
                                            .map(Members::hexMember)
                                            .toList())
                    : JsonObject.of(answer.header()).unlessZero("members", JsonObject.members(answer.value()));
        }

        @Override
        public void fields(Fields out) {
            out.header(answer.header());
            answer.value().forEach(member -> {
                out.id("ID", member.id()).quoted("Name", member.name());
                member.peerUrls().forEach(url -> out.quoted("PeerURL", url));
                member.clientUrls().forEach(url -> out.quoted("ClientURL", url));
                out.plain("IsLearner", member.learner()).gap();
            });
        }

        private static List<String> cells(EtcdMember member) {
            return List.of(
                    Long.toHexString(member.id()),
                    member.name().isEmpty() ? "unstarted" : "started",
                    member.name(),
                    String.join(",", member.peerUrls()),
                    String.join(",", member.clientUrls()),
                    Boolean.toString(member.learner()));
        }

        /** etcdctl writes this form by hand, and differently: nothing is left out but whether it is a learner. */
        private static JsonObject hexHeader(ResponseHeader header) {
            return new JsonObject()
                    .always(
                            "header",
                            new JsonObject()
                                    .always("cluster_id", Long.toHexString(header.clusterId()))
                                    .always("member_id", Long.toHexString(header.memberId()))
                                    .always("raft_term", JsonObject.unsigned(header.raftTerm())));
        }

        private static JsonObject hexMember(EtcdMember member) {
            return new JsonObject()
                    .always("ID", Long.toHexString(member.id()))
                    .always("name", member.name())
                    .always("peerURLs", urls(member.peerUrls()))
                    .always("clientURLs", urls(member.clientUrls()));
        }

        private static Object urls(List<String> urls) {
            return urls.isEmpty() ? JsonObject.NULL : urls;
        }
    }
}
