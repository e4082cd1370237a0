package dev.perigee.core.report;

import dev.perigee.core.copies.Fetched;
import dev.perigee.core.report.View.Align;
import dev.perigee.core.words.Sizes;
import java.util.List;

/** How a backup that was brought to a file is shown. */
public final class FetchedRow {

    private static final View<Fetched> VIEW = new View<>(
            List.of(
                    Column.of("file", "file", "File", fetched -> fetched.path().toString()),
                    Column.of(
                            "id", "id", "ID", fetched -> fetched.manifest().id().toString()),
                    new Column<>("size", "size", "Size", fetched -> Sizes.human(length(fetched)), FetchedRow::length),
                    Column.of("sink", "sink", "Sink", Fetched::sink)),
            Align.LEFT);

    private FetchedRow() {}

    /** What is there: companions, and what was put together of rows, have another length than what etcd sent. */
    private static long length(Fetched fetched) {
        return fetched.path().toFile().length();
    }

    /**
     * The file.
     *
     * @param fetched what was brought
     * @return one row
     */
    public static Report<Fetched> of(Fetched fetched) {
        return Report.of(VIEW, fetched);
    }
}
