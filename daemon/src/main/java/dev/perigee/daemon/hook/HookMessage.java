package dev.perigee.daemon.hook;

import dev.perigee.core.backup.BackupResult;
import dev.perigee.core.backup.BackupResult.SinkResult;
import dev.perigee.core.catalog.Manifest;
import dev.perigee.core.hook.Occasion;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.report.Json;
import dev.perigee.daemon.event.DaemonEvent;
import dev.perigee.daemon.event.DaemonEvent.HistoryGoesOn;
import dev.perigee.daemon.event.DaemonEvent.HistoryLost;
import dev.perigee.daemon.event.DaemonEvent.HistoryStands;
import dev.perigee.daemon.event.DaemonEvent.ReloadRefused;
import dev.perigee.daemon.event.DaemonEvent.RunEnded;
import dev.perigee.daemon.event.RunKind;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is told of one event. Holds no secret.
 *
 * @param occasion what of
 * @param job the job's name; empty if it is of none
 * @param text a sentence for people
 * @param facts for programs, in their order
 */
record HookMessage(Occasion occasion, Optional<String> job, String text, Map<String, Object> facts) {

    /** Of ids in a list; a receiver bounds what it takes. */
    private static final int MOST = 50;

    /** What there is to tell of an event, the gravest occasion of those that matter; empty if nothing. Pure. */
    static Optional<HookMessage> of(DaemonEvent event, Set<Occasion> on, String instance, String version) {
        return switch (event) {
            case RunEnded run -> occasion(run, on).map(occasion -> of(run, occasion, instance, version));
            case ReloadRefused refused
            when on.contains(Occasion.FAILURE) -> Optional.of(of(refused, instance, version));
            case HistoryStands stands ->
                first(on, Occasion.FAILURE).map(occasion -> of(stands, occasion, instance, version));
            case HistoryGoesOn goesOn ->
                first(on, Occasion.SUCCESS).map(occasion -> of(goesOn, occasion, instance, version));
            case HistoryLost lost -> first(on, Occasion.FAILURE).map(occasion -> of(lost, occasion, instance, version));
            default -> Optional.empty();
        };
    }

    /** Whoever wants to hear of histories hears of all that becomes of them. */
    private static Optional<Occasion> first(Set<Occasion> on, Occasion gravest) {
        return Stream.of(gravest, Occasion.HISTORY).filter(on::contains).findFirst();
    }

    private static HookMessage of(HistoryStands stands, Occasion occasion, String instance, String version) {
        Map<String, Object> facts = head(occasion, stands, instance, version);
        facts.put("job", stands.job());
        facts.put("kind", "history");
        facts.put("outcome", "stands");
        facts.put("error", stands.failure().text());
        return new HookMessage(
                occasion,
                Optional.of(stands.job()),
                instance + ": job " + stands.job() + ": " + stands.failure().text(),
                facts);
    }

    private static HookMessage of(HistoryGoesOn goesOn, Occasion occasion, String instance, String version) {
        Map<String, Object> facts = head(occasion, goesOn, instance, version);
        facts.put("job", goesOn.job());
        facts.put("kind", "history");
        facts.put("outcome", "goes_on");
        facts.put("stood", goesOn.stood().truncatedTo(ChronoUnit.SECONDS));
        return new HookMessage(
                occasion,
                Optional.of(goesOn.job()),
                instance + ": job " + goesOn.job() + ": the history is late no more; it was told so "
                        + goesOn.stood().truncatedTo(ChronoUnit.SECONDS),
                facts);
    }

    private static HookMessage of(HistoryLost lost, Occasion occasion, String instance, String version) {
        Map<String, Object> facts = head(occasion, lost, instance, version);
        facts.putAll(facts(lost));
        return new HookMessage(
                occasion,
                Optional.of(lost.job()),
                instance + ": job " + lost.job() + ": the history has a gap, "
                        + lost.lost().revisions() + ": " + lost.lost().why(),
                facts);
    }

    /** What there is to know of a gap. */
    static Map<String, Object> facts(HistoryLost lost) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("job", lost.job());
        facts.put("kind", "history");
        facts.put("outcome", "gap");
        facts.put("reason", lost.lost().end().word());
        facts.put("timeline", lost.lost().timeline());
        facts.put("first", lost.lost().first());
        lost.lost().last().ifPresent(last -> facts.put("last", last));
        facts.put("error", lost.lost().why());
        return facts;
    }

    private static Optional<Occasion> occasion(RunEnded run, Set<Occasion> on) {
        return occasions(run).stream().filter(on::contains).findFirst();
    }

    /** A run that the daemon's end has broken off is none; nor is a catch-up that fails again, every five minutes. */
    private static List<Occasion> occasions(RunEnded run) {
        Set<Occasion> all = EnumSet.noneOf(Occasion.class);
        if (run.outcome() != Outcome.INTERRUPTED && run.kind() != RunKind.CATCH_UP) {
            all.add(run.outcome() == Outcome.OK ? success(run) : Occasion.FAILURE);
        }
        if (run.kind() == RunKind.PROOF && run.outcome() != Outcome.INTERRUPTED) {
            all.add(Occasion.PROOF);
        }
        if (run.sinks().stream().anyMatch(sink -> !sink.pruned().isEmpty())) {
            all.add(Occasion.PRUNE);
        }
        List<Occasion> ordered = new ArrayList<>(all);
        ordered.sort((one, other) -> Integer.compare(weight(one), weight(other)));
        return ordered;
    }

    private static Occasion success(RunEnded run) {
        return run.kind() == RunKind.PROOF ? Occasion.PROOF : Occasion.SUCCESS;
    }

    private static int weight(Occasion occasion) {
        return occasion == Occasion.FAILURE ? 0 : 1 + occasion.ordinal();
    }

    private static HookMessage of(ReloadRefused refused, String instance, String version) {
        Map<String, Object> facts = head(Occasion.FAILURE, refused, instance, version);
        facts.put("kind", "reload");
        facts.put("error", refused.failure().text());
        return new HookMessage(
                Occasion.FAILURE,
                Optional.empty(),
                instance + ": the configuration is not taken: "
                        + refused.failure().text(),
                facts);
    }

    private static HookMessage of(RunEnded run, Occasion occasion, String instance, String version) {
        Map<String, Object> facts = head(occasion, run, instance, version);
        facts.putAll(facts(run));
        return new HookMessage(occasion, Optional.of(run.job()), instance + ": " + sentence(run), facts);
    }

    /** What there is to know of a run that has ended. */
    static Map<String, Object> facts(RunEnded run) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("job", run.job());
        facts.put("kind", word(run.kind()));
        facts.put("outcome", word(run.outcome()));
        facts.put("began", run.began().truncatedTo(ChronoUnit.SECONDS));
        facts.put("seconds", run.took().toMillis() / 1e3);
        run.backup().ifPresent(backup -> facts.put("backup", backup(backup)));
        facts.put("sinks", run.sinks().stream().map(HookMessage::sink).toList());
        run.failure().ifPresent(failure -> facts.put("error", failure.text()));
        return facts;
    }

    private static Map<String, Object> head(Occasion occasion, DaemonEvent event, String instance, String version) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("event", word(occasion));
        facts.put("at", event.at().truncatedTo(ChronoUnit.SECONDS));
        facts.put("instance", instance);
        facts.put("version", version);
        return facts;
    }

    private static Map<String, Object> backup(BackupResult result) {
        Manifest manifest = result.manifest();
        Map<String, Object> backup = new LinkedHashMap<>();
        backup.put("id", manifest.id());
        backup.put("revision", manifest.facts().revision());
        backup.put("keys", manifest.facts().liveKeys());
        backup.put("bytes", manifest.body().length());
        backup.put("member", manifest.member().name());
        result.doubt().ifPresent(doubt -> backup.put("doubt", doubt));
        return backup;
    }

    private static Map<String, Object> sink(SinkResult result) {
        Map<String, Object> sink = new LinkedHashMap<>();
        sink.put("sink", result.sink());
        sink.put("stored", result.stored());
        result.failure().ifPresent(failure -> sink.put("error", failure.text()));
        sink.put("caughtUp", ids(result.caughtUp()));
        sink.put("pruned", ids(result.pruned()));
        return sink;
    }

    private static List<String> ids(List<?> ids) {
        return ids.stream().limit(MOST).map(String::valueOf).toList();
    }

    private static String sentence(RunEnded run) {
        String what = "job " + run.job() + ": " + word(run.kind()).replace('_', ' ') + " " + word(run.outcome());
        String backup =
                run.backup().map(result -> ", " + result.manifest().id()).orElse("");
        String why = run.failure()
                .map(failure -> ": " + failure.text())
                .orElseGet(() -> run.sinks().stream()
                        .flatMap(sink -> sink.failure().stream())
                        .map(failure -> "; " + failure.text())
                        .collect(Collectors.joining()));
        return what + backup + why;
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /** As JSON, with how many were left out before it since there were too many. */
    String json(long leftOut) {
        Map<String, Object> all = new LinkedHashMap<>(facts);
        if (leftOut > 0) {
            all.put("leftOut", leftOut);
        }
        return Json.of(all);
    }

    /** For receivers that show a text. */
    String slack(long leftOut) {
        return Json.of(Map.of("text", text + (leftOut > 0 ? " (" + leftOut + " more were not told)" : "")));
    }
}
