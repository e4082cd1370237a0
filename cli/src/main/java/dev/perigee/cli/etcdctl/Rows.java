package dev.perigee.cli.etcdctl;

import dev.perigee.cli.output.Table;
import dev.perigee.core.report.View.Align;
import dev.perigee.core.words.Printable;
import java.util.List;

/**
 * Things side by side, as {@code -w table} draws them and {@code -w simple} lists them.
 *
 * @param headers the columns' names
 * @param cells a list for each thing
 */
record Rows(List<String> headers, List<List<String>> cells) {

    /** One line each. */
    void simple(Lines out) {
        cells.forEach(row -> out.add(String.join(", ", row)));
    }

    /** A table whose cells stand to the right, and are broken where they are too wide. */
    String draw() {
        List<List<String>> broken = cells.stream()
                .map(row ->
                        row.stream().map(Printable::line).map(CellWrap::wrap).toList())
                .toList();
        return Table.draw(headers, broken, Align.RIGHT);
    }
}
