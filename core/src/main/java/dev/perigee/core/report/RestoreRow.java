package dev.perigee.core.report;

import dev.perigee.core.report.View.Align;
import dev.perigee.core.restore.MemberPlan;
import dev.perigee.core.restore.NextStep;
import dev.perigee.core.restore.NextSteps;
import dev.perigee.core.restore.RestorePlan;
import dev.perigee.core.restore.RestoreResult;
import dev.perigee.etcd.format.member.EtcdMinor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A restore as data. */
public final class RestoreRow {

    private static final View<RestoreRow> VIEW = new View<>(
            List.of(
                    Column.of("done", "done", "Done", row -> row.done),
                    Column.of(
                            "cluster",
                            "clusterId",
                            "Cluster",
                            row -> row.plan.cluster().hexClusterId()),
                    Column.of(
                            "revision",
                            "revision",
                            "Revision",
                            row -> row.plan.facts().revision()),
                    Column.of(
                            "needs etcd",
                            "needs",
                            "Needs etcd",
                            row -> row.plan.needs().map(EtcdMinor::toString).orElse("3.4")),
                    new Column<>("members", "members", "Members", RestoreRow::names, RestoreRow::members),
                    new Column<>(
                            "changes",
                            "changes",
                            "Changes",
                            row -> row.changes().size() + "",
                            RestoreRow::changes),
                    new Column<>(
                            "warnings",
                            "warnings",
                            "Warnings",
                            row -> row.plan.warnings().size() + "",
                            row -> row.plan.warnings()),
                    new Column<>(
                            "next steps", "nextSteps", "Next steps", row -> row.steps.size() + "", RestoreRow::steps)),
            Align.LEFT);

    private final boolean done;
    private final RestorePlan plan;
    private final List<NextStep> steps;

    /**
     * A restore that was not done.
     *
     * @param plan what would be done
     * @return one row
     */
    public static Report<RestoreRow> of(RestorePlan plan) {
        return Report.of(VIEW, new RestoreRow(false, plan, NextSteps.of(plan)));
    }

    /**
     * A restore that was done.
     *
     * @param result what was done
     * @return one row
     */
    public static Report<RestoreRow> of(RestoreResult result) {
        return Report.of(VIEW, new RestoreRow(true, result.plan(), result.nextSteps()));
    }

    private RestoreRow(boolean done, RestorePlan plan, List<NextStep> steps) {
        this.done = done;
        this.plan = plan;
        this.steps = steps;
    }

    private String names() {
        return String.join(
                " ", plan.members().stream().map(m -> m.member().name()).toList());
    }

    private List<Object> members() {
        return new ArrayList<>(plan.members().stream().map(RestoreRow::member).toList());
    }

    private static Map<String, Object> member(MemberPlan member) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", member.member().name());
        map.put("id", member.member().hexId());
        map.put("peerURLs", member.member().peerUrls());
        map.put("dataDir", member.dataDir().toString());
        member.walDir().ifPresent(wal -> map.put("walDir", wal.toString()));
        map.put(
                "movedAside",
                member.placements().stream()
                        .flatMap(placement -> placement.aside().stream())
                        .map(Object::toString)
                        .toList());
        return map;
    }

    private List<Object> changes() {
        return new ArrayList<>(plan.backend().edits().stream()
                .map(edit -> ordered("what", edit.what(), "why", edit.why()))
                .toList());
    }

    private List<Object> steps() {
        return new ArrayList<>(steps.stream()
                .map(step -> ordered("text", step.text(), "commands", step.commands()))
                .toList());
    }

    private static Map<String, Object> ordered(String first, Object one, String second, Object other) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put(first, one);
        map.put(second, other);
        return map;
    }
}
