package dev.perigee.core.report;

import dev.perigee.core.engine.ConfigCheckRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a check of the configuration finds, as a JSON document. */
public final class ConfigDocument {

    private ConfigDocument() {}

    /**
     * The document.
     *
     * @param checked what was found
     * @return one line of JSON, without its end
     */
    public static String json(ConfigCheckRequest.Checked checked) {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("ok", checked.findings().isEmpty());
        document.put("file", checked.file().orElse(""));
        document.put("clusters", checked.clusters());
        document.put("sinks", checked.sinks());
        document.put("jobs", checked.jobs());
        document.put("problems", checked.findings());
        return Json.of(document);
    }
}
