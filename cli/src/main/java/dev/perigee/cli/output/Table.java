package dev.perigee.cli.output;

import dev.perigee.core.report.View.Align;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Draws tables as etcd 3.6's tools do: headers in upper case and centred, one space beside each cell. */
public final class Table {

    private Table() {}

    /**
     * Draws a table.
     *
     * @param headers in any case
     * @param rows each with as many cells as there are headers; a cell may have several lines
     * @param align how cells stand in their column
     * @return whole lines
     */
    public static String draw(List<String> headers, List<List<String>> rows, Align align) {
        List<String> shown =
                headers.stream().map(header -> header.toUpperCase(Locale.ROOT)).toList();
        List<Integer> widths = IntStream.range(0, shown.size())
                .mapToObj(column -> width(shown, rows, column))
                .toList();
        String rule = rule(widths);
        StringBuilder lines = new StringBuilder(rule).append('|');
        for (int column = 0; column < shown.size(); column++) {
            cell(lines, centred(shown.get(column), widths.get(column)), 0, Align.LEFT);
        }
        lines.append('\n').append(rule);
        rows.stream().flatMap(Table::unfolded).forEach(row -> line(lines, row, widths, align));
        return rows.isEmpty() ? lines.toString() : lines.append(rule).toString();
    }

    private static int width(List<String> headers, List<List<String>> rows, int column) {
        int widest = CellWidth.of(headers.get(column));
        for (List<String> row : rows) {
            widest = Math.max(widest, width(row.get(column)));
        }
        return widest;
    }

    /** How wide a cell is, of one line or several. */
    static int width(String cell) {
        return isOneLine(cell)
                ? CellWidth.of(cell)
                : cell.lines().mapToInt(CellWidth::of).max().orElse(0);
    }

    private static boolean isOneLine(String cell) {
        return cell.indexOf('\n') < 0 && cell.indexOf('\r') < 0;
    }

    /** A row as the lines it is drawn on: as many as its tallest cell has. */
    private static Stream<List<String>> unfolded(List<String> row) {
        if (row.stream().allMatch(Table::isOneLine)) {
            return Stream.of(row);
        }
        List<List<String>> cells =
                row.stream().map(cell -> cell.lines().toList()).toList();
        int height = Math.max(1, cells.stream().mapToInt(List::size).max().orElse(1));
        return IntStream.range(0, height)
                .mapToObj(line -> cells.stream()
                        .map(cell -> line < cell.size() ? cell.get(line) : "")
                        .toList());
    }

    private static String rule(List<Integer> widths) {
        return widths.stream().map(width -> "-".repeat(width + 2)).collect(Collectors.joining("+", "+", "+\n"));
    }

    /** By hand: a list has thousands of them, drawn before anything is compiled well. */
    private static void line(StringBuilder lines, List<String> row, List<Integer> widths, Align align) {
        lines.append('|');
        for (int column = 0; column < row.size(); column++) {
            String cell = row.get(column);
            cell(lines, cell, widths.get(column) - CellWidth.of(cell), align);
        }
        lines.append('\n');
    }

    private static void cell(StringBuilder lines, String cell, int gap, Align align) {
        lines.append(' ').repeat(' ', align == Align.LEFT ? 0 : gap);
        lines.append(cell).repeat(' ', align == Align.LEFT ? gap : 0).append(" |");
    }

    private static String centred(String text, int width) {
        int gap = width - CellWidth.of(text);
        int left = gap / 2;
        return " ".repeat(left) + text + " ".repeat(gap - left);
    }
}
