package dev.perigee.cli.snapshot;

import dev.perigee.cli.console.Durations;
import dev.perigee.cli.output.Column;
import dev.perigee.cli.output.Table.Align;
import dev.perigee.cli.output.View;
import dev.perigee.core.Listing;
import dev.perigee.core.words.Sizes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A stored backup in a list. A listing reads no manifest, so what only the manifest knows may be left blank.
 *
 * @param cluster whose it is
 * @param row the backup and its sinks
 * @param now when the list was made
 */
record ListedRow(String cluster, Listing.Row row, Instant now) {

    static final View<ListedRow> VIEW = new View<>(
            List.of(
                    Column.of("id", "id", "ID", listed -> listed.row.id().toString()),
                    Column.<ListedRow>of("cluster", "cluster", "Cluster", ListedRow::cluster)
                            .spare(),
                    Column.<ListedRow>of(
                                    "taken",
                                    "time",
                                    "Time",
                                    listed -> listed.row.id().time().toString())
                            .spare(),
                    new Column<>(
                            "age",
                            "ageSeconds",
                            "Age",
                            listed -> Durations.human(listed.age()),
                            listed -> listed.age().toSeconds()),
                    new Column<ListedRow>(
                                    "revision",
                                    "revision",
                                    "Revision",
                                    listed -> listed.revision() == 0 ? "" : String.valueOf(listed.revision()),
                                    listed -> listed.revision() == 0 ? null : listed.revision())
                            .spare(),
                    new Column<>(
                            "size",
                            "size",
                            "Size",
                            listed -> listed.size() < 0 ? "" : Sizes.human(listed.size()),
                            listed -> listed.size() < 0 ? null : listed.size()),
                    new Column<>(
                            "sinks",
                            "sinks",
                            "Sinks",
                            listed -> String.join(" ", listed.row.sinks()),
                            listed -> listed.row.sinks())),
            Align.LEFT);

    private long revision() {
        return row.id().revision();
    }

    private Duration age() {
        return Duration.between(row.id().time(), now);
    }

    private long size() {
        return row.manifest().map(manifest -> manifest.body().length()).orElse(-1L);
    }
}
