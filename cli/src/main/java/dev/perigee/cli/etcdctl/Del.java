package dev.perigee.cli.etcdctl;

import dev.perigee.cli.console.Changing;
import dev.perigee.cli.console.ExitCode;
import dev.perigee.cli.console.Failure;
import dev.perigee.cli.console.Session;
import dev.perigee.core.time.Sleeper;
import dev.perigee.core.time.Timing;
import dev.perigee.etcd.client.Answer;
import dev.perigee.etcd.client.Bytes;
import dev.perigee.etcd.client.DeletedKeys;
import dev.perigee.etcd.client.KeyRange;
import dev.perigee.etcd.client.TxnQuery;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code perigee etcdctl del}. */
@CommandLine.Command(
        name = "del",
        description = "Delete a key or a range of keys.",
        footer = {"  perigee etcdctl del /greeting"})
public final class Del extends EtcdctlCommand<Shown.WithFields> implements Changing {

    private static final Duration TIME_TO_THINK = Duration.ofSeconds(2);

    private final Sleeper sleeper;

    @Parameters(
            arity = "0..*",
            paramLabel = "KEY [END]",
            hideParamSyntax = true,
            description = "The key; with END all keys from KEY on that come before END.")
    private List<Bytes> words = List.of();

    @Option(names = "--prefix", description = "Keys that begin with KEY.")
    private boolean prefix;

    @Option(names = "--from-key", description = "KEY and all keys after it.")
    private boolean fromKey;

    @Option(names = "--prev-kv", description = "Show what was deleted.")
    private boolean previous;

    @Option(names = "--range", description = "With END: don't wait before it is done.")
    private boolean range;

    /**
     * The command of one run.
     *
     * @param session the run
     */
    public Del(Session session) {
        this(session, Timing.system().sleeper());
    }

    Del(Session session, Sleeper sleeper) {
        super(session, Forms.NO_TABLE);
        this.sleeper = sleeper;
    }

    @Override
    Call<Shown.WithFields> prepare() throws Failure {
        if (words.isEmpty() || words.size() > 2) {
            throw KeyArguments.bad("del command needs one argument as key and an optional argument as range_end");
        }
        KeyRange keys = KeyArguments.range(words, prefix, fromKey);
        return target -> {
            if (words.size() > 1 && !range) {
                letThink();
            }
            return new Gone(target.ask(api -> api.delete(keys, previous)), hex());
        };
    }

    /** As part of a transaction. */
    TxnQuery.Operation operation() throws Failure {
        if (words.isEmpty() || words.size() > 2) {
            throw KeyArguments.bad("del command needs one argument as key and an optional argument as range_end");
        }
        return new TxnQuery.Operation.Delete(KeyArguments.range(words, prefix, fromKey), previous);
    }

    private void letThink() throws Failure {
        session.warn("keys between " + GoText.quoted(words.get(0)) + " and " + GoText.quoted(words.get(1))
                + " will be deleted in " + TIME_TO_THINK.toSeconds()
                + " seconds; interrupt to keep them, or give --range to"
                + " avoid the delay");
        try {
            sleeper.sleep(TIME_TO_THINK);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failure.of(ExitCode.INTERRUPTED, "interrupted; nothing was deleted");
        }
    }

    record Gone(Answer<DeletedKeys> answer, boolean hex) implements Shown.WithFields {

        @Override
        public Bytes message() {
            return answer.message();
        }

        @Override
        public void simple(Lines out) {
            out.add(Long.toString(answer.value().count()));
            answer.value().previous().forEach(keyValue -> out.add(keyValue, hex, false));
        }

        @Override
        public Object json() {
            return JsonObject.of(answer.header())
                    .unlessZero("deleted", answer.value().count())
                    .unlessZero("prev_kvs", JsonObject.keyValues(answer.value().previous()));
        }

        @Override
        public void fields(Fields out) {
            out.header(answer.header());
            out.plain("Deleted", answer.value().count());
            answer.value().previous().forEach(keyValue -> out.keyValue("Prev", keyValue));
        }
    }
}
