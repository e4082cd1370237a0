package dev.perigee.daemon.metrics;

import dev.perigee.daemon.metrics.MetricFamily.Sample;
import dev.perigee.daemon.metrics.MetricFamily.Type;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Families on the way: each is declared once, and has its samples added from wherever. */
final class MetricTable {

    private final Map<String, MetricFamily> declared = new LinkedHashMap<>();
    private final Map<String, List<Sample>> samples = new LinkedHashMap<>();

    void gauge(String name, String help) {
        declare(name, Type.GAUGE, help);
    }

    void counter(String name, String help) {
        declare(name, Type.COUNTER, help);
    }

    private void declare(String name, Type type, String help) {
        declared.put(name, new MetricFamily(name, type, help, List.of()));
        samples.put(name, new ArrayList<>());
    }

    /** Adds a value; {@code labels} are names and values in turn. */
    void add(String name, double value, String... labels) {
        Map<String, String> named = new LinkedHashMap<>();
        for (int i = 0; i < labels.length; i += 2) {
            named.put(labels[i], labels[i + 1]);
        }
        samples.computeIfAbsent(name, first -> new ArrayList<>()).add(new Sample(named, value));
    }

    static double seconds(Instant time) {
        return time.toEpochMilli() / 1e3;
    }

    List<MetricFamily> families() {
        return declared.values().stream()
                .map(family -> new MetricFamily(
                        family.name(), family.type(), family.help(), samples.getOrDefault(family.name(), List.of())))
                .toList();
    }
}
