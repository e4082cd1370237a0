package dev.perigee.core.plugin;

import dev.perigee.api.SinkException;
import dev.perigee.api.SinkSettings;
import dev.perigee.api.StorageSink;
import dev.perigee.core.words.FailureWords;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * A provider names the first setting that it can't use, and stops. This opens the sink again and again, each time without
 * what was refused and with something in the place of what is missing, until nothing is left to be said. Opening asks no
 * store, so it may be done as often as one likes. Used once.
 */
final class SettingsSurvey {

    /** Opens a sink. */
    interface Opener {
        StorageSink open(SinkDefinition sink, SinkSettings settings) throws SinkException;
    }

    /** What may stand for a setting that isn't there. */
    private static final List<String> PLACEHOLDERS = List.of("placeholder", "https://placeholder.invalid", "1");

    private static final int MOST_ATTEMPTS = 50;

    private final SinkDefinition sink;
    private final Opener opener;
    private final UnaryOperator<SinkSettings> installed;
    private final Map<String, Object> values = new HashMap<>();
    private final Map<String, Integer> refusals = new HashMap<>();
    private final Set<String> leftOut = new HashSet<>();
    private final Set<String> ours = new HashSet<>();
    private final List<SinkException> problems = new ArrayList<>();
    private boolean changed;

    /**
     * A survey.
     *
     * @param sink whose settings
     * @param opener opens it
     * @param installed settings as an installation hands them to a provider
     */
    SettingsSurvey(SinkDefinition sink, Opener opener, UnaryOperator<SinkSettings> installed) {
        this.sink = sink;
        this.opener = opener;
        this.installed = installed;
        flatten("", sink.settings());
    }

    private void flatten(String prefix, Map<?, ?> block) {
        block.forEach((key, value) -> {
            if (value instanceof Map<?, ?> nested && !nested.isEmpty()) {
                flatten(prefix + key + ".", nested);
            } else if (value != null) {
                values.put(prefix + key, value);
            }
        });
    }

    List<SinkException> problems() {
        boolean more = true;
        for (int attempt = 0; more && attempt < MOST_ATTEMPTS; attempt++) {
            more = attempt();
        }
        return List.copyOf(problems);
    }

    /** Whether there may be more to find. */
    private boolean attempt() {
        SinkSettings settings = installed.apply(SinkSettings.of(sink.name(), values));
        try {
            opener.open(sink, settings).close();
            problems.addAll(UnknownSettings.each(sink, settings));
            return false;
        } catch (SinkSettingException e) {
            return note(e, settings);
        } catch (SinkException e) {
            if (!changed) {
                problems.add(e);
            }
            return false;
        }
    }

    private boolean note(SinkSettingException e, SinkSettings settings) {
        String key = e.settingKey().substring(("sinks." + sink.name() + ".").length());
        int before = refusals.merge(key, 1, Integer::sum) - 1;
        boolean there = values.containsKey(key);
        Optional<String> meant = there ? Optional.empty() : meant(key, settings.unread());
        if (meant.isPresent()) {
            moveIn(meant.get(), key);
        } else if (before == 0 && !ours.contains(key) && isGenuine(e)) {
            problems.add(e);
        }
        if (there && before == 0) {
            leaveOut(key);
        } else if (meant.isEmpty()) {
            values.put(key, PLACEHOLDERS.get(Math.clamp(before - 1, 0, PLACEHOLDERS.size() - 1)));
        }
        changed = true;
        return before <= PLACEHOLDERS.size();
    }

    /**
     * Once something was taken out, a complaint about how two settings go together may be our own doing, and so is that something is
     * missing which what was taken out would have stood for.
     */
    private boolean isGenuine(SinkSettingException e) {
        String words = FailureWords.of(e).substring(e.settingKey().length());
        boolean ofItsOwn = Stream.of(" is '", " is empty", " names ").anyMatch(words::startsWith);
        boolean missing = words.startsWith(" is missing") && leftOut.stream().noneMatch(words::contains);
        return !changed || ofItsOwn || missing;
    }

    private void leaveOut(String key) {
        values.remove(key);
        leftOut.add(key);
        if (key.endsWith("-file")) {
            String secret = key.substring(0, key.length() - "-file".length());
            values.put(secret, PLACEHOLDERS.getFirst());
            ours.add(secret);
        }
    }

    /** The misspelt one that was meant to be a missing setting. */
    private Optional<String> meant(String key, Set<String> unasked) {
        Set<String> candidates = new TreeSet<>(unasked);
        candidates.removeAll(refusals.keySet());
        candidates.removeIf(candidate -> values.get(candidate) instanceof Map);
        return Spelling.nearest(key, candidates);
    }

    /** Told once: what is misspelt isn't missing as well. Its value is looked at under the right name. */
    private void moveIn(String written, String key) {
        problems.add(UnknownSettings.one(sink, written, "; did you mean '" + key + "'?"));
        values.put(key, String.valueOf(values.remove(written)));
        refusals.remove(key);
    }
}
