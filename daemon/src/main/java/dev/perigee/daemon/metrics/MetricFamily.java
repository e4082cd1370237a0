package dev.perigee.daemon.metrics;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A metric with all its samples.
 *
 * @param name as Prometheus takes names; a counter's ends in {@code _total}
 * @param type what its values are
 * @param help one line
 * @param samples at least one, or the family is left out
 */
public record MetricFamily(String name, Type type, String help, List<Sample> samples) {

    /** What values are. */
    public enum Type {
        /** Only grows, until a restart. */
        COUNTER,
        /** May be anything. */
        GAUGE
    }

    /**
     * One value.
     *
     * @param labels in this order
     * @param value seconds, bytes or a number
     */
    public record Sample(Map<String, String> labels, double value) {

        /** Copies the labels. */
        public Sample {
            labels = new LinkedHashMap<>(labels);
        }
    }

    /** Copies the samples. */
    public MetricFamily {
        samples = List.copyOf(samples);
    }

    /**
     * Families as text.
     *
     * @param families each name once
     * @return in Prometheus' text format 0.0.4, with a line end
     */
    public static String text(List<MetricFamily> families) {
        StringBuilder text = new StringBuilder();
        families.stream().filter(family -> !family.samples.isEmpty()).forEach(family -> family.write(text));
        return text.toString();
    }

    private void write(StringBuilder text) {
        text.append("# HELP ").append(name).append(' ').append(help).append('\n');
        text.append("# TYPE ")
                .append(name)
                .append(' ')
                .append(type.name().toLowerCase(Locale.ROOT))
                .append('\n');
        for (Sample sample : samples) {
            text.append(name)
                    .append(labels(sample))
                    .append(' ')
                    .append(number(sample.value))
                    .append('\n');
        }
    }

    private static String labels(Sample sample) {
        List<String> labels = new ArrayList<>();
        sample.labels.forEach((label, value) -> labels.add(label + "=\"" + escaped(value) + "\""));
        return labels.isEmpty() ? "" : "{" + String.join(",", labels) + "}";
    }

    private static String escaped(String value) {
        return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }

    /** Whole numbers as such: a revision is compared by people. */
    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : BigDecimal.valueOf(value).toPlainString();
    }
}
