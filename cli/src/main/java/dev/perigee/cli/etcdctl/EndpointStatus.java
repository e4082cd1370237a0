package dev.perigee.cli.etcdctl;

import dev.perigee.cli.console.Session;
import dev.perigee.core.words.Sizes;
import dev.perigee.etcd.client.Answer;
import dev.perigee.etcd.client.Downgrade;
import dev.perigee.etcd.client.EtcdApi;
import dev.perigee.etcd.client.MemberStatus;
import java.util.List;
import picocli.CommandLine;

/** {@code perigee etcdctl endpoint status}. */
@CommandLine.Command(
        name = "status",
        description = "What the member at each endpoint says about itself.",
        footer = {"  perigee etcdctl endpoint status --cluster -w table"})
public final class EndpointStatus extends EndpointCommand {

    /**
     * The command of one run.
     *
     * @param session the run
     */
    public EndpointStatus(Session session) {
        super(session);
    }

    @Override
    Shown.WithTable ask(Target target) {
        return new Statuses(answered(target.askEach(EtcdApi::status), "status").stream()
                .map(reply -> new Status(reply.endpoint(), reply.value().orElseThrow()))
                .toList());
    }

    private record Statuses(List<Status> statuses) implements Shown.WithTable {

        private static final List<String> HEADERS = List.of(
                "endpoint",
                "ID",
                "version",
                "storage version",
                "db size",
                "in use",
                "percentage not in use",
                "quota",
                "is leader",
                "is learner",
                "raft term",
                "raft index",
                "raft applied index",
                "errors",
                "downgrade target version",
                "downgrade enabled");

        @Override
        public void simple(Lines out) {
            table().simple(out);
        }

        @Override
        public Rows table() {
            return new Rows(HEADERS, statuses.stream().map(Status::cells).toList());
        }

        @Override
        public Object json() {
            return statuses.isEmpty()
                    ? JsonObject.NULL
                    : statuses.stream().map(Status::json).toList();
        }

        @Override
        public void fields(Fields out) {
            statuses.forEach(status -> status.fields(out));
        }
    }

    private record Status(String endpoint, Answer<MemberStatus> answer) {

        private static final Downgrade NONE = new Downgrade(false, "");

        List<String> cells() {
            MemberStatus member = answer.value();
            return List.of(
                    endpoint,
                    Long.toHexString(member.memberId()),
                    member.version(),
                    member.storageVersion().orElse(""),
                    Sizes.human(member.dbSize()),
                    Sizes.human(member.dbSizeInUse()),
                    percentageNotInUse() + "%",
                    Sizes.human(member.dbSizeQuota()),
                    Boolean.toString(member.leader() == member.memberId()),
                    Boolean.toString(member.learner()),
                    Long.toUnsignedString(member.raftTerm()),
                    Long.toUnsignedString(member.raftIndex()),
                    Long.toUnsignedString(member.raftAppliedIndex()),
                    String.join(", ", member.errors()),
                    downgrade().targetVersion(),
                    Boolean.toString(downgrade().enabled()));
        }

        JsonObject json() {
            MemberStatus member = answer.value();
            JsonObject status = JsonObject.of(answer.header())
                    .unlessZero("version", member.version())
                    .unlessZero("dbSize", member.dbSize())
                    .unlessZero("leader", JsonObject.unsigned(member.leader()))
                    .unlessZero("raftIndex", JsonObject.unsigned(member.raftIndex()))
                    .unlessZero("raftTerm", JsonObject.unsigned(member.raftTerm()))
                    .unlessZero("raftAppliedIndex", JsonObject.unsigned(member.raftAppliedIndex()))
                    .unlessZero("errors", member.errors())
                    .unlessZero("dbSizeInUse", member.dbSizeInUse())
                    .unlessZero("isLearner", member.learner())
                    .unlessZero("storageVersion", member.storageVersion().orElse(""))
                    .unlessZero("dbSizeQuota", member.dbSizeQuota())
                    .unlessZero("downgradeInfo", member.downgrade().map(Status::json));
            return new JsonObject().always("Endpoint", endpoint).always("Status", status);
        }

        void fields(Fields out) {
            MemberStatus member = answer.value();
            out.header(answer.header())
                    .quoted("Version", member.version())
                    .quoted("StorageVersion", member.storageVersion().orElse(""))
                    .plain("DBSize", member.dbSize())
                    .plain("DBSizeInUse", member.dbSizeInUse())
                    .plain("DBSizeQuota", member.dbSizeQuota())
                    .plain("Leader", Long.toUnsignedString(member.leader()))
                    .plain("IsLearner", member.learner())
                    .plain("RaftIndex", Long.toUnsignedString(member.raftIndex()))
                    .plain("RaftAppliedIndex", Long.toUnsignedString(member.raftAppliedIndex()))
                    .plain("Errors", "[" + String.join(" ", member.errors()) + "]")
                    .quoted("Endpoint", endpoint)
                    .quoted("DowngradeTargetVersion", downgrade().targetVersion())
                    .plain("DowngradeEnabled", downgrade().enabled())
                    .gap();
        }

        /** As etcdctl reckons it: the part in use is rounded down first. */
        private long percentageNotInUse() {
            long size = answer.value().dbSize();
            return size == 0 ? 0 : 100 - answer.value().dbSizeInUse() * 100 / size;
        }

        private Downgrade downgrade() {
            return answer.value().downgrade().orElse(NONE);
        }

        private static JsonObject json(Downgrade downgrade) {
            return new JsonObject()
                    .unlessZero("enabled", downgrade.enabled())
                    .unlessZero("targetVersion", downgrade.targetVersion());
        }
    }
}
