package dev.perigee.cli.output;

import dev.perigee.core.report.Column;
import dev.perigee.core.report.View.Align;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A table that is no wider than the terminal. Where it doesn't fit, first what can be spared is left out, the widest before the others, then what may be
 * long goes below, and at last each row becomes a list of its values. Nothing is cut. Pure.
 *
 * @param columns in order
 * @param rows the rows
 * @param align how a table sets its cells
 * @param <R> the row
 */
record FittedTable<R>(List<Column<R>> columns, List<R> rows, Align align) {

    /** A blank on each side of a cell, and a line. */
    private static final int BETWEEN = 3;

    /**
     * Draws it.
     *
     * @param width the terminal's columns
     * @return whole lines
     */
    String draw(int width) {
        List<Column<R>> shown = new ArrayList<>(columns);
        while (!fits(shown, width) && leaveOne(shown)) {}
        List<Column<R>> below = new ArrayList<>();
        if (!fits(shown, width)) {
            shown.stream().filter(column -> column.room() == Column.Room.BELOW).forEach(below::add);
            shown.removeAll(below);
        }
        return fits(shown, width) ? table(shown) + notes(shown, below, width) : lists();
    }

    private boolean leaveOne(List<Column<R>> shown) {
        return shown.stream()
                .filter(this::canBeSpared)
                .max(Comparator.comparingInt(this::width))
                .map(shown::remove)
                .orElse(false);
    }

    private boolean canBeSpared(Column<R> column) {
        return switch (column.room()) {
            case SPARE -> true;
            case ALIKE -> rows.stream().map(column::shown).distinct().count() <= 1;
            case FIXED, BELOW -> false;
        };
    }

    private int width(Column<R> column) {
        return rows.stream()
                .mapToInt(row -> Table.width(column.shown(row)))
                .reduce(CellWidth.of(column.header()), Math::max);
    }

    private boolean fits(List<Column<R>> shown, int width) {
        return shown.stream().mapToInt(column -> width(column) + BETWEEN).sum() < width;
    }

    private String table(List<Column<R>> shown) {
        List<List<String>> cells = rows.stream()
                .map(row -> shown.stream().map(column -> column.shown(row)).toList())
                .toList();
        return Table.draw(shown.stream().map(Column::header).toList(), cells, align);
    }

    private String notes(List<Column<R>> shown, List<Column<R>> below, int width) {
        return rows.stream()
                .flatMap(row -> below.stream()
                        .filter(column -> !column.shown(row).isEmpty())
                        .map(column -> Wrapping.of(
                                        label(shown, row) + ", "
                                                + column.header().toLowerCase(Locale.ROOT) + ": "
                                                + column.shown(row),
                                        width,
                                        2)
                                + "\n"))
                .collect(Collectors.joining());
    }

    /** What tells a row from the others stands in its first two columns. */
    private String label(List<Column<R>> shown, R row) {
        return shown.stream()
                .limit(2)
                .map(column -> column.shown(row))
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining(" "));
    }

    private String lists() {
        int widest = columns.stream()
                .mapToInt(column -> CellWidth.of(column.header()))
                .max()
                .orElse(0);
        return rows.stream()
                .map(row -> columns.stream()
                        .map(column -> (column.header().toUpperCase(Locale.ROOT)
                                                + " ".repeat(widest - CellWidth.of(column.header()) + 2)
                                                + column.shown(row))
                                        .stripTrailing()
                                + "\n")
                        .collect(Collectors.joining()))
                .collect(Collectors.joining("\n"));
    }
}
