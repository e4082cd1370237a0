package dev.perigee.daemon.page;

import dev.perigee.core.copies.Listing.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * The backups of a cluster along the time, the newest on the right; the table below it says the same. Pure.
 *
 * @param rows the newest first
 * @param now the right end
 */
record Timeline(List<Row> rows, Instant now) {

    private static final int WIDTH = 900;
    private static final int HEIGHT = 64;
    private static final int MOST = 500;

    String svg(String cluster) {
        StringBuilder svg = new StringBuilder();
        svg.append("<svg role=\"img\" viewBox=\"0 0 ")
                .append(WIDTH)
                .append(' ')
                .append(HEIGHT)
                .append("\" aria-label=\"")
                .append(Html.text("backups of " + cluster + " along the time; the table below says the same"))
                .append("\"><line class=\"axis\" x1=\"0\" x2=\"")
                .append(WIDTH)
                .append("\" y1=\"56\" y2=\"56\"/>");
        List<Row> shown = rows.stream().limit(MOST).toList();
        long largest =
                shown.stream().mapToLong(row -> row.length().orElse(1)).max().orElse(1);
        shown.forEach(row -> svg.append(bar(row, largest)));
        return svg.append("</svg>").toString();
    }

    private String bar(Row row, long largest) {
        double x = 4 + (WIDTH - 12) * share(row);
        double height = 6 + 44.0 * row.length().orElse(1) / Math.max(1, largest);
        return String.format(
                Locale.ROOT,
                "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"4\" height=\"%.1f\"><title>%s</title></rect>",
                row.sinks().isEmpty() ? "bad" : "good",
                x,
                56 - height,
                height,
                Html.text(row.id()));
    }

    private double share(Row row) {
        Instant first = rows.getLast().id().time();
        double all = Math.max(1, Duration.between(first, now).toMillis());
        return Math.clamp(Duration.between(first, row.id().time()).toMillis() / all, 0, 1);
    }
}
