package dev.perigee.cli.keys;

import dev.perigee.cli.console.Command;
import dev.perigee.cli.console.ExitCode;
import dev.perigee.cli.console.Failure;
import dev.perigee.cli.console.Session;
import dev.perigee.cli.setup.Setup;
import dev.perigee.core.config.ConfigException;
import dev.perigee.core.disk.DurableFile;
import dev.perigee.core.keys.DumpSummary;
import dev.perigee.core.keys.DumpWriter;
import dev.perigee.core.keys.ExportRules;
import dev.perigee.core.keys.GravityWriter;
import dev.perigee.core.keys.JsonLinesWriter;
import dev.perigee.core.keys.KeySource;
import dev.perigee.core.keys.PrettyWriter;
import dev.perigee.core.keys.Redaction;
import dev.perigee.core.words.Words;
import dev.perigee.etcd.client.Bytes;
import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code perigee export}. */
@CommandLine.Command(
        name = "export",
        description = {
            "Write the keys of the cluster, or of a snapshot, as JSON: all at one revision.",
            "",
            "The file is readable to its owner only. Without FILE the keys go to standard output."
        },
        footer = {"  perigee export keys.jsonl", "  perigee export --from latest --prefix /dns/ --pretty"})
public final class Export extends Command {

    private static final Path STANDARD_OUTPUT = Path.of("-");

    @Parameters(
            arity = "0..1",
            paramLabel = "FILE",
            description = "Where to: a file, a pipe, or - for standard output, which is the default.")
    private @Nullable Path file;

    @Option(names = "--rev", paramLabel = "REVISION", description = "As the keys stood then. Default: the newest.")
    private long revision;

    @Option(
            names = "--format",
            paramLabel = "FORM",
            description = "perigee: JSON Lines with a digest. gravity: Gravity's own form. Default: perigee.")
    private Form form = Form.perigee;

    @Option(names = "--pretty", description = "For reading: values as text or JSON. Can't be imported.")
    private boolean pretty;

    @Option(
            names = "--strip-prefix",
            paramLabel = "PREFIX",
            description = "What keys are relative to in Gravity's form. Default: /gravity.")
    private Bytes stripPrefix = Bytes.of("/gravity");

    @Option(names = "--keys-only", description = "Leave out the values.")
    private boolean keysOnly;

    @Option(
            names = "--safe",
            description =
                    "Leave out values that look like secrets, by their key or by their content. export.redact of the"
                            + " configuration counts, too.")
    private boolean safe;

    @Option(
            names = "--redact",
            paramLabel = "REGEX",
            description =
                    "With --safe: also leave out the values of keys in which this is found. Several times if need be.")
    private List<String> redact = List.of();

    @Mixin
    private final KeyOptions keys = new KeyOptions();

    @Mixin
    private final KeysFrom from = new KeysFrom();

    /** The forms that can be imported. */
    enum Form {
        perigee,
        gravity
    }

    /**
     * The command of one run.
     *
     * @param session the run
     */
    public Export(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run() throws Exception {
        if (form == Form.gravity && keysOnly) {
            throw Failure.of(ExitCode.BAD_ARGUMENTS, "Gravity's form can't hold keys without values");
        }
        if (!safe && !redact.isEmpty()) {
            throw Failure.of(ExitCode.BAD_ARGUMENTS, "--redact does nothing without --safe");
        }
        if (pretty && form == Form.gravity) {
            throw Failure.of(ExitCode.BAD_ARGUMENTS, "--pretty and --format gravity exclude each other");
        }
        var verb = new dev.perigee.core.keys.Export(new ExportRules(keys.filter(), keysOnly, redaction()));
        OptionalLong pinned = revision == 0 ? OptionalLong.empty() : OptionalLong.of(revision);
        try (KeysFrom.Opened opened = from.open(session, keys.filter(), pinned, keysOnly)) {
            DumpSummary summary = write(verb, opened.source());
            tell(summary, opened.source().header().revision());
            return ExitCode.OK;
        }
    }

    /** The configuration counts for a file as well: what it calls a secret must not be shown by mistake. */
    private Redaction redaction() throws ConfigException, Failure {
        if (!safe) {
            return Redaction.NONE;
        }
        try (Setup setup = Setup.forCluster(session, from.cluster())) {
            return Redaction.DEFAULT
                    .withKeys(setup.config().redaction())
                    .withKeys(Redaction.patterns(redact.toArray(String[]::new)));
        } catch (PatternSyntaxException e) {
            throw Failure.of(ExitCode.BAD_ARGUMENTS, "--redact is no regular expression: " + e.getDescription());
        }
    }

    private boolean toOutput() {
        return file == null || file.equals(STANDARD_OUTPUT);
    }

    private DumpSummary write(dev.perigee.core.keys.Export verb, KeySource source) throws Exception {
        if (toOutput()) {
            return toStream(verb, source, session.terminal().dataStream());
        }
        Path to = Objects.requireNonNull(file);
        if (!DurableFile.isStream(to)) {
            return toFile(verb, source, to);
        }
        try (OutputStream stream = new FileOutputStream(to.toFile(), true)) {
            return toStream(verb, source, stream);
        }
    }

    private DumpSummary toFile(dev.perigee.core.keys.Export verb, KeySource source, Path to) throws Exception {
        return verb.toFile(source, to, writer());
    }

    private DumpSummary toStream(dev.perigee.core.keys.Export verb, KeySource source, OutputStream stream)
            throws Exception {
        OutputStream out = new BufferedOutputStream(stream, 1 << 16);
        DumpSummary summary = verb.run(source, writer().on(out));
        out.flush();
        return summary;
    }

    private DumpWriter.Form writer() {
        if (pretty) {
            return PrettyWriter::new;
        }
        return form == Form.gravity ? out -> new GravityWriter(out, stripPrefix) : JsonLinesWriter::new;
    }

    private void tell(DumpSummary summary, long at) {
        session.note(Words.count(summary.entries(), "key") + " at revision " + at + (toOutput() ? "" : " in " + file));
        if (summary.valuesLeftOut() > 0 && !keysOnly) {
            session.note(Words.count(summary.valuesLeftOut(), "value") + " left out: they look like secrets");
        }
        if (summary.keysLost() > 0) {
            session.warn(
                    Words.count(summary.keysLost(), "key") + " not in the file: Gravity's form holds only keys under "
                            + stripPrefix + " that are UTF-8 and have a value");
        }
        if (summary.leasesLost() > 0) {
            session.warn(
                    Words.count(summary.leasesLost(), "key") + " without the lease they had: this form can't hold it");
        }
    }
}
