package dev.perigee.cli.keys;

import dev.perigee.cli.console.Command;
import dev.perigee.cli.console.Engines;
import dev.perigee.cli.console.ExitCode;
import dev.perigee.cli.console.Failure;
import dev.perigee.cli.console.Session;
import dev.perigee.cli.setup.StateOptions;
import dev.perigee.core.engine.Engine;
import dev.perigee.core.engine.ExportRequest;
import dev.perigee.core.engine.ExportRequest.Exported;
import dev.perigee.core.keys.DumpSummary;
import dev.perigee.core.keys.Redaction;
import dev.perigee.core.words.Words;
import dev.perigee.etcd.client.Bytes;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
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

    @Mixin
    private final StateOptions state = new StateOptions();

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
    private @Nullable Bytes stripPrefix;

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

    @Option(names = "--zstd", description = "Compress what is written, as zstd does; 'import' takes it so.")
    private boolean zstd;

    @Option(
            names = "--age-recipient",
            paramLabel = "age1...",
            description =
                    "Encrypt what is written for this recipient of age. Several times for several; 'import' opens it"
                            + " with age.identities of the configuration.")
    private List<String> recipients = List.of();

    @Mixin
    private final KeyOptions keys = new KeyOptions();

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
        if (safe && keysOnly) {
            throw Failure.of(
                    ExitCode.BAD_ARGUMENTS, "--safe does nothing with --keys-only, which leaves out every value");
        }
        if (pretty && form == Form.gravity) {
            throw Failure.of(ExitCode.BAD_ARGUMENTS, "--pretty and --format gravity exclude each other");
        }
        if (stripPrefix != null && form != Form.gravity) {
            throw Failure.of(ExitCode.BAD_ARGUMENTS, "--strip-prefix does nothing without --format gravity");
        }
        try (Engine engine = Engines.forCluster(session, state.cluster())) {
            tell(run(
                    engine,
                    new ExportRequest(
                            state.state(session, engine),
                            state.scope(),
                            keys.filter(),
                            keysOnly,
                            secrets(),
                            written(),
                            new ExportRequest.Packing(zstd, recipients),
                            target())));
            return ExitCode.OK;
        }
    }

    private Optional<List<Pattern>> secrets() throws Failure {
        try {
            return safe ? Optional.of(Redaction.patterns(redact.toArray(String[]::new))) : Optional.empty();
        } catch (PatternSyntaxException e) {
            throw Failure.of(ExitCode.BAD_ARGUMENTS, "--redact is no regular expression: " + e.getDescription());
        }
    }

    private boolean toOutput() {
        return file == null || file.equals(STANDARD_OUTPUT);
    }

    private ExportRequest.Target target() {
        return file == null || toOutput()
                ? new ExportRequest.Target.Into(session.terminal().dataStream())
                : new ExportRequest.Target.To(file);
    }

    private ExportRequest.Form written() {
        if (pretty) {
            return new ExportRequest.Form.Pretty();
        }
        return form == Form.gravity ? new ExportRequest.Form.Gravity(stripped()) : new ExportRequest.Form.JsonLines();
    }

    private Bytes stripped() {
        return stripPrefix == null ? Bytes.of("/gravity") : stripPrefix;
    }

    private void tell(Exported exported) {
        DumpSummary summary = exported.summary();
        session.note(Words.count(summary.entries(), "key") + " at revision " + exported.revision()
                + (toOutput() ? "" : " in " + file));
        if (summary.valuesLeftOut() > 0 && !keysOnly) {
            session.note(Words.count(summary.valuesLeftOut(), "value") + " left out: they look like secrets");
        }
        if (summary.keysLost() > 0) {
            session.warn(
                    Words.count(summary.keysLost(), "key") + " not in the file: Gravity's form holds only keys under "
                            + stripped() + " that are UTF-8 and have a value");
        }
        if (summary.leasesLost() > 0) {
            session.warn(
                    Words.count(summary.leasesLost(), "key") + " without the lease they had: this form can't hold it");
        }
    }
}
