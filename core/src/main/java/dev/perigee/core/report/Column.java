package dev.perigee.core.report;

import dev.perigee.core.words.Printable;
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
 * @param room what becomes of it where a table doesn't fit
 * @param <R> the row
 */
public record Column<R>(
        String header,
        String json,
        String field,
        Function<R, String> text,
        Function<R, @Nullable Object> value,
        Room room) {

    /** What becomes of a column of a table that is wider than the terminal. */
    public enum Room {
        /** It stays. */
        FIXED,
        /** It is left out, the widest one first: another one says the same, or it was said before. */
        SPARE,
        /** It is left out like a spare one, but only if all rows say the same. */
        ALIKE,
        /** It goes below the table: it may be long. */
        BELOW
    }

    /**
     * A column that stays in any table.
     *
     * @param header its name in a table
     * @param json its name in JSON
     * @param field its name in fields
     * @param text what simple and table show
     * @param value what JSON and fields show
     */
    public Column(
            String header, String json, String field, Function<R, String> text, Function<R, @Nullable Object> value) {
        this(header, json, field, text, value, Room.FIXED);
    }

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

    /**
     * The same column, which a narrow terminal can do without.
     *
     * @return a new column
     */
    public Column<R> spare() {
        return new Column<>(header, json, field, text, value, Room.SPARE);
    }

    /**
     * The same column, which a narrow terminal can do without if all rows say the same.
     *
     * @return a new column
     */
    public Column<R> spareIfAlike() {
        return new Column<>(header, json, field, text, value, Room.ALIKE);
    }

    /**
     * The same column, which stands below the table on a narrow terminal.
     *
     * @return a new column
     */
    public Column<R> below() {
        return new Column<>(header, json, field, text, value, Room.BELOW);
    }

    /**
     * What simple and table show of a row.
     *
     * @param row the row
     * @return one line that a terminal may be shown
     */
    public String shown(R row) {
        return Printable.line(text.apply(row));
    }

    /**
     * A value that only programs want.
     *
     * @param json its name in JSON
     * @param value the value
     * @return the column
     * @param <R> the row
     */
    public static <R> Column<R> inJsonOnly(String json, Function<R, @Nullable Object> value) {
        return new Column<>("", json, "", row -> "", value);
    }

    /** Whether people are shown it. */
    public boolean isForPeople() {
        return !header.isEmpty();
    }
}
