package dev.perigee.core.report;

import dev.perigee.core.catalog.Comparison;
import dev.perigee.core.catalog.Comparison.Heard;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the members said of a snapshot, as JSON. */
final class Compared {

    private Compared() {}

    static Map<String, @Nullable Object> json(Comparison comparison) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("result", comparison.result().word());
        json.put("voters", comparison.voters());
        json.put("members", comparison.members().stream().map(Compared::member).toList());
        return json;
    }

    private static Map<String, @Nullable Object> member(Heard heard) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("id", Long.toHexString(heard.id()));
        json.put("name", heard.name());
        json.put("etcd", heard.version());
        json.put("verdict", heard.verdict().word());
        json.put("reason", heard.reason());
        return json;
    }
}
