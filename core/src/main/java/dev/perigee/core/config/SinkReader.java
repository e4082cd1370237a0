package dev.perigee.core.config;

import dev.perigee.core.catalog.Layout;
import dev.perigee.core.delivery.DeliverySettings;
import dev.perigee.core.encoding.EncodingSettings;
import dev.perigee.core.plugin.SinkDefinition;
import dev.perigee.core.retention.Period;
import dev.perigee.core.retention.RetentionRules;
import dev.perigee.core.sinks.Destination;
import dev.perigee.core.sinks.Destination.Access;
import dev.perigee.core.sinks.Format;
import java.time.Duration;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/** Reads the engine's keys of a {@code sinks} block; the others are the plugin's to judge. */
final class SinkReader {

    /** What the bucket sinks call it. */
    private static final String LOCK = "object-lock";

    private static final String FOLLOWS = "retention";

    private final String instance;
    private final ZoneId zone;

    /**
     * A reader.
     *
     * @param instance this installation's name
     * @param zone whose days a layout with days means
     */
    SinkReader(String instance, ZoneId zone) {
        this.instance = instance;
        this.zone = zone;
    }

    Destination read(String name, Block block) {
        Block engine = block.only(SinkDefinition.ENGINE_KEYS);
        String type = engine.text("type").orElse("").strip();
        Map<String, Object> settings = block.without(SinkDefinition.ENGINE_KEYS);
        Layout layout = new LayoutReader(instance, zone).read(engine);
        EncodingSettings encoding = new EncodingReader(engine).read();
        if (!encoding.isPlain() && layout instanceof Layout.Gravity) {
            engine.problem("encoding", "needs manifests, which Gravity's layout has none of");
        }
        Format format = format(engine, layout);
        if (format == Format.PACKS && isLockedForASpan(settings)) {
            engine.problem(
                    "format",
                    "takes 'packs' only without " + LOCK + ", or with " + LOCK + ".for = retention: a lock for a span"
                            + " ends by the backup that brought rows, not by the last that needs them");
        }
        Destination destination = new Destination(
                new SinkDefinition(name, type, settings, block.places()),
                retention(engine),
                delivery(engine),
                access(engine),
                layout,
                encoding,
                format);
        if (type.isEmpty()) {
            tellNoType(name, block, engine);
        }
        engine.refuseUnknown(Set.of());
        return destination;
    }

    private static boolean isLockedForASpan(Map<String, Object> settings) {
        return settings.get(LOCK) instanceof Map<?, ?> lock
                ? !FOLLOWS.equals(String.valueOf(lock.get("for")).strip())
                : settings.containsKey(LOCK);
    }

    /** Its other keys are a plugin's to judge, and without a type there is none: what is meant by them is told here. */
    private static void tellNoType(String name, Block block, Block engine) {
        boolean told = block.tellsPartsOfName("type", SinkDefinition.ENGINE_KEYS) || block.tellsMisspelt("type");
        if (!told) {
            engine.missing("type", "say what sort of sink '" + name + "' is, such as type = local");
        }
    }

    private static RetentionRules retention(Block block) {
        OptionalInt last = count(block, "keep-last");
        Optional<Duration> within = block.span("retention.keep-within");
        Map<Period, Integer> per = new EnumMap<>(Period.class);
        for (Period period : Period.values()) {
            count(block, period.key()).ifPresent(count -> per.put(period, count));
        }
        return new RetentionRules(last, within, per);
    }

    private static OptionalInt count(Block block, String rule) {
        String key = "retention." + rule;
        return block.optional(key, from -> from.integer(key, 1, 1, Integer.MAX_VALUE)).stream()
                .mapToInt(Integer::intValue)
                .findFirst();
    }

    private static DeliverySettings delivery(Block block) {
        DeliverySettings defaults = DeliverySettings.DEFAULT;
        Duration first = block.span("retry.backoff").orElse(defaults.firstBackoff());
        Optional<Duration> longest = block.span("retry.max-backoff");
        if (longest.isPresent() && longest.get().compareTo(first) < 0) {
            block.problem("retry.max-backoff", "is shorter than retry.backoff, " + Spans.text(first));
        }
        return new DeliverySettings(
                block.read(defaults.attempts(), from -> from.integer("retry.attempts", defaults.attempts(), 1, 1_000)),
                first,
                longest.orElse(defaults.longestBackoff().compareTo(first) < 0 ? first : defaults.longestBackoff()),
                block.span("stall-timeout").orElse(defaults.stallTimeout()),
                bandwidth(block));
    }

    private static OptionalLong bandwidth(Block block) {
        Optional<Long> bytes = block.optional("bandwidth", from -> from.bytes("bandwidth", 0));
        if (bytes.isPresent() && bytes.get() == 0) {
            block.problem("bandwidth", "is nothing; leave it out for no cap");
        }
        return bytes.filter(value -> value > 0).map(OptionalLong::of).orElse(OptionalLong.empty());
    }

    private static Format format(Block block, Layout layout) {
        Format format = block.read(Format.RAW, from -> from.choice("format", Format.RAW));
        if (format == Format.PACKS && layout instanceof Layout.Gravity) {
            block.problem("format", "takes 'packs' only with manifests, which Gravity's layout has none of");
        }
        if (format == Format.PACKS && access(block) == Access.WRITE_ONLY) {
            block.problem("format", "takes 'packs' only where backups can be listed, not with access = write-only");
        }
        return format;
    }

    private static Access access(Block block) {
        return block.read(Access.FULL, from -> from.choice("access", Access.FULL));
    }
}
