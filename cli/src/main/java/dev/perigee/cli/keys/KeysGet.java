package dev.perigee.cli.keys;

import dev.perigee.cli.console.Command;
import dev.perigee.cli.console.Engines;
import dev.perigee.cli.console.ExitCode;
import dev.perigee.cli.console.Failure;
import dev.perigee.cli.console.Session;
import dev.perigee.cli.etcdctl.KeyArguments;
import dev.perigee.cli.etcdctl.KeyOutput;
import dev.perigee.cli.output.Format;
import dev.perigee.cli.setup.StateOptions;
import dev.perigee.core.engine.Engine;
import dev.perigee.core.engine.LookRequest;
import dev.perigee.core.engine.LookRequest.Looked;
import dev.perigee.core.keys.KeyEntry;
import dev.perigee.core.look.ReadableValue;
import dev.perigee.etcd.client.Bytes;
import dev.perigee.etcd.client.KeyRange;
import dev.perigee.etcd.client.KeyValue;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code perigee keys get}. */
@CommandLine.Command(
        name = "get",
        description = {
            "Get a key or a range of keys, of any state, in the forms of 'etcdctl get'.",
            "",
            "One key that isn't there is an error here. More than 64 MB at once are refused: 'perigee export' takes any"
                    + " number."
        },
        footer = {
            "  perigee keys get /dns/a --from latest~3",
            "  perigee keys get /dns/ --prefix --at yesterday -w json"
        })
public final class KeysGet extends Command {

    private static final long MOST_BYTES = 64_000_000;

    @Parameters(
            arity = "1..2",
            paramLabel = "KEY [END]",
            hideParamSyntax = true,
            description = "The key; with END all keys from KEY on that come before END.")
    private List<Bytes> words = List.of();

    @Option(names = "--prefix", description = "Keys that begin with KEY.")
    private boolean prefix;

    @Option(names = "--from-key", description = "KEY and all keys after it.")
    private boolean fromKey;

    @Option(names = "--limit", paramLabel = "N", description = "How many at most. Default: all.")
    private long limit;

    @Option(names = "--keys-only", description = "No values.")
    private boolean keysOnly;

    @Option(names = "--print-value-only", description = "No keys. Goes with -w simple.")
    private boolean valueOnly;

    @Option(names = "--pretty", description = "Values that are JSON laid out, a member a line. Goes with -w simple.")
    private boolean pretty;

    @Option(names = "--hex", description = "Keys and values in hexadecimal.")
    private boolean hex;

    @Mixin
    private final StateOptions state = new StateOptions();

    private final List<KeyValue> found = new ArrayList<>();
    private long bytes;
    private long count;

    /**
     * The command of one run.
     *
     * @param session the run
     */
    public KeysGet(Session session) {
        super(session);
    }

    @Override
    protected Set<Format> formats() {
        return Set.of(Format.SIMPLE, Format.JSON, Format.FIELDS);
    }

    @Override
    protected ExitCode run() throws Exception {
        Format format = session.format(Format.SIMPLE);
        if ((valueOnly || pretty) && format != Format.SIMPLE) {
            throw Failure.of(ExitCode.BAD_ARGUMENTS, "--print-value-only and --pretty go with -w simple only");
        }
        if (keysOnly && (valueOnly || pretty)) {
            throw Failure.of(
                    ExitCode.BAD_ARGUMENTS,
                    (valueOnly ? "--print-value-only" : "--pretty") + " does nothing with --keys-only");
        }
        KeyRange range = KeyArguments.range(words, prefix, fromKey);
        Looked looked;
        try (Engine engine = Engines.forCluster(session, state.cluster())) {
            looked = run(
                    engine,
                    new LookRequest(
                            state.state(session, engine),
                            state.scope(),
                            new LookRequest.What.InRange(range),
                            keysOnly,
                            this::take));
        }
        if (range.end().length() == 0 && found.isEmpty()) {
            throw Failure.of(
                    ExitCode.NOT_FOUND,
                    "there is no key '" + range.from() + "' at revision "
                            + looked.header().revision());
        }
        session.terminal().data(new KeyOutput(looked.header(), found, count, hex, valueOnly).as(format));
        return ExitCode.OK;
    }

    private void take(KeyEntry entry) throws IOException {
        count++;
        if (limit > 0 && found.size() >= limit) {
            return;
        }
        Bytes value = keysOnly ? Bytes.EMPTY : entry.value().orElse(Bytes.EMPTY);
        bytes += entry.key().length() + value.length();
        if (bytes > MOST_BYTES) {
            throw new IOException("these keys weigh more than 64 MB: take --limit, or 'perigee export'");
        }
        found.add(new KeyValue(
                entry.key(),
                pretty ? laidOut(value) : value,
                entry.createRevision(),
                entry.modRevision(),
                entry.version(),
                entry.lease()));
    }

    private static Bytes laidOut(Bytes value) {
        Optional<List<String>> lines = ReadableValue.lines(value);
        return lines.isPresent() ? Bytes.of(String.join("\n", lines.get())) : value;
    }
}
