package dev.perigee.cli.snapshot;

import dev.perigee.cli.console.Command;
import dev.perigee.cli.console.Durations;
import dev.perigee.cli.console.ExitCode;
import dev.perigee.cli.console.Failures;
import dev.perigee.cli.console.Session;
import dev.perigee.cli.output.Format;
import dev.perigee.cli.setup.Where;
import dev.perigee.core.copies.Listing;
import dev.perigee.core.engine.ListRequest;
import dev.perigee.core.engine.ListResult;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.report.ListedRow;
import dev.perigee.core.report.Report;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code perigee snapshot list}. */
@CommandLine.Command(
        name = "list",
        description = "List the stored backups, the newest first.",
        footer = {"  perigee snapshot list", "  perigee snapshot list --max-age 26h", "  perigee snapshot list --holds"
        })
public final class SnapshotList extends Command {

    private static final int MOST_FINDINGS = 10;

    @Mixin
    private final Where where = new Where();

    @Option(
            names = "--max-age",
            paramLabel = "TIME",
            description = "Exit with code 17 if in a sink of its jobs a cluster's newest whole backup is older, such as"
                    + " 26h. For monitoring.")
    private @Nullable String maxAge;

    @Option(
            names = "--holds",
            description = "Also until when the store holds each copy, which takes a request for each.")
    private boolean holds;

    /**
     * The command of one run.
     *
     * @param session the run
     */
    public SnapshotList(Session session) {
        super(session);
    }

    @Override
    protected Set<Format> formats() {
        return Format.ALL;
    }

    @Override
    protected ExitCode run() throws Exception {
        Optional<Duration> most = maxAge == null ? Optional.empty() : Optional.of(Durations.parse("--max-age", maxAge));
        ListResult result = run(new ListRequest(where.scope(), most, holds));
        result.listings().forEach((cluster, listing) -> tell(cluster, listing, result));
        Report<ListedRow> report = ListedRow.of(result);
        if (!report.rows().isEmpty() || session.format(Format.TABLE) != Format.TABLE) {
            session.show(report, Format.TABLE);
        }
        if (!result.overdue().isEmpty()) {
            session.error(String.join("; ", result.overdue()));
        }
        return Failures.code(result.outcome());
    }

    private void tell(String cluster, Listing listing, ListResult result) {
        listing.warnings().forEach(warning -> session.warn(warning.text()));
        List<String> findings = listing.findings();
        findings.stream().limit(MOST_FINDINGS).forEach(session::warn);
        if (findings.size() > MOST_FINDINGS) {
            session.warn("and " + (findings.size() - MOST_FINDINGS) + " more; -w json has all of them");
        }
        if (listing.rows().isEmpty() && listing.outcome() == Outcome.OK) {
            session.note(nothing(cluster, result.sinks()));
        }
    }

    /** Whoever misses a backup may look for it in the wrong place. */
    private static String nothing(String cluster, List<String> sinks) {
        return "no backup of cluster '" + cluster + "' in " + String.join(", ", sinks)
                + "; 'perigee config show' prints where that is";
    }
}
