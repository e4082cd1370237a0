package dev.perigee.core.report;

import dev.perigee.core.backup.BackupResult;
import dev.perigee.core.backup.BackupResult.SinkResult;
import dev.perigee.core.catalog.Manifest;
import dev.perigee.core.report.View.Align;
import dev.perigee.core.words.Sizes;
import java.util.List;

/**
 * A backup that was just taken.
 *
 * @param manifest its manifest
 * @param stored the sinks that hold it
 * @param failed the sinks that don't
 * @param pruned how many older backups the sinks let go
 */
public record BackupRow(Manifest manifest, List<String> stored, List<String> failed, long pruned) {

    private static final View<BackupRow> VIEW = new View<>(
            List.of(
                    Column.of("id", "id", "ID", row -> row.manifest.id().toString()),
                    Column.<BackupRow>of(
                                    "cluster",
                                    "cluster",
                                    "Cluster",
                                    row -> row.manifest.cluster().name())
                            .spareIfAlike(),
                    Column.<BackupRow>of(
                                    "revision",
                                    "revision",
                                    "Revision",
                                    row -> row.manifest.facts().revision())
                            .spare(),
                    Column.<BackupRow>of(
                                    "keys",
                                    "keys",
                                    "Keys",
                                    row -> row.manifest.facts().liveKeys())
                            .spare(),
                    new Column<>(
                            "size",
                            "size",
                            "Size",
                            row -> Sizes.human(row.manifest.body().length()),
                            row -> row.manifest.body().length()),
                    new Column<>("sinks", "sinks", "Sinks", row -> String.join(" ", row.stored), BackupRow::stored),
                    new Column<>("failed", "failed", "Failed", row -> String.join(" ", row.failed), BackupRow::failed),
                    Column.<BackupRow>of("pruned", "pruned", "Pruned", BackupRow::pruned)
                            .spare()),
            Align.LEFT);

    /**
     * Backups that were just taken.
     *
     * @param results of at least one job
     * @return a row each
     */
    public static Report<?> of(List<BackupResult> results) {
        List<BackupRow> rows = results.stream().map(BackupRow::row).toList();
        return new Report<>(VIEW, rows, rows.size() == 1);
    }

    private static BackupRow row(BackupResult result) {
        return new BackupRow(
                result.manifest(),
                names(result, true),
                names(result, false),
                result.sinks().stream().mapToLong(sink -> sink.pruned().size()).sum());
    }

    private static List<String> names(BackupResult result, boolean stored) {
        return result.sinks().stream()
                .filter(sink -> sink.stored() == stored)
                .map(SinkResult::sink)
                .toList();
    }
}
