package dev.perigee.core.report;

import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.catalog.Comparison;
import dev.perigee.core.catalog.Manifest;
import dev.perigee.core.catalog.Standing;
import dev.perigee.core.catalog.Superseded;
import dev.perigee.core.catalog.Timelines;
import dev.perigee.core.copies.Listing;
import dev.perigee.core.copies.Listing.Held;
import dev.perigee.core.engine.ListResult;
import dev.perigee.core.report.View.Align;
import dev.perigee.core.words.Sizes;
import dev.perigee.core.words.Words;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A stored backup in a list. A listing reads no manifest, so what only the manifest knows may be left blank.
 *
 * @param cluster whose it is
 * @param row the backup and its sinks
 * @param supersededBy the backup that counts in its place for the same due time; empty if it counts
 * @param now when the list was made
 * @param timelines which backups belong together
 */
public record ListedRow(
        String cluster, Listing.Row row, Optional<BackupId> supersededBy, Instant now, Timelines timelines) {

    /** A column for people only where there is something to tell apart. */
    private static View<ListedRow> view(boolean branched, boolean holds) {
        Column<ListedRow> timeline = new Column<>(
                branched ? "timeline" : "",
                "timeline",
                branched ? "Timeline" : "",
                listed ->
                        listed.timeline().map(start -> start.time().toString()).orElse("first"),
                listed -> listed.timeline().map(BackupId::toString).orElse(null));
        return new View<>(
                List.of(
                        Column.of("id", "id", "ID", listed -> listed.row.id().toString()),
                        Column.<ListedRow>of("cluster", "cluster", "Cluster", ListedRow::cluster)
                                .spareIfAlike(),
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
                                listed -> Words.span(listed.age()),
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
                        new Column<ListedRow>(
                                        "compared",
                                        "compared",
                                        "Members agree",
                                        listed -> listed.comparison()
                                                .map(Comparison::brief)
                                                .orElse(""),
                                        listed -> listed.comparison()
                                                .map(Compared::json)
                                                .orElse(null))
                                .spare(),
                        new Column<ListedRow>(
                                        "read back",
                                        "readBack",
                                        "Read back",
                                        listed -> listed.readBack()
                                                .map(time -> Words.span(Duration.between(time, listed.now)) + " ago")
                                                .orElse(""),
                                        listed -> listed.readBack()
                                                .map(Instant::toString)
                                                .orElse(null))
                                .spare(),
                        new Column<>("sinks", "sinks", "Sinks", ListedRow::holders, listed -> listed.row.sinks()),
                        new Column<>(
                                holds ? "held until" : "",
                                "heldUntil",
                                holds ? "Held until" : "",
                                ListedRow::holds,
                                listed -> listed.heldUntil()
                                        .map(Instant::toString)
                                        .orElse(null)),
                        timeline,
                        Column.inJsonOnly(
                                "supersededBy",
                                listed -> listed.supersededBy
                                        .map(BackupId::toString)
                                        .orElse(null)),
                        Column.inJsonOnly("copies", ListedRow::copies)),
                Align.LEFT);
    }

    /**
     * Stored backups.
     *
     * @param result the listings
     * @return a row for each backup
     */
    public static Report<ListedRow> of(ListResult result) {
        List<ListedRow> rows = new ArrayList<>();
        result.listings().forEach((cluster, listing) -> {
            Superseded superseded = listing.superseded();
            Timelines timelines = listing.timelines();
            listing.rows()
                    .forEach(row ->
                            rows.add(new ListedRow(cluster, row, superseded.by(row.id()), result.now(), timelines)));
        });
        boolean branched = rows.stream().anyMatch(row -> row.timelines.isBranched());
        return Report.of(view(branched, result.holds()), rows);
    }

    /** A sink whose copy doesn't count stands with the reason beside it. */
    private String holders() {
        return row.copies().stream().map(this::holder).collect(Collectors.joining(" "));
    }

    private String holder(Held held) {
        if (!held.copy().isWhole()) {
            return held.sink() + "(" + state(held) + lengths(held) + ")";
        }
        return supersededBy.isEmpty() ? held.sink() : held.sink() + "(superseded)";
    }

    private static String lengths(Held held) {
        OptionalLong listed = held.copy().listedLength();
        OptionalLong stated = held.copy().statedLength();
        boolean differ = stated.isPresent() && !listed.equals(stated);
        return differ ? ": " + listed.orElse(0) + " of " + stated.getAsLong() + " bytes" : "";
    }

    private static String state(Held held) {
        return switch (held.copy().standing()) {
            case Standing.Whole whole -> "whole";
            case Standing.Damaged damaged -> "damaged";
            case Standing.Refuted refuted -> "damaged";
            case Standing.Altered altered -> "damaged";
            case Standing.Unbelieved unbelieved -> held.copy().isOnlyUnsigned() ? "unsigned" : "damaged";
            case Standing.Unreadable unreadable -> "unreadable";
            case Standing.Future future -> "future";
        };
    }

    private @Nullable Object copies() {
        return row.copies().stream().map(ListedRow::copy).toList();
    }

    private static Map<String, @Nullable Object> copy(Held held) {
        Map<String, @Nullable Object> copy = new LinkedHashMap<>();
        copy.put("sink", held.sink());
        copy.put("state", state(held));
        copy.put("length", number(held.copy().listedLength()));
        copy.put("manifestLength", number(held.copy().statedLength()));
        copy.put("readBack", held.copy().readBack().map(Instant::toString).orElse(null));
        copy.put("heldUntil", held.until().map(Instant::toString).orElse(null));
        copy.put("finding", held.copy().standing().finding());
        return copy;
    }

    private static @Nullable Long number(OptionalLong value) {
        return value.isPresent() ? value.getAsLong() : null;
    }

    private Optional<Comparison> comparison() {
        return row.copies().stream()
                .flatMap(held -> held.copy().manifest().stream())
                .findFirst()
                .flatMap(Manifest::comparison);
    }

    /** Of all copies' last proofs the latest. */
    private Optional<Instant> readBack() {
        return row.copies().stream()
                .flatMap(held -> held.copy().readBack().stream())
                .max(Comparator.naturalOrder());
    }

    /** By sink where several hold it, as they may differ. */
    private String holds() {
        List<Held> holding =
                row.copies().stream().filter(held -> held.until().isPresent()).toList();
        return holding.stream()
                .map(held -> (row.copies().size() > 1 ? held.sink() + " " : "")
                        + held.until().orElseThrow())
                .collect(Collectors.joining(" "));
    }

    /** The last moment at which a copy is still held. */
    private Optional<Instant> heldUntil() {
        return row.copies().stream().flatMap(held -> held.until().stream()).max(Comparator.naturalOrder());
    }

    private Optional<BackupId> timeline() {
        return timelines.startOf(row.id());
    }

    private long revision() {
        return row.id().revision();
    }

    private Duration age() {
        return Duration.between(row.id().time(), now);
    }

    private long size() {
        return row.length().orElse(-1);
    }
}
