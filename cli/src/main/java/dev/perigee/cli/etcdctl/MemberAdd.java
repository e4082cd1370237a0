package dev.perigee.cli.etcdctl;

import dev.perigee.cli.console.Changing;
import dev.perigee.cli.console.Failure;
import dev.perigee.cli.console.Session;
import dev.perigee.etcd.client.AddedMember;
import dev.perigee.etcd.client.Answer;
import dev.perigee.etcd.client.Bytes;
import dev.perigee.etcd.client.EtcdMember;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code perigee etcdctl member add}. */
@CommandLine.Command(
        name = "add",
        description = "Announce a new member, which is to be started next.",
        footer = {"  perigee etcdctl member add m4 --peer-urls http://10.0.0.4:2380"})
public final class MemberAdd extends EtcdctlCommand<Shown> implements Changing {

    @Parameters(arity = "0..*", paramLabel = "NAME", hideParamSyntax = true, description = "Its name.")
    private List<String> words = List.of();

    @Option(
            names = "--peer-urls",
            paramLabel = "URL,...",
            description = "Where the other members will reach it, such as http://10.0.0.4:2380. Needed.")
    private String peerUrls = "";

    @Option(names = "--learner", description = "It has no vote until 'member promote' gives it one.")
    private boolean learner;

    /**
     * The command of one run.
     *
     * @param session the run
     */
    public MemberAdd(Session session) {
        super(session, Forms.SIMPLE_AND_JSON);
    }

    @Override
    Call<Shown> prepare() throws Failure {
        String name = name();
        List<String> urls = MemberArguments.peerUrls(peerUrls);
        return target -> new Added(target.ask(api -> api.add(urls, learner)), name, peerUrls);
    }

    private String name() throws Failure {
        if (words.isEmpty()) {
            throw KeyArguments.bad("member name not provided");
        }
        if (words.size() > 1) {
            String meant = words.stream()
                    .filter(word -> word.toLowerCase(Locale.ROOT).startsWith("http"))
                    .map(url -> ", did you mean --peer-urls=" + url)
                    .collect(Collectors.joining());
            throw KeyArguments.bad("too many arguments" + meant);
        }
        return words.getFirst();
    }

    private record Added(Answer<AddedMember> answer, String name, String peerUrls) implements Shown {

        /** The variables that the new member is to be started with. */
        @Override
        public void simple(Lines out) {
            EtcdMember member = answer.value().member();
            out.add(String.format(
                    "Member %16x added%scluster %16x",
                    member.id(),
                    member.learner() ? " as learner to " : " to ",
                    answer.header().clusterId()));
            out.add("");
            out.add("ETCD_NAME=" + GoText.quoted(name));
            out.add("ETCD_INITIAL_CLUSTER=" + GoText.quoted(initialCluster()));
            out.add("ETCD_INITIAL_ADVERTISE_PEER_URLS=" + GoText.quoted(peerUrls));
            out.add("ETCD_INITIAL_CLUSTER_STATE=\"existing\"");
        }

        @Override
        public Bytes message() {
            return answer.message();
        }

        @Override
        public Object json() {
            return JsonObject.of(answer.header())
                    .always("member", JsonObject.of(answer.value().member()))
                    .unlessZero("members", JsonObject.members(answer.value().members()));
        }

        private String initialCluster() {
            return answer.value().members().stream()
                    .flatMap(member -> member.peerUrls().stream().map(url -> nameOf(member) + "=" + url))
                    .collect(Collectors.joining(","));
        }

        private String nameOf(EtcdMember member) {
            return member.id() == answer.value().member().id() ? name : member.name();
        }
    }
}
