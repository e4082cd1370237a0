package dev.perigee.cli.etcdctl;

import dev.perigee.cli.console.Session;
import dev.perigee.etcd.client.Answer;
import dev.perigee.etcd.client.HashKv;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** {@code perigee etcdctl endpoint hashkv}. */
@CommandLine.Command(
        name = "hashkv",
        description = "The hash of the keys that each endpoint holds.",
        footer = {"  perigee etcdctl endpoint hashkv --cluster"})
public final class EndpointHashKv extends EndpointCommand {

    @Option(names = "--rev", paramLabel = "N", description = "Up to which revision. Default: the newest.")
    private long revision;

    /**
     * The command of one run.
     *
     * @param session the run
     */
    public EndpointHashKv(Session session) {
        super(session);
    }

    @Override
    Shown.WithTable ask(Target target) {
        return new Hashes(answered(target.askEach(api -> api.hashKv(revision)), "hash").stream()
                .map(reply -> new Hash(reply.endpoint(), reply.value().orElseThrow()))
                .toList());
    }

    private record Hashes(List<Hash> hashes) implements Shown.WithTable {

        private static final List<String> HEADERS = List.of("endpoint", "hash", "hash revision");

        @Override
        public void simple(Lines out) {
            table().simple(out);
        }

        @Override
        public Rows table() {
            return new Rows(HEADERS, hashes.stream().map(Hash::cells).toList());
        }

        @Override
        public Object json() {
            return hashes.isEmpty()
                    ? JsonObject.NULL
                    : hashes.stream().map(Hash::json).toList();
        }

        @Override
        public void fields(Fields out) {
            hashes.forEach(hash -> out.header(hash.answer.header())
                    .quoted("Endpoint", hash.endpoint)
                    .plain("Hash", hash.answer.value().hash())
                    .plain("HashRevision", hash.revision())
                    .gap());
        }
    }

    private record Hash(String endpoint, Answer<HashKv> answer) {

        List<String> cells() {
            return List.of(endpoint, Long.toString(answer.value().hash()), Long.toString(revision()));
        }

        JsonObject json() {
            JsonObject hash = JsonObject.of(answer.header())
                    .unlessZero("hash", answer.value().hash())
                    .unlessZero("compact_revision", answer.value().compactRevision())
                    .unlessZero("hash_revision", revision());
            return new JsonObject().always("Endpoint", endpoint).always("HashKV", hash);
        }

        long revision() {
            return answer.value().hashRevision().orElse(0);
        }
    }
}
