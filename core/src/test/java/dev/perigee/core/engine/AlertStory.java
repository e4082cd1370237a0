package dev.perigee.core.engine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Series of metrics, step by step, and which alert has to fire when: as a test for promtool for each chapter, with a Prometheus that
 * begins anew, so that several can be worked on at once.
 */
final class AlertStory {

    private static final int MINUTES = 5;

    private final Map<String, List<String>> series = new LinkedHashMap<>();
    private final Map<String, Expected> expected = new LinkedHashMap<>();
    private final List<String> chapters = new ArrayList<>();
    private int steps;

    /** Of one alert: for how many steps it has been true, by its labels, and when that changed what fires. */
    private static final class Expected {
        private final int needed;
        private final String summary;
        private final Map<String, Integer> trueFor = new TreeMap<>();
        private final Map<Integer, List<String>> firing = new TreeMap<>();
        private List<String> last = List.of();
        private int changes;

        Expected(int needed, String summary) {
            this.needed = needed;
            this.summary = summary;
        }

        void begin() {
            trueFor.clear();
            firing.clear();
            last = List.of();
        }
    }

    /** An alert; {@code $sink} in its summary is the label's value. */
    void alert(String name, int minutes, String summary) {
        expected.put(name, new Expected(minutes / MINUTES + 1, summary));
    }

    boolean tellsOf(String alert) {
        return expected.containsKey(alert);
    }

    void sample(String metric, String value) {
        List<String> values = series.computeIfAbsent(metric, first -> new ArrayList<>());
        while (values.size() < steps) {
            values.add("_");
        }
        values.add(value);
    }

    /** Says whether an alert's reason holds at this step, for one set of labels. */
    void holds(String alert, String labels, boolean reason) {
        expected.get(alert).trueFor.merge(labels, reason ? 1 : 0, (before, one) -> one == 0 ? 0 : before + 1);
    }

    /** Whether anything fires of it now. */
    void endStep() {
        expected.forEach((name, alert) -> {
            List<String> firing = alert.trueFor.entrySet().stream()
                    .filter(entry -> entry.getValue() >= alert.needed)
                    .map(Map.Entry::getKey)
                    .toList();
            if (!firing.equals(alert.last)) {
                alert.firing.put(steps - 1, alert.last);
                alert.firing.put(steps, firing);
                alert.last = firing;
                alert.changes++;
            }
        });
        steps++;
    }

    /** How often something began or ceased to fire. */
    int changes(String alert) {
        return expected.get(alert).changes;
    }

    /** Of each chapter that has ended. */
    List<String> promtool(String rules) {
        String head = "rule_files: [\"" + rules + "\"]\nevaluation_interval: 5m\ntests:\n";
        return chapters.stream().map(head::concat).toList();
    }

    /** What held till now is forgotten, as by a Prometheus that begins anew. */
    void endChapter() {
        chapters.add(chapter());
        series.clear();
        expected.values().forEach(Expected::begin);
        steps = 0;
    }

    private String chapter() {
        StringBuilder text = new StringBuilder();
        text.append("  - interval: 5m\n    input_series:\n");
        series.forEach((metric, values) -> text.append("      - { series: '")
                .append(metric)
                .append("', values: '")
                .append(packed(values))
                .append("' }\n"));
        text.append("    alert_rule_test:\n");
        expected.forEach((name, alert) -> {
            alert.firing.put(steps - 1, alert.last);
            alert.firing.forEach((step, firing) -> text.append(entry(name, alert.summary, Math.max(0, step), firing)));
        });
        return text.toString();
    }

    private static String entry(String name, String summary, int step, List<String> firing) {
        StringBuilder text = new StringBuilder();
        text.append("      - eval_time: ")
                .append(step * MINUTES)
                .append("m\n        alertname: ")
                .append(name);
        text.append("\n        exp_alerts:").append(firing.isEmpty() ? " []\n" : "\n");
        for (String labels : firing) {
            String sink = labels.replaceAll(".*sink: ([a-z]+).*", "$1");
            text.append("          - { exp_labels: { ").append(labels).append(" }, exp_annotations: { summary: \"");
            text.append(summary.replace("$sink", sink)).append("\" } }\n");
        }
        return text.toString();
    }

    /** Runs of the same value are written once; where a series ends, scrapes mark it stale. */
    private String packed(List<String> values) {
        List<String> all = new ArrayList<>(values);
        while (all.size() < steps) {
            all.add("_");
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < all.size(); ) {
            int j = i;
            while (j < all.size() && all.get(j).equals(all.get(i))) {
                j++;
            }
            text.append(run(all.get(i), j - i, i > 0)).append(' ');
            i = j;
        }
        return text.toString().strip();
    }

    private static String run(String value, int length, boolean later) {
        if (!value.equals("_")) {
            return value + "x" + (length - 1);
        }
        String rest = (later ? length - 1 : length) > 0 ? "_x" + (later ? length - 1 : length) : "";
        return later ? ("stale " + rest).strip() : rest;
    }
}
