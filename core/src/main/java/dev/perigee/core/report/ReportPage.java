package dev.perigee.core.report;

import dev.perigee.core.engine.ReportResult;
import dev.perigee.core.words.Printable;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Collectors;

/** A report as one page of HTML that asks nobody for anything: no script, no picture, no font. To be read, printed, and filed. */
public final class ReportPage {

    private static final String STYLE = """
            :root { color-scheme: light dark; }
            body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 75rem; padding: 0 1rem; }
            section { border: 1px solid #8886; border-radius: .4rem; margin: 1rem 0; padding: .2rem 1rem 1rem; break-inside: avoid; }
            h1 { font-size: 1.5rem; } h2 { font-size: 1.15rem; }
            dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1.5rem; margin: 0; }
            dt { opacity: .75; } dd { margin: 0; overflow-wrap: anywhere; }
            @media (max-width: 40rem) { dl { grid-template-columns: 1fr; } dd { margin-bottom: .5rem; } }
            @media print { body { margin: 0; max-width: none; padding: 0; font-size: 9.5pt; line-height: 1.4; } }
            """;

    private ReportPage() {}

    /**
     * The page.
     *
     * @param result what was found
     * @return HTML in UTF-8, with a line end
     */
    public static String html(ReportResult result) {
        Report<PlaceRow> report = PlaceRow.of(result);
        List<Column<PlaceRow>> columns = report.view().forPeople().toList();
        String places = report.rows().stream().map(row -> section(columns, row)).collect(Collectors.joining());
        String failures = result.problems().stream()
                .map(failure -> "<li>" + escaped(failure.text()) + "</li>\n")
                .collect(Collectors.joining());
        return "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n"
                + "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
                + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                + "<title>Backups of etcd</title>\n<style>\n" + STYLE
                + "</style>\n<main>\n<h1>Backups of etcd</h1>\n<p>"
                + escaped(result.now().truncatedTo(ChronoUnit.SECONDS) + ", as " + result.instance()
                        + " sees it, by perigee " + result.version())
                + "</p>\n" + (failures.isEmpty() ? "" : "<h2>Not asked</h2>\n<ul>\n" + failures + "</ul>\n") + places
                + "</main>\n</html>\n";
    }

    private static String section(List<Column<PlaceRow>> columns, PlaceRow row) {
        String facts = columns.stream()
                .skip(2)
                .filter(column -> !column.text().apply(row).isEmpty())
                .map(column -> "<dt>" + escaped(column.header()) + "</dt><dd>"
                        + escaped(column.text().apply(row)) + "</dd>\n")
                .collect(Collectors.joining());
        return "<section>\n<h2>"
                + escaped(row.place().cluster() + " in " + row.place().sink()) + "</h2>\n<dl>\n" + facts
                + "</dl>\n</section>\n";
    }

    /** What a server calls itself may be anything. */
    private static String escaped(String text) {
        StringBuilder html = new StringBuilder();
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> html.append("&amp;");
                case '<' -> html.append("&lt;");
                case '>' -> html.append("&gt;");
                case '"' -> html.append("&quot;");
                default -> html.append(Printable.printable(c) ? Character.toString(c) : "\ufffd");
            }
        });
        return html.toString();
    }
}
