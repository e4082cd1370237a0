package dev.perigee.daemon.http;

import dev.perigee.core.engine.HistoryRequest;
import dev.perigee.core.engine.Scope;
import dev.perigee.core.history.HistoryListing;
import dev.perigee.core.history.HistoryListing.Gap;
import dev.perigee.core.history.HistoryListing.Window;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.report.Json;
import dev.perigee.daemon.http.Route.Access;
import dev.perigee.daemon.watch.Veil;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which moments between backups can be restored.
 *
 * @param turns the engine
 */
record HistoryAnswers(Turns turns) {

    List<Route> routes() {
        return List.of(new Route("GET", "/api/v1/history", Access.READER, Set.of("cluster", "sink"), this::windows));
    }

    private Reply windows(Question question) throws Refused, OperationException {
        HistoryListing listing =
                turns.run(new HistoryRequest(new Scope(question.text("cluster"), question.text("sink"))));
        Map<String, @Nullable Object> value = new LinkedHashMap<>();
        value.put("outcome", listing.outcome().name().toLowerCase(Locale.ROOT));
        value.put(
                "problems",
                listing.problems().stream()
                        .distinct()
                        .map(BackupAnswers::problem)
                        .toList());
        value.put("cluster", listing.cluster());
        value.put(
                "windows",
                listing.windows().stream().map(HistoryAnswers::window).toList());
        value.put("gaps", listing.gaps().stream().map(HistoryAnswers::gap).toList());
        return new Reply(200, "application/json", Veil.over(Json.of(value)) + "\n", Map.of());
    }

    private static Map<String, @Nullable Object> window(Window window) {
        Map<String, @Nullable Object> value = new LinkedHashMap<>();
        value.put("timeline", window.timeline().toString());
        value.put("firstRevision", window.first());
        value.put("since", window.since().toString());
        value.put("lastRevision", window.last());
        value.put("until", window.until().map(Instant::toString).orElse(null));
        value.put("packs", window.packs());
        value.put("sinks", window.sinks());
        return value;
    }

    private static Map<String, @Nullable Object> gap(Gap gap) {
        Map<String, @Nullable Object> value = new LinkedHashMap<>();
        value.put("timeline", gap.timeline().toString());
        value.put("firstRevision", gap.first());
        value.put("lastRevision", gap.end().orElse(null));
        value.put("why", gap.why());
        return value;
    }
}
