package dev.perigee.cli.etcdctl;

import dev.perigee.cli.console.ExitCode;
import dev.perigee.cli.console.Failure;
import dev.perigee.cli.console.Session;
import dev.perigee.cli.output.Format;
import dev.perigee.etcd.client.Answer;
import dev.perigee.etcd.client.Bytes;
import dev.perigee.etcd.client.KeyPage;
import dev.perigee.etcd.client.KeyValue;
import dev.perigee.etcd.client.RangeQuery;
import dev.perigee.etcd.client.RangeQuery.Content;
import dev.perigee.etcd.client.RangeQuery.Order;
import dev.perigee.etcd.client.RangeQuery.Span;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code perigee etcdctl get}. */
@CommandLine.Command(
        name = "get",
        description = "Get a key or a range of keys.",
        footer = {"  perigee etcdctl get /dns/ --prefix --keys-only"})
public final class Get extends EtcdctlCommand<Shown.WithFields> {

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

    @Option(names = "--rev", paramLabel = "N", description = "As they stood at that revision. Default: the newest.")
    private long revision;

    @Option(names = "--limit", paramLabel = "N", description = "How many at most. Default: all.")
    private long limit;

    @Option(names = "--order", paramLabel = "ORDER", description = "ASCEND or DESCEND. Default: ASCEND.")
    private String order = "";

    @Option(
            names = "--sort-by",
            paramLabel = "WHAT",
            description = "CREATE, KEY, MODIFY, VALUE or VERSION. Default: KEY.")
    private String target = "";

    @Option(
            names = "--consistency",
            paramLabel = "l|s",
            description =
                    "l (linearizable): with the leader's word. s (serializable): what this member has. Default: l.")
    private String consistency = "l";

    @Option(names = "--keys-only", description = "No values.")
    private boolean keysOnly;

    @Option(names = "--count-only", description = "Only how many there are. Goes with -w fields.")
    private boolean countOnly;

    @Option(names = "--print-value-only", description = "No keys. Goes with -w simple.")
    private boolean valueOnly;

    @Option(names = "--min-create-rev", paramLabel = "N", description = "Created then or later.")
    private long minCreate;

    @Option(names = "--max-create-rev", paramLabel = "N", description = "Created then or before.")
    private long maxCreate;

    @Option(names = "--min-mod-rev", paramLabel = "N", description = "Last changed then or later.")
    private long minModified;

    @Option(names = "--max-mod-rev", paramLabel = "N", description = "Last changed then or before.")
    private long maxModified;

    /**
     * The command of one run.
     *
     * @param session the run
     */
    public Get(Session session) {
        super(session, Forms.NO_TABLE);
    }

    @Override
    Call<Shown.WithFields> prepare() throws Failure {
        RangeQuery query = query();
        Format format = format();
        if (countOnly && format != Format.FIELDS) {
            throw KeyArguments.bad("--count-only is only for `--write-out=fields`");
        }
        if (valueOnly && format != Format.SIMPLE) {
            throw KeyArguments.bad("print-value-only is only for `--write-out=simple`");
        }
        return target -> new Page(target.ask(api -> api.range(query)), hex(), valueOnly);
    }

    RangeQuery query() throws Failure {
        if (words.isEmpty()) {
            throw KeyArguments.bad("get command needs one argument as key and an optional argument as range_end");
        }
        if (keysOnly && countOnly) {
            throw KeyArguments.bad("`--keys-only` and `--count-only` cannot be set at the same time, choose one");
        }
        return new RangeQuery(
                KeyArguments.range(words, prefix, fromKey),
                Math.max(0, revision),
                limit,
                order.isEmpty() ? Order.NONE : choice(Order.class, order, "order"),
                target.isEmpty() ? RangeQuery.Target.KEY : choice(RangeQuery.Target.class, target, "target"),
                Consistency.serializable(consistency),
                content(),
                span(minCreate, maxCreate, "create"),
                span(minModified, maxModified, "mod"));
    }

    private Content content() {
        if (keysOnly) {
            return Content.KEYS_ONLY;
        }
        return countOnly ? Content.COUNT_ONLY : Content.ALL;
    }

    private static Span span(long min, long max, String what) throws Failure {
        if (max > 0 && min > max) {
            throw Failure.of(
                    ExitCode.FEATURE, "--min-" + what + "-rev " + min + " is more than --max-" + what + "-rev " + max);
        }
        return new Span(Math.max(0, min), Math.max(0, max));
    }

    private static <E extends Enum<E>> E choice(Class<E> type, String text, String what) throws Failure {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> constant != Order.NONE)
                .filter(constant -> constant.name().equals(text.toUpperCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> Failure.of(ExitCode.FEATURE, "bad sort " + what + " " + text));
    }

    record Page(Answer<KeyPage> answer, boolean hex, boolean valueOnly) implements Shown.WithFields {

        @Override
        public Bytes message() {
            return answer.message();
        }

        @Override
        public void simple(Lines out) {
            keyValues().forEach(keyValue -> out.add(keyValue, hex, valueOnly));
        }

        @Override
        public Object json() {
            return JsonObject.of(answer.header())
                    .unlessZero("kvs", JsonObject.keyValues(keyValues()))
                    .unlessZero("more", answer.value().more())
                    .unlessZero("count", answer.value().count());
        }

        @Override
        public void fields(Fields out) {
            out.header(answer.header());
            keyValues().forEach(keyValue -> out.keyValue("", keyValue));
            out.plain("More", answer.value().more());
            out.plain("Count", answer.value().count());
        }

        private List<KeyValue> keyValues() {
            return answer.value().keyValues();
        }
    }
}
