package dev.perigee.cli.keys;

import dev.perigee.cli.console.Changing;
import dev.perigee.cli.console.Command;
import dev.perigee.cli.console.Engines;
import dev.perigee.cli.console.ExitCode;
import dev.perigee.cli.console.Failure;
import dev.perigee.cli.console.Failures;
import dev.perigee.cli.console.Session;
import dev.perigee.cli.output.Format;
import dev.perigee.core.engine.Engine;
import dev.perigee.core.engine.ImportRequest;
import dev.perigee.core.engine.ImportRequest.Imported;
import dev.perigee.core.keys.ImportRules;
import dev.perigee.core.keys.ImportStep;
import dev.perigee.core.keys.KeyFilter;
import dev.perigee.core.keys.LeasePolicy;
import dev.perigee.core.keys.OnConflict;
import dev.perigee.core.keys.PrefixMap;
import dev.perigee.core.report.ImportRow;
import dev.perigee.etcd.client.Bytes;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code perigee import}. */
@CommandLine.Command(
        name = "import",
        description = {
            "Bring keys that were exported back into the live cluster.",
            "",
            "Files in both forms, told apart by their content. --prefix and --exclude choose keys by their names in the"
                    + " files. A damaged file, or entries that can't be brought in, write nothing. Running it again goes"
                    + " on where it ended."
        },
        footer = {"  perigee import keys.jsonl --dry-run", "  perigee import keys.jsonl --on-conflict skip"})
public final class Import extends Command implements Changing {

    @Parameters(
            arity = "1..*",
            paramLabel = "FILE",
            description = "What perigee's or Gravity's export wrote: a file, a pipe, or - for standard input.")
    private List<Path> files = List.of();

    @Option(names = "--dry-run", description = "Show what would be done with each key; write nothing.")
    private boolean dryRun;

    @Option(
            names = "--on-conflict",
            paramLabel = "POLICY",
            description =
                    "What to do with a key that is there with another value: overwrite, skip, fail (then nothing at"
                            + " all is written) or newer (by revision, within one cluster). Default: overwrite.")
    private OnConflict onConflict = OnConflict.OVERWRITE;

    @Option(
            names = "--leases",
            paramLabel = "POLICY",
            description =
                    "keep: new leases with the time that was left. drop: keys without a lease. skip: leave such keys"
                            + " out. Default: keep.")
    private LeasePolicy leases = LeasePolicy.KEEP;

    @Option(
            names = "--prune",
            description =
                    "Also delete the keys that the files lack where those under --prefix go: under it, or where --prefix-map"
                            + " moves it.")
    private boolean prune;

    @Option(names = "--yes", description = "Agree beforehand to --prune.")
    private boolean yes;

    @Option(
            names = "--prefix-map",
            paramLabel = "FROM=TO",
            description =
                    "Move the keys that are chosen from one prefix to another. May be given several times; the first that fits"
                            + " counts.")
    private List<PrefixMap> prefixMaps = List.of();

    @Option(
            names = "--add-prefix",
            paramLabel = "PREFIX",
            description = "What to put before the keys of Gravity's form. Default: /gravity.")
    private Bytes addPrefix = Bytes.of("/gravity");

    @Option(names = "--cluster", paramLabel = "NAME", description = "Into which cluster, if several are configured.")
    private @Nullable String cluster;

    private final SortedSet<String> plan = new TreeSet<>();

    @Mixin
    private final KeyOptions keys = new KeyOptions();

    /**
     * The command of one run.
     *
     * @param session the run
     */
    public Import(Session session) {
        super(session);
    }

    @Override
    protected Set<Format> formats() {
        return Format.ALL;
    }

    @Override
    protected ExitCode run() throws Exception {
        Format format = session.format(Format.TABLE);
        ImportRules rules = rules();
        Imported imported;
        try (Engine engine = Engines.forCluster(session, Optional.ofNullable(cluster))) {
            imported = run(
                    engine,
                    new ImportRequest(
                            files,
                            session.terminal().inputStream(),
                            Optional.ofNullable(cluster),
                            rules,
                            this::confirm,
                            dryRun,
                            listener(format)));
        }
        session.terminal().lines(List.copyOf(plan));
        if (dryRun || imported.failure().isPresent()) {
            session.show(ImportRow.of(imported.report()), Format.TABLE);
        } else {
            session.report(ImportRow.of(imported.report()), Format.TABLE);
        }
        if (imported.failure().isPresent()) {
            throw Failures.explain(imported.failure().get())
                    .withHint("the counts above were done; the same command goes on from there");
        }
        return ExitCode.OK;
    }

    private boolean confirm(ImportRules rules) throws Failure {
        session.confirm(yes, "delete the keys under " + rules.targets() + " that the files lack?");
        return true;
    }

    /** A dry run names every key that isn't the same; that list is data where people read it. */
    private Consumer<ImportStep> listener(Format format) {
        if (!dryRun || format == Format.JSON || format == Format.FIELDS) {
            return step -> {};
        }
        return step -> {
            if (step.action() != ImportStep.Action.SAME) {
                plan.add(word(step.action()) + " " + step.entry().key());
            }
        };
    }

    private static String word(ImportStep.Action action) {
        return action.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private ImportRules rules() throws Failure {
        KeyFilter filter = keys.filter();
        if (yes && !prune) {
            throw Failure.of(ExitCode.BAD_ARGUMENTS, "--yes does nothing without --prune: nothing else is asked about");
        }
        if (prune && filter.prefixes().isEmpty()) {
            throw Failure.of(
                            ExitCode.BAD_ARGUMENTS,
                            "--prune needs a --prefix: it deletes whatever the files lack there")
                    .withHint("for the whole cluster: --prefix ''");
        }
        return new ImportRules(filter, prefixMaps, addPrefix, onConflict, leases, prune);
    }
}
