package dev.perigee.core.report;

import dev.perigee.api.ObjectKey;
import dev.perigee.core.engine.SinkCheckRequest;
import dev.perigee.core.sinkcheck.Measurement;
import dev.perigee.core.sinkcheck.Permission;
import dev.perigee.core.sinkcheck.RuleFinding;
import dev.perigee.core.sinkcheck.SinkReport;
import dev.perigee.core.words.FailureWords;
import dev.perigee.sink.contract.Outcome;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a check of a sink finds, as a JSON document. Pure. */
public final class CheckDocument {

    private CheckDocument() {}

    /**
     * The document.
     *
     * @param checked what was found
     * @return one line of JSON, without its end
     */
    public static String json(SinkCheckRequest.Checked checked) {
        return Json.of(of(checked.sink(), checked.report()));
    }

    private static Map<String, @Nullable Object> of(String name, SinkReport report) {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("sink", name);
        document.put("sound", report.sound());
        document.put(
                "permissions",
                report.permissions().stream().map(CheckDocument::permission).toList());
        document.put("rules", report.rules().stream().map(CheckDocument::rule).toList());
        document.put(
                "measurement",
                report.measurement().map(CheckDocument::measurement).orElse(null));
        document.put("left", report.left().stream().map(ObjectKey::value).toList());
        return document;
    }

    private static Map<String, @Nullable Object> permission(Permission permission) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("verb", permission.verb());
        map.put("works", permission.works());
        map.put(
                "kind",
                permission
                        .refusal()
                        .map(refusal -> refusal.kind().name().toLowerCase(Locale.ROOT))
                        .orElse(null));
        map.put("message", permission.refusal().map(FailureWords::of).orElse(null));
        map.put("hint", permission.refusal().flatMap(refusal -> refusal.hint()).orElse(null));
        return map;
    }

    private static Map<String, @Nullable Object> rule(RuleFinding finding) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("rule", finding.rule().id());
        map.put("text", finding.rule().text());
        map.put("milliseconds", finding.took().toMillis());
        map.put("result", result(finding.outcome()));
        map.put("finding", sentence(finding.outcome()));
        return map;
    }

    private static String result(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Passed() -> "ok";
            case Outcome.Failed failed -> "broken";
            case Outcome.NotApplicable notApplicable -> "not applicable";
        };
    }

    private static String sentence(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Passed() -> "";
            case Outcome.Failed failed -> failed.sentence();
            case Outcome.NotApplicable notApplicable -> notApplicable.why();
        };
    }

    private static Map<String, @Nullable Object> measurement(Measurement measurement) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("bytes", measurement.bytes());
        map.put("putMilliseconds", measurement.putTook().toMillis());
        map.put("getMilliseconds", measurement.getTook().toMillis());
        map.put("smallPutMilliseconds", measurement.latency().toMillis());
        map.put("clockSkewSeconds", measurement.clockSkew().toSeconds());
        return map;
    }
}
