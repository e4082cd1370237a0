package dev.perigee.cli.snapshot;

import dev.perigee.api.ObjectKey;
import dev.perigee.cli.output.Column;
import dev.perigee.cli.output.Table.Align;
import dev.perigee.cli.output.View;
import dev.perigee.core.removal.RemovalPlan;
import dev.perigee.core.removal.RemovalResult;
import dev.perigee.core.removal.RemovalResult.SinkRemoval;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What becomes, or became, of a backup in a sink, or of a body without a manifest.
 *
 * @param sink the sink's name
 * @param what the backup's id, or the body's key
 * @param action {@code keep, remove, removed, held} or {@code failed}
 * @param reason why
 */
record RemovalRow(String sink, String what, String action, String reason) {

    static final View<RemovalRow> VIEW = new View<>(
            List.of(
                    Column.of("sink", "sink", "Sink", RemovalRow::sink),
                    Column.of("backup", "backup", "Backup", RemovalRow::what),
                    Column.of("action", "action", "Action", RemovalRow::action),
                    Column.<RemovalRow>of("reason", "reason", "Reason", RemovalRow::reason)
                            .below()),
            Align.LEFT);

    static List<RemovalRow> planned(RemovalPlan plan) {
        return rows(plan, List.of());
    }

    static List<RemovalRow> done(RemovalResult result) {
        return rows(result.plan(), result.executed() ? result.sinks() : List.of());
    }

    private static List<RemovalRow> rows(RemovalPlan plan, List<SinkRemoval> done) {
        List<RemovalRow> rows = new ArrayList<>();
        for (RemovalPlan.SinkPlan sink : plan.sinks()) {
            Optional<SinkRemoval> removal =
                    done.stream().filter(one -> one.sink().equals(sink.sink())).findFirst();
            for (RemovalPlan.Line line : sink.lines()) {
                String what = line.orphan()
                        .map(ObjectKey::value)
                        .orElseGet(() -> line.id().toString());
                rows.add(new RemovalRow(sink.sink(), what, action(line, removal), line.reason()));
            }
        }
        return rows;
    }

    private static String action(RemovalPlan.Line line, Optional<SinkRemoval> removal) {
        if (!line.remove()) {
            return "keep";
        }
        if (removal.isEmpty()) {
            return "remove";
        }
        if (removal.get().held().contains(line.id())) {
            return "held";
        }
        boolean gone = removal.get().removed().contains(line.id())
                || (line.orphan().isPresent() && removal.get().failures().isEmpty());
        return gone ? "removed" : "failed";
    }
}
