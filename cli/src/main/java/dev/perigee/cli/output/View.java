package dev.perigee.cli.output;

import dev.perigee.cli.text.Visible;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How rows of one kind are shown, in each of the formats. Every result ends with a line end, unless it is empty.
 *
 * @param columns in order
 * @param align how a table sets its cells
 * @param <R> the row
 */
public record View<R>(List<Column<R>> columns, Table.Align align) {

    /** Copies the columns. */
    public View {
        columns = List.copyOf(columns);
    }

    /**
     * One row by itself: in JSON an object.
     *
     * @param format the format
     * @param row the row
     * @return whole lines
     */
    public String one(Format format, R row) {
        return format == Format.JSON ? Json.of(object(row)) + "\n" : all(format, List.of(row));
    }

    /**
     * Any number of rows for a terminal, whose width a table keeps to.
     *
     * @param format the format
     * @param rows the rows
     * @param width the terminal's columns; empty if nobody looks
     * @return whole lines
     */
    public String all(Format format, List<R> rows, OptionalInt width) {
        return format == Format.TABLE && width.isPresent()
                ? new FittedTable<>(forPeople().toList(), rows, align).draw(width.getAsInt())
                : all(format, rows);
    }

    /**
     * Any number of rows: in JSON an array, in fields with an empty line between them.
     *
     * @param format the format
     * @param rows the rows
     * @return whole lines
     */
    public String all(Format format, List<R> rows) {
        return switch (format) {
            case SIMPLE -> rows.stream().map(this::simple).collect(Collectors.joining());
            case TABLE -> Table.draw(headers(), rows.stream().map(this::cells).toList(), align);
            case JSON -> Json.of(rows.stream().map(this::object).toList()) + "\n";
            case FIELDS -> rows.stream().map(this::fields).collect(Collectors.joining("\n"));
        };
    }

    private Stream<Column<R>> forPeople() {
        return columns.stream().filter(Column::isForPeople);
    }

    private List<String> headers() {
        return forPeople().map(Column::header).toList();
    }

    private List<String> cells(R row) {
        return forPeople().map(column -> column.shown(row)).toList();
    }

    private String simple(R row) {
        return String.join(", ", cells(row)) + "\n";
    }

    private Map<String, @Nullable Object> object(R row) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        columns.forEach(column -> object.put(column.json(), column.value().apply(row)));
        return object;
    }

    private String fields(R row) {
        List<String> lines = new ArrayList<>();
        forPeople()
                .forEach(column -> lines.add(
                        "\"" + column.field() + "\" : " + plain(column.value().apply(row)) + "\n"));
        return String.join("", lines);
    }

    private static String plain(@Nullable Object value) {
        return switch (value) {
            case null -> "";
            case List<?> list -> list.stream().map(View::plain).collect(Collectors.joining(" "));
            case Map<?, ?> map -> Json.of(map);
            default -> Visible.line(value.toString());
        };
    }
}
