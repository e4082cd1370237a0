package dev.perigee.core.report;

import dev.perigee.core.catalog.NeededKeys;
import dev.perigee.core.catalog.StoredObject;
import dev.perigee.core.engine.CompanionsFound;
import dev.perigee.core.engine.RestoreFrom;
import dev.perigee.core.history.HistoryBehind;
import dev.perigee.core.report.View.Align;
import dev.perigee.core.restore.MemberPlan;
import dev.perigee.core.restore.NextStep;
import dev.perigee.core.restore.NextSteps;
import dev.perigee.core.restore.RestorePlan;
import dev.perigee.core.restore.RestoreResult;
import dev.perigee.etcd.format.member.EtcdMinor;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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
                            row -> row.plan.facts().currentRevision()),
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
                            "companions",
                            "companions",
                            "Companions",
                            row -> row.companions
                                    .stored()
                                    .map(said -> said.files() + "")
                                    .orElse(""),
                            RestoreRow::companions),
                    Column.inJsonOnly("encryptionKeys", RestoreRow::keys),
                    Column.inJsonOnly(
                            "goesOn", row -> row.behind.map(RestoreRow::goesOn).orElse(null)),
                    new Column<>(
                            "next steps", "nextSteps", "Next steps", row -> row.steps.size() + "", RestoreRow::steps)),
            Align.LEFT);

    private final boolean done;
    private final RestorePlan plan;
    private final CompanionsFound companions;
    private final List<NextStep> steps;
    private final Optional<HistoryBehind> behind;

    /**
     * A restore, done or planned.
     *
     * @param restored what came of it
     * @return one row
     */
    public static Report<RestoreRow> of(RestoreFrom.Restored restored) {
        List<NextStep> steps =
                restored.done().map(RestoreResult::nextSteps).orElseGet(() -> NextSteps.of(restored.plan()));
        return Report.of(VIEW, new RestoreRow(restored, steps));
    }

    private RestoreRow(RestoreFrom.Restored restored, List<NextStep> steps) {
        this.done = restored.done().isPresent();
        this.plan = restored.plan();
        this.companions = restored.companions();
        this.steps = steps;
        this.behind = restored.behind();
    }

    private static Map<String, @Nullable Object> goesOn(HistoryBehind history) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("revision", history.revision());
        map.put("time", history.time().map(Instant::toString).orElse(null));
        return map;
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

    private @Nullable Map<String, Object> companions() {
        StoredObject.Companions said = companions.stored().orElse(null);
        if (said == null) {
            return null;
        }
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("files", said.files());
        map.put("sinks", said.sinks());
        map.put("lacks", said.lacks());
        map.put(
                "places",
                companions.places().stream()
                        .map(place -> ordered("path", place.path().toString(), "fate", place.fate()))
                        .toList());
        return map;
    }

    private Map<String, Object> keys() {
        NeededKeys keys = companions.keys();
        Map<String, Object> map = new LinkedHashMap<>();
        map.put(
                "needed",
                keys.needed().stream()
                        .map(key -> ordered("name", key.name(), "values", key.values()))
                        .toList());
        map.put("held", keys.held().orElse(List.of()));
        map.put("missing", keys.missing());
        return map;
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
