package dev.perigee.cli.console;

import dev.perigee.cli.output.Format;
import dev.perigee.core.report.Json;
import dev.perigee.core.report.Report;
import dev.perigee.core.report.View;
import dev.perigee.core.words.FailureWords;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows on standard output while they come, however many there are: in JSON an object a line; a table for each thousand. Used by one
 * thread.
 *
 * @param <R> the row
 */
public final class RowStream<R> {

    private static final int MOST = 1000;

    private final Session session;
    private final View<R> view;
    private final Format format;
    private final List<R> rows = new ArrayList<>();

    /**
     * Shows nothing yet.
     *
     * @param session the run
     * @param view what rows say
     * @param format the form
     */
    public RowStream(Session session, View<R> view, Format format) {
        this.session = session;
        this.view = view;
        this.format = format;
    }

    /**
     * Takes a row.
     *
     * @param row the row
     * @throws IOException if standard output can't be written
     */
    public void accept(R row) throws IOException {
        rows.add(row);
        if (rows.size() == MOST) {
            flush();
        }
    }

    /**
     * Shows what was taken and not shown yet. A table without rows isn't drawn.
     *
     * @throws IOException if standard output can't be written
     */
    public void flush() throws IOException {
        try {
            if (format == Format.JSON) {
                StringBuilder lines = new StringBuilder();
                rows.forEach(row -> lines.append(Json.of(view.object(row))).append('\n'));
                session.terminal().data(lines.toString());
            } else if (!rows.isEmpty()) {
                session.show(Report.of(view, rows), format);
            }
        } catch (Failure e) {
            throw new IOException(FailureWords.of(e), e);
        }
        rows.clear();
    }
}
