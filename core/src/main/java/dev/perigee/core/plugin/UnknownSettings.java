package dev.perigee.core.plugin;

import dev.perigee.api.SinkSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Words the error for settings that no one has asked for. */
final class UnknownSettings {

    private UnknownSettings() {}

    /** Names every such key, never a value: a misspelt password is a secret, too. */
    static SinkSettingException of(SinkDefinition sink, SinkSettings settings) {
        Set<String> known = new TreeSet<>(settings.known());
        known.addAll(SinkDefinition.ENGINE_KEYS);
        List<String> unread = new ArrayList<>(settings.unread());
        String first = unread.removeFirst();
        String others = unread.stream()
                .map(key -> "; nor is " + key + suggestion(sink, key, known))
                .collect(Collectors.joining());
        return new SinkSettingException(
                "sinks." + sink.name() + "." + first,
                "is no setting of a sink of type " + sink.type() + suggestion(sink, first, known) + others);
    }

    /** The one that was meant to be a setting that is missing. Nobody may have asked yet for others. */
    static Optional<SinkSettingException> meant(
            SinkDefinition sink, SinkSettings settings, SinkSettingException refusal) {
        String key = refusal.settingKey().substring(("sinks." + sink.name() + ".").length());
        return settings.string(key).isPresent()
                ? Optional.empty()
                : Spelling.nearest(key, settings.unread())
                        .map(written -> one(sink, written, "; did you mean '" + key + "'?"));
    }

    /** The same, each for itself. */
    static List<SinkSettingException> each(SinkDefinition sink, SinkSettings settings) {
        Set<String> known = new TreeSet<>(settings.known());
        known.addAll(SinkDefinition.ENGINE_KEYS);
        return settings.unread().stream()
                .map(key -> one(sink, key, suggestion(sink, key, known)))
                .toList();
    }

    static SinkSettingException one(SinkDefinition sink, String key, String suggestion) {
        return new SinkSettingException(
                "sinks." + sink.name() + "." + key, "is no setting of a sink of type " + sink.type() + suggestion);
    }

    /** Of an empty block too, which has no key within it to go by. */
    private static String suggestion(SinkDefinition sink, String key, Set<String> known) {
        if (known.contains(key)) {
            return " that is a block; it takes a value";
        }
        Set<String> names = new TreeSet<>(known);
        known.stream()
                .filter(name -> name.contains("."))
                .map(name -> name.substring(0, name.indexOf('.')))
                .filter(name -> !name.equals(key))
                .forEach(names::add);
        String nearest = Spelling.suggestion(top(key, known), names);
        return nearest.isEmpty() ? quotes(sink, key, known) : nearest;
    }

    /** What stands behind a dot is a setting: then what stands before it may belong to the name. */
    private static String quotes(SinkDefinition sink, String key, Set<String> known) {
        int dot = key.lastIndexOf('.');
        return dot > 0 && known.contains(key.substring(dot + 1))
                ? Spelling.quotes("sinks", sink.name() + "." + key.substring(0, dot))
                : "";
    }

    /** In a misspelt block, the block's own name is what to compare. */
    private static String top(String key, Set<String> known) {
        int dot = key.indexOf('.');
        boolean knownBlock = known.stream().anyMatch(name -> dot > 0 && name.startsWith(key.substring(0, dot + 1)));
        return dot < 0 || knownBlock ? key : key.substring(0, dot);
    }
}
