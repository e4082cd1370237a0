package dev.perigee.core.report;

import dev.perigee.api.ObjectKey;
import dev.perigee.core.removal.RemovalPlan;
import dev.perigee.core.removal.RemovalResult;
import dev.perigee.core.removal.RemovalResult.SinkRemoval;
import dev.perigee.core.report.View.Align;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What becomes, or became, of a backup in a sink, or of a body without a manifest.
 *
 * @param sink the sink's name
 * @param what the backup's id, or the body's key
 * @param action {@code keep, remove, removed, held} or {@code failed}
 * @param heldUntil until when the store holds it, or is to; empty if it doesn't, or wasn't asked
 * @param reason why
 */
public record RemovalRow(String sink, String what, String action, Optional<Instant> heldUntil, String reason) {

    private static final View<RemovalRow> VIEW = new View<>(
            List.of(
                    Column.of("sink", "sink", "Sink", RemovalRow::sink),
                    Column.of("backup", "backup", "Backup", RemovalRow::what),
                    Column.of("action", "action", "Action", RemovalRow::action),
                    new Column<RemovalRow>(
                                    "held until",
                                    "heldUntil",
                                    "Held until",
                                    row -> row.heldUntil.map(Instant::toString).orElse(""),
                                    row -> row.heldUntil.map(Instant::toString).orElse(null))
                            .spareIfAlike(),
                    Column.<RemovalRow>of("reason", "reason", "Reason", RemovalRow::reason)
                            .below()),
            Align.LEFT);

    /**
     * What a plan would remove.
     *
     * @param plan the plan
     * @return a row for each copy that would go
     */
    public static Report<RemovalRow> doomed(RemovalPlan plan) {
        return Report.of(
                VIEW,
                rows(plan, List.of()).stream()
                        .filter(row -> row.action.equals("remove"))
                        .toList());
    }

    /**
     * What became, or would become, of each copy.
     *
     * @param result of a deletion or a prune
     * @return a row for each copy that was looked at
     */
    public static Report<RemovalRow> of(RemovalResult result) {
        return Report.of(VIEW, rows(result.plan(), result.executed() ? result.sinks() : List.of()));
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
                rows.add(new RemovalRow(
                        sink.sink(),
                        what,
                        action(line, removal),
                        line.extendTo().or(line::heldUntil),
                        reason(line)));
            }
        }
        return rows;
    }

    private static String reason(RemovalPlan.Line line) {
        return line.extendTo().isEmpty()
                ? line.reason()
                : line.reason() + "; "
                        + line.heldUntil()
                                .map(until -> "held until " + until + " so far")
                                .orElse("not held so far");
    }

    private static String action(RemovalPlan.Line line, Optional<SinkRemoval> removal) {
        if (!line.remove()) {
            return "keep";
        }
        if (line.isHeld()) {
            return "held";
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
