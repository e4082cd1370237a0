package dev.perigee.cli.output;

import dev.perigee.core.report.Column;
import dev.perigee.core.report.Json;
import dev.perigee.core.report.Report;
import dev.perigee.core.report.View;
import dev.perigee.core.words.Printable;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Puts documents into etcd's output formats: whole lines, or nothing. Pure. */
public final class Rendering {

    private Rendering() {}

    /**
     * A document for a terminal, whose width a table keeps to.
     *
     * @param format the format
     * @param report the document
     * @param width the terminal's columns; empty if nobody looks
     * @return whole lines
     */
    public static <R> String of(Format format, Report<R> report, OptionalInt width) {
        View<R> view = report.view();
        return format == Format.TABLE && width.isPresent()
                ? new FittedTable<>(view.forPeople().toList(), report.rows(), view.align()).draw(width.getAsInt())
                : of(format, report);
    }

    /**
     * A document: in fields with an empty line between its rows.
     *
     * @param format the format
     * @param report the document
     * @return whole lines
     */
    public static <R> String of(Format format, Report<R> report) {
        View<R> view = report.view();
        List<R> rows = report.rows();
        return switch (format) {
            case SIMPLE ->
                rows.stream()
                        .map(row -> String.join(", ", cells(view, row)) + "\n")
                        .collect(Collectors.joining());
            case TABLE ->
                Table.draw(
                        view.forPeople().map(Column::header).toList(),
                        rows.stream().map(row -> cells(view, row)).toList(),
                        view.align());
            case JSON -> report.json() + "\n";
            case FIELDS -> rows.stream().map(row -> fields(view, row)).collect(Collectors.joining("\n"));
            case PROTOBUF -> throw new IllegalArgumentException("only etcd's own messages have that form");
        };
    }

    private static <R> List<String> cells(View<R> view, R row) {
        return view.forPeople().map(column -> column.shown(row)).toList();
    }

    private static <R> String fields(View<R> view, R row) {
        return view.forPeople()
                .map(column ->
                        "\"" + column.field() + "\" : " + plain(column.value().apply(row)) + "\n")
                .collect(Collectors.joining());
    }

    private static String plain(@Nullable Object value) {
        return switch (value) {
            case null -> "";
            case List<?> list -> list.stream().map(Rendering::plain).collect(Collectors.joining(" "));
            case Map<?, ?> map
            when map.values().stream().noneMatch(Rendering::isDeep) ->
                map.entrySet().stream()
                        .map(entry -> plain(entry.getKey()) + " " + plain(entry.getValue()))
                        .collect(Collectors.joining(", "));
            case Map<?, ?> map -> Json.of(map);
            default -> Printable.line(value.toString());
        };
    }

    private static boolean isDeep(Object value) {
        return value instanceof Map || value instanceof List;
    }
}
