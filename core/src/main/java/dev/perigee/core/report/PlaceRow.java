package dev.perigee.core.report;

import dev.perigee.core.catalog.Comparison;
import dev.perigee.core.catalog.Timeline;
import dev.perigee.core.drill.DrillMemory;
import dev.perigee.core.engine.Gaps;
import dev.perigee.core.engine.Gaps.Gap;
import dev.perigee.core.engine.ReportResult;
import dev.perigee.core.engine.ReportResult.HistoryThere;
import dev.perigee.core.engine.ReportResult.Missed;
import dev.perigee.core.engine.ReportResult.Place;
import dev.perigee.core.history.HistoryListing.Window;
import dev.perigee.core.report.View.Align;
import dev.perigee.core.restore.RestoreMemory;
import dev.perigee.core.words.Words;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One cluster's backups in one sink, as a report shows them.
 *
 * @param place what is known
 * @param now when it was looked at
 */
public record PlaceRow(Place place, Instant now) {

    /** The newest; a report isn't a log. */
    private static final int MOST_GAPS = 50;

    private static final String UNKNOWN = "unknown";

    private static final View<PlaceRow> VIEW = new View<>(
            List.of(
                    Column.of("cluster", "cluster", "Cluster", row -> row.place.cluster()),
                    Column.of("sink", "sink", "Sink", row -> row.place.sink()),
                    shown("kept", "kept", PlaceRow::kept, row -> row.known(row.place.whole())),
                    Column.inJsonOnly("damaged", row -> row.known(row.place.damaged())),
                    Column.inJsonOnly("superseded", row -> row.known(row.place.superseded())),
                    Column.inJsonOnly("contradictions", row -> row.place.contradictions()),
                    shown("since", "since", row -> date(row.place.oldest()), row -> text(row.place.oldest())),
                    shown(
                            "newest",
                            "newest",
                            row -> date(row.place.newest().map(id -> id.time())),
                            row -> text(row.place.newest())),
                    shown(
                            "timeline",
                            "timeline",
                            row -> row.ofNewest(row.place.timeline().map(PlaceRow::since), "the first"),
                            row -> row.place.timeline().map(PlaceRow::timeline).orElse(null)),
                    shown(
                            "lost now (RPO)",
                            "lossNowSeconds",
                            row -> row.loss().map(Words::span).orElse(row.place.answered() ? "all" : UNKNOWN),
                            row -> row.loss().map(Duration::toSeconds).orElse(null)),
                    shown(
                            "history",
                            "history",
                            row -> row.place.history().map(PlaceRow::history).orElse("none"),
                            row -> row.place
                                    .history()
                                    .map(PlaceRow::historyJson)
                                    .orElse(null)),
                    shown(
                            "missed",
                            "missed",
                            PlaceRow::missed,
                            row -> row.place.missed().map(Missed::count).orElse(null)),
                    shown(
                            "gaps",
                            "gaps",
                            row -> row.place.gaps().map(PlaceRow::gaps).orElse(UNKNOWN),
                            row -> row.place.gaps().map(PlaceRow::gapsJson).orElse(null)),
                    Column.inJsonOnly(
                            "schedule",
                            row -> row.place.missed().map(Missed::schedule).orElse(null)),
                    shown(
                            "encoding",
                            "encoding",
                            PlaceRow::encoding,
                            row -> row.place.encoding().orElse(null)),
                    shown("readable by", "recipients", PlaceRow::readers, row -> row.place.recipients())
                            .below(),
                    shown(
                                    "signed by",
                                    "signedBy",
                                    row -> row.ofNewest(row.place.signedBy(), "nobody"),
                                    row -> row.place.signedBy().orElse(null))
                            .below(),
                    shown(
                            "members agree",
                            "comparison",
                            row -> row.ofNewest(row.place.comparison().map(Comparison::brief), "not asked"),
                            row -> row.place.comparison().map(Compared::json).orElse(null)),
                    shown(
                            "read back",
                            "readBack",
                            row -> never(row.place.readBack()),
                            row -> text(row.place.readBack())),
                    shown(
                            "drilled",
                            "drill",
                            row -> row.place.drill().map(PlaceRow::drilled).orElse("never"),
                            row -> row.place.drill().map(PlaceRow::drill).orElse(null)),
                    shown(
                            "time to restore (RTO)",
                            "timeToRestoreMilliseconds",
                            row -> row.restore()
                                    .map(took -> DrillRow.seconds(took) + ", by the last " + row.measured())
                                    .orElse(UNKNOWN),
                            row -> row.restore().map(Duration::toMillis).orElse(null)),
                    Column.inJsonOnly("timeToRestoreBy", row -> row.restore().isPresent() ? row.measured() : null)),
            Align.LEFT);

    private static Column<PlaceRow> shown(
            String name, String json, Function<PlaceRow, String> text, Function<PlaceRow, @Nullable Object> value) {
        return new Column<>(name, json, name, text, value);
    }

    /**
     * The report.
     *
     * @param result what was found
     * @return a row for each cluster and sink
     */
    public static Report<PlaceRow> of(ReportResult result) {
        return Report.of(
                VIEW,
                result.places().stream()
                        .map(place -> new PlaceRow(place, result.now()))
                        .toList());
    }

    private String kept() {
        if (!place.answered()) {
            return "no answer";
        }
        String superseded = place.superseded() == 0 ? "" : ", " + place.superseded() + " of them superseded";
        String damaged = place.damaged() == 0 ? "" : " and " + place.damaged() + " damaged";
        String contradicted = place.contradictions().isEmpty()
                ? ""
                : ", " + place.contradictions().size() + " that another sink CONTRADICTS";
        return place.whole() + damaged + superseded + contradicted;
    }

    private @Nullable Object known(int count) {
        return place.answered() ? count : null;
    }

    private Optional<Duration> loss() {
        return place.lossNow(now);
    }

    /** The newest measure: a drill with a server, or a restore, which ends with the directory. */
    private Optional<Duration> restore() {
        return isByRestore()
                ? place.restored().map(RestoreMemory.Last::took)
                : wholeDrill().map(DrillMemory.Last::timeToRestore);
    }

    private String measured() {
        return isByRestore() ? "restore" : "drill";
    }

    private Optional<DrillMemory.Last> wholeDrill() {
        return place.drill().filter(drill -> drill.good() && drill.etcd().isPresent());
    }

    private boolean isByRestore() {
        return place.restored()
                .filter(restored -> wholeDrill()
                        .filter(drill -> drill.time().isAfter(restored.time()))
                        .isEmpty())
                .isPresent();
    }

    private static String history(HistoryThere history) {
        String gaps = (history.gaps() == 0 ? "" : ", " + Words.count(history.gaps(), "gap"))
                + (history.contradiction().isEmpty() ? "" : ", packs CONTRADICT each other");
        return history.windows().stream()
                .findFirst()
                .map(window -> Words.revisions(window.first(), window.last()) + " since "
                        + date(Optional.of(window.since())) + gaps)
                .orElse("nothing yet" + gaps);
    }

    private static Map<String, @Nullable Object> historyJson(HistoryThere history) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put(
                "windows",
                history.windows().stream()
                        .limit(MOST_GAPS)
                        .map(PlaceRow::window)
                        .toList());
        json.put("gaps", history.gaps());
        json.put("contradiction", history.contradiction().orElse(null));
        json.put("stored", text(history.stored()));
        return json;
    }

    private static Map<String, @Nullable Object> window(Window window) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("firstRevision", window.first());
        json.put("since", window.since().toString());
        json.put("lastRevision", window.last());
        json.put("until", text(window.until()));
        return json;
    }

    private String missed() {
        return ofNewest(place.missed().map(missed -> missed.count() + " of " + missed.schedule()), "no schedule");
    }

    /** Where there is no backup, nothing can be said of the newest. */
    private String ofNewest(Optional<String> fact, String otherwise) {
        return fact.orElse(place.newest().isEmpty() ? UNKNOWN : otherwise);
    }

    /** A manifest that wasn't read doesn't tell whether it is encrypted. */
    private String readers() {
        if (place.encoding().isEmpty()) {
            return UNKNOWN;
        }
        return place.recipients().isEmpty() ? "all who reach it" : String.join(", ", place.recipients());
    }

    private static String since(Timeline timeline) {
        return "since " + date(Optional.of(timeline.start().time())) + ": "
                + timeline.cause().words();
    }

    private static Map<String, @Nullable Object> timeline(Timeline timeline) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("start", timeline.start().toString());
        json.put("after", timeline.after().toString());
        json.put("cause", timeline.cause().text());
        return json;
    }

    private static String gaps(Gaps gaps) {
        Optional<Gap> longest = gaps.gaps().stream().max(Comparator.comparingInt(Gap::missed));
        String since = " since " + date(Optional.of(gaps.since()));
        return longest.map(gap -> Words.count(gaps.missed(), "due time") + since + " without a backup; most in a row: "
                        + gap.missed() + " from " + date(Optional.of(gap.first())))
                .orElse("none" + since);
    }

    private static Map<String, @Nullable Object> gapsJson(Gaps gaps) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("since", gaps.since().toString());
        json.put("missed", gaps.missed());
        json.put(
                "stretches",
                gaps.gaps().reversed().stream()
                        .limit(MOST_GAPS)
                        .map(PlaceRow::gap)
                        .toList());
        return json;
    }

    private static Map<String, @Nullable Object> gap(Gap gap) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("first", gap.first().toString());
        json.put("last", gap.last().toString());
        json.put("missed", gap.missed());
        return json;
    }

    private String encoding() {
        return place.encoding()
                .map(steps -> steps.isEmpty() ? "none" : String.join(" ", steps))
                .orElse(UNKNOWN);
    }

    private static String drilled(DrillMemory.Last drill) {
        String how = drill.etcd().map(version -> "etcd " + version).orElse("without a server");
        return date(Optional.of(drill.time())) + ", " + (drill.good() ? how : "not as it has to be") + ", from "
                + drill.sink();
    }

    private static Map<String, @Nullable Object> drill(DrillMemory.Last drill) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("time", drill.time().toString());
        json.put("backup", drill.backup());
        json.put("sink", drill.sink());
        json.put("etcd", drill.etcd().orElse(null));
        json.put("good", drill.good());
        return json;
    }

    private static String never(Optional<Instant> time) {
        return time.isEmpty() ? "never" : date(time);
    }

    private static String date(Optional<Instant> time) {
        return time.map(at -> at.truncatedTo(ChronoUnit.SECONDS).toString()).orElse("");
    }

    private static @Nullable Object text(Optional<?> value) {
        return value.map(Object::toString).orElse(null);
    }
}
