package dev.perigee.cli.etcdctl;

import dev.perigee.cli.console.Changing;
import dev.perigee.cli.console.Failure;
import dev.perigee.cli.console.Session;
import dev.perigee.etcd.client.Answer;
import dev.perigee.etcd.client.Bytes;
import dev.perigee.etcd.client.KeyValue;
import dev.perigee.etcd.client.PutQuery;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code perigee etcdctl put}. */
@CommandLine.Command(
        name = "put",
        description = "Put a key. Without VALUE it is read from standard input.",
        footer = {"  perigee etcdctl put /greeting hello"})
public final class Put extends EtcdctlCommand<Shown.WithFields> implements Changing {

    private static final String USAGE = "put command needs 1 argument and input from stdin or 2 arguments";

    @Parameters(
            arity = "0..*",
            paramLabel = "KEY [VALUE]",
            hideParamSyntax = true,
            description = "The key and its value.")
    private List<Bytes> words = List.of();

    @Option(
            names = "--lease",
            paramLabel = "ID",
            description = "The lease it goes with, in hexadecimal. Default: none.")
    private String lease = "0";

    @Option(names = "--prev-kv", description = "Show what was there.")
    private boolean previous;

    @Option(names = "--ignore-value", description = "Keep the value that is there.")
    private boolean ignoreValue;

    @Option(names = "--ignore-lease", description = "Keep the lease that is there.")
    private boolean ignoreLease;

    /**
     * The command of one run.
     *
     * @param session the run
     */
    public Put(Session session) {
        super(session, Forms.NO_TABLE);
    }

    @Override
    Call<Shown.WithFields> prepare() throws Failure {
        if (words.isEmpty()) {
            throw KeyArguments.bad(USAGE);
        }
        if (ignoreValue && words.size() > 1) {
            throw KeyArguments.bad("put command needs only 1 argument when 'ignore-value' is set");
        }
        PutQuery query = query(ignoreValue ? Bytes.EMPTY : value());
        return target -> new Done(target.ask(api -> api.put(query)), hex());
    }

    private PutQuery query(Bytes value) throws Failure {
        return new PutQuery(words.getFirst(), value, leaseId(), previous, ignoreValue, ignoreLease);
    }

    /** As part of a transaction, where standard input holds no value. */
    PutQuery queryOfLine() throws Failure {
        if (words.isEmpty() || words.size() == 1 && !ignoreValue) {
            throw KeyArguments.bad(USAGE);
        }
        return query(ignoreValue ? Bytes.EMPTY : words.get(1));
    }

    private Bytes value() throws Failure {
        if (words.size() > 1) {
            return words.get(1);
        }
        Bytes value = Bytes.of(session.terminal().input());
        if (value.length() == 0) {
            throw KeyArguments.bad(USAGE);
        }
        return value;
    }

    private long leaseId() throws Failure {
        try {
            return Long.parseLong(lease, 16);
        } catch (NumberFormatException e) {
            throw KeyArguments.bad("bad lease ID '" + lease + "', expecting ID in Hex");
        }
    }

    record Done(Answer<Optional<KeyValue>> answer, boolean hex) implements Shown.WithFields {

        @Override
        public Bytes message() {
            return answer.message();
        }

        @Override
        public void simple(Lines out) {
            out.add("OK");
            answer.value().ifPresent(keyValue -> out.add(keyValue, hex, false));
        }

        @Override
        public Object json() {
            return JsonObject.of(answer.header())
                    .unlessZero("prev_kv", answer.value().map(JsonObject::of));
        }

        @Override
        public void fields(Fields out) {
            out.header(answer.header());
            answer.value().ifPresent(keyValue -> out.keyValue("Prev", keyValue));
        }
    }
}
