package dev.perigee.core.report;

import java.util.List;

/**
 * What a verb came to, as a document.
 *
 * @param view what its rows say
 * @param rows the rows
 * @param single whether it is of one thing by its nature: in JSON an object, not an array of one
 * @param <R> the row
 */
public record Report<R>(View<R> view, List<R> rows, boolean single) {

    /** Copies the rows. */
    public Report {
        rows = List.copyOf(rows);
    }

    /**
     * A document of any number of things.
     *
     * @param view what each says
     * @param rows the things
     * @return the document
     * @param <R> the row
     */
    public static <R> Report<R> of(View<R> view, List<R> rows) {
        return new Report<>(view, rows, false);
    }

    /**
     * A document of one thing.
     *
     * @param view what it says
     * @param row the thing
     * @return the document
     * @param <R> the row
     */
    public static <R> Report<R> of(View<R> view, R row) {
        return new Report<>(view, List.of(row), true);
    }

    /**
     * The document for programs.
     *
     * @return one line of JSON, without its end
     */
    public String json() {
        return single
                ? Json.of(view.object(rows.getFirst()))
                : Json.of(rows.stream().map(view::object).toList());
    }
}
