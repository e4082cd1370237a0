package dev.perigee.core.engine;

import dev.perigee.api.SinkException;
import dev.perigee.core.config.PerigeeConfig;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.outcome.Result;
import dev.perigee.core.plugin.PluginFinding;
import dev.perigee.core.plugin.PluginInfo;
import dev.perigee.core.plugin.PluginProblem;
import dev.perigee.core.plugin.SinkDefinition;
import dev.perigee.core.plugin.SinkPlugins;
import dev.perigee.core.plugin.SinkSettingException;
import dev.perigee.core.retention.RetentionRules;
import dev.perigee.core.sinks.Destination;
import dev.perigee.core.words.FailureWords;
import dev.perigee.core.words.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Looks at every plugin, and opens every sink, which asks no store.
 *
 * @param sinks the configured sinks, then the types that none of them has
 * @param findings what is wrong, a sentence each
 */
public record SinkReadiness(List<SinkState> sinks, List<String> findings) implements Result {

    /** BAD_CONFIGURATION if there is a problem. */
    @Override
    public Outcome outcome() {
        return findings.isEmpty() ? Outcome.OK : Outcome.BAD_CONFIGURATION;
    }

    static SinkReadiness of(PerigeeConfig config, SinkPlugins plugins) {
        List<PluginFinding> findings = plugins.all();
        List<PluginInfo> types = findings.stream()
                .filter(PluginInfo.class::isInstance)
                .map(PluginInfo.class::cast)
                .toList();
        List<String> problems = new ArrayList<>();
        findings.stream().filter(PluginProblem.class::isInstance).forEach(problem -> problems.add(problem.toString()));
        List<SinkState> sinks = new ArrayList<>();
        for (Destination sink : config.sinks()) {
            List<String> ofSink = problems(plugins, sink);
            problems.addAll(ofSink);
            sinks.add(configured(sink, type(types, sink.sink().type()), ofSink.isEmpty()));
        }
        problems.addAll(new HeldForEver(config, plugins).findings());
        SinkPlaces places = new SinkPlaces(config, plugins::place);
        problems.addAll(places.conflicts());
        problems.addAll(places.unwritable());
        plugins.closeUnused();
        types.stream()
                .filter(type -> config.sinks().stream()
                        .noneMatch(sink -> sink.sink().type().equals(type.type())))
                .forEach(type -> sinks.add(unused(type)));
        return new SinkReadiness(sinks, problems);
    }

    /** One whose type is missing has been told of by the configuration. */
    private static List<String> problems(SinkPlugins plugins, Destination sink) {
        return sink.sink().type().isEmpty()
                ? List.of()
                : plugins.problems(sink.sink()).stream()
                        .map(e -> where(sink.sink(), e) + ": " + FailureWords.of(e)
                                + e.hint().map(text -> "; " + text).orElse(""))
                        .toList();
    }

    /** A setting names its sink itself. */
    private static String where(SinkDefinition sink, SinkException problem) {
        Optional<String> place = problem instanceof SinkSettingException setting
                ? sink.place(setting.settingKey().substring(("sinks." + sink.name() + ".").length()))
                : Optional.empty();
        return place.orElse("sink '" + sink.name() + "'");
    }

    private static Optional<PluginInfo> type(List<PluginInfo> types, String type) {
        return types.stream().filter(info -> info.type().equals(type)).findFirst();
    }

    private static SinkState configured(Destination sink, Optional<PluginInfo> plugin, boolean ready) {
        return new SinkState(
                sink.name(),
                sink.sink().type(),
                retention(sink.retention()),
                plugin.map(info -> info.path().toString()).orElse(""),
                plugin.flatMap(PluginInfo::version).orElse(""),
                ready ? "ready" : "broken");
    }

    private static SinkState unused(PluginInfo type) {
        return new SinkState(
                "", type.type(), "", type.path().toString(), type.version().orElse(""), "not configured");
    }

    private static String retention(RetentionRules rules) {
        List<String> words = new ArrayList<>();
        rules.keepLast().ifPresent(count -> words.add("last " + count));
        rules.keepWithin().ifPresent(span -> words.add("within " + Words.span(span)));
        rules.keepPer().forEach((period, count) -> words.add(period.name().toLowerCase(Locale.ROOT) + " " + count));
        return words.isEmpty() ? "keep all" : "keep " + String.join(", ", words);
    }
}
