package dev.perigee.cli.output;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One value of a row, by its three names and in its two shapes.
 *
 * @param header its name in a table, in any case; printed in upper case
 * @param json its name in JSON
 * @param field its name in fields
 * @param text what simple and table show
 * @param value what JSON and fields show: a string, number, boolean, list, map, or null for nothing
 * @param <R> the row
 */
public record Column<R>(
        String header, String json, String field, Function<R, String> text, Function<R, @Nullable Object> value) {

    /**
     * A column whose shapes are the same.
     *
     * @param header its name in a table
     * @param json its name in JSON
     * @param field its name in fields
     * @param value the value
     * @return the column
     * @param <R> the row
     */
    public static <R> Column<R> of(String header, String json, String field, Function<R, Object> value) {
        return new Column<>(header, json, field, row -> String.valueOf(value.apply(row)), row -> value.apply(row));
    }
}
