package dev.perigee.cli.snapshot;

import dev.perigee.cli.console.Command;
import dev.perigee.cli.console.Durations;
import dev.perigee.cli.console.ExitCode;
import dev.perigee.cli.console.Failure;
import dev.perigee.cli.console.Failures;
import dev.perigee.cli.console.Session;
import dev.perigee.cli.output.Format;
import dev.perigee.cli.setup.Setup;
import dev.perigee.cli.setup.Where;
import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.copies.ListBackups;
import dev.perigee.core.copies.Listing;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.progress.ProgressListener;
import dev.perigee.core.sinks.Destination;
import dev.perigee.core.sinks.SinkFailure;
import dev.perigee.core.source.ClusterSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code perigee snapshot list}. */
@CommandLine.Command(
        name = "list",
        description = "List the stored backups, the newest first.",
        footer = {"  perigee snapshot list", "  perigee snapshot list --max-age 26h"})
public final class SnapshotList extends Command {

    @Mixin
    private final Where where = new Where();

    @Option(
            names = "--max-age",
            paramLabel = "TIME",
            description = "Exit with code 17 if in a sink of its jobs a cluster's newest whole backup is older, such as"
                    + " 26h. For monitoring.")
    private @Nullable String maxAge;

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
        try (Setup setup = Setup.of(session, Optional.empty())) {
            List<Destination> sinks = where.sinks(setup);
            Map<String, Listing> listings = list(setup, sinks);
            Instant now = Instant.now();
            show(listings, sinks, now);
            if (most.isPresent()) {
                requireFresh(setup, listings, most.get(), now);
            }
            return code(listings.values(), sinks);
        }
    }

    /** By cluster, in the configuration's order. */
    private Map<String, Listing> list(Setup setup, List<Destination> sinks) throws Failure, OperationException {
        ListBackups list = new ListBackups(setup.reading(ProgressListener.NONE));
        Map<String, Listing> listings = new LinkedHashMap<>();
        for (ClusterSettings cluster : clusters(setup)) {
            listings.put(cluster.name(), list.run(cluster.name(), sinks));
        }
        return listings;
    }

    private void show(Map<String, Listing> listings, List<Destination> sinks, Instant now) throws Failure {
        List<ListedRow> rows = new ArrayList<>();
        listings.forEach((cluster, listing) -> {
            listing.rows().forEach(row -> rows.add(new ListedRow(cluster, row, now)));
            listing.warnings().forEach(warning -> session.warn(warning.text()));
            ListedRow.findings(listing).forEach(session::warn);
            if (listing.rows().isEmpty() && listing.outcome() == Outcome.OK) {
                session.note(nothing(cluster, sinks));
            }
        });
        if (!rows.isEmpty() || session.format(Format.TABLE) != Format.TABLE) {
            session.show(ListedRow.VIEW, rows, Format.TABLE);
        }
    }

    /** Whoever misses a backup may look for it in the wrong place. */
    private static String nothing(String cluster, List<Destination> sinks) {
        String names = sinks.stream().map(Destination::name).collect(Collectors.joining(", "));
        return "no backup of cluster '" + cluster + "' in " + names + "; 'perigee config show' prints where that is";
    }

    private void requireFresh(Setup setup, Map<String, Listing> listings, Duration most, Instant now) throws Failure {
        List<String> overdue = new ArrayList<>();
        for (Map.Entry<String, Listing> each : listings.entrySet()) {
            Set<String> silent =
                    each.getValue().warnings().stream().map(SinkFailure::sink).collect(Collectors.toSet());
            for (Destination sink : where.due(setup, each.getKey())) {
                if (!silent.contains(sink.name())) {
                    Optional<BackupId> newest = each.getValue().newestWhole(sink.name());
                    overdue(newest, most, now)
                            .ifPresent(text -> overdue.add(
                                    text + " of cluster '" + each.getKey() + "' in sink '" + sink.name() + "'"));
                }
            }
        }
        if (!overdue.isEmpty()) {
            throw Failure.of(ExitCode.OVERDUE, String.join("; ", overdue));
        }
    }

    private static ExitCode code(Collection<Listing> listings, List<Destination> sinks) {
        return listings.stream()
                .filter(listing -> listing.outcome() != Outcome.OK)
                .reduce((earlier, later) -> later)
                .map(listing -> partial(listing, sinks))
                .orElse(ExitCode.OK);
    }

    private List<ClusterSettings> clusters(Setup setup) throws Failure {
        return where.cluster().isEmpty() ? setup.config().clusters() : List.of(setup.cluster(where.cluster()));
    }

    /** A sink that can't be listed among others is half an answer; where none can, there is none. */
    private static ExitCode partial(Listing listing, List<Destination> sinks) {
        List<SinkFailure> warnings = listing.warnings();
        return warnings.size() < sinks.size()
                ? ExitCode.PARTIAL
                : Failures.code(warnings.getFirst().outcome());
    }

    private static Optional<String> overdue(Optional<BackupId> newest, Duration most, Instant now) {
        if (newest.isEmpty()) {
            return Optional.of("there is no whole backup");
        }
        Duration age = Duration.between(newest.get().time(), now);
        return age.compareTo(most) <= 0
                ? Optional.empty()
                : Optional.of("there is no whole backup younger than " + Durations.human(most) + " (the newest, "
                        + newest.get() + ", is " + Durations.human(age) + " old)");
    }
}
