package dev.perigee.core.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What rows of one kind say, and how they want to stand in a table.
 *
 * @param columns in order
 * @param align how a table sets its cells
 * @param <R> the row
 */
public record View<R>(List<Column<R>> columns, Align align) {

    /** How cells stand in their column. */
    public enum Align {
        /** As text reads. */
        LEFT,
        /** As numbers add up. */
        RIGHT
    }

    /** Copies the columns. */
    public View {
        columns = List.copyOf(columns);
    }

    /**
     * The columns that people are shown.
     *
     * @return in order
     */
    public Stream<Column<R>> forPeople() {
        return columns.stream().filter(Column::isForPeople);
    }

    /**
     * A row as a JSON object.
     *
     * @param row the row
     * @return its members, in order; for {@link Json#of}
     */
    public Map<String, @Nullable Object> object(R row) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        columns.forEach(column -> object.put(column.json(), column.value().apply(row)));
        return object;
    }
}
