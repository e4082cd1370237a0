package dev.perigee.core.report;

import dev.perigee.core.drill.DrillResult;
import dev.perigee.core.drill.DrillResult.Step;
import dev.perigee.core.report.View.Align;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** How a drill is shown: a row for each step. */
public final class DrillRow {

    private static final View<Step> VIEW = new View<>(
            List.of(
                    Column.of("step", "step", "Step", Step::name),
                    new Column<>(
                            "took",
                            "milliseconds",
                            "Took",
                            step -> seconds(step.took()),
                            step -> step.took().toMillis()),
                    Column.of("result", "result", "Result", Step::said)),
            Align.LEFT);

    private DrillRow() {}

    /**
     * The steps.
     *
     * @param result as it was played through
     * @return a row each
     */
    public static Report<Step> of(DrillResult result) {
        return Report.of(VIEW, result.steps());
    }

    /**
     * A time that was measured.
     *
     * @param took from zero up
     * @return {@code 1.3 s}
     */
    public static String seconds(Duration took) {
        return String.format(Locale.ROOT, "%.1f s", took.toMillis() / 1e3);
    }
}
