package dev.perigee.core.report;

import dev.perigee.core.engine.Status;
import dev.perigee.core.engine.Status.JobStatus;
import dev.perigee.core.engine.Status.Newest;
import dev.perigee.core.engine.Status.SinkStatus;
import dev.perigee.core.report.View.Align;
import dev.perigee.core.words.Sizes;
import dev.perigee.core.words.Words;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How it stands with one sink of a job.
 *
 * @param job the job
 * @param sink the sink
 * @param now from when its ages count
 */
public record StatusDocument(JobStatus job, SinkStatus sink, Instant now) {

    private static final List<Column<StatusDocument>> COLUMNS = List.of(
            Column.of("job", "job", "Job", row -> row.job.name()),
            Column.<StatusDocument>of("cluster", "cluster", "Cluster", row -> row.job.cluster())
                    .spareIfAlike(),
            Column.of("sink", "sink", "Sink", row -> row.sink.sink()),
            Column.of("state", "state", "State", StatusDocument::state),
            new Column<>(
                    "age",
                    "ageSeconds",
                    "Age",
                    row -> row.newest(backup -> Words.span(row.age(backup))).orElse(row.sink.isSeen() ? "never" : "?"),
                    row -> row.newest(backup -> row.age(backup).toSeconds()).orElse(null)),
            new Column<StatusDocument>(
                            "proven",
                            "proven",
                            "Proven",
                            row -> row.newest(Newest::proven)
                                    .flatMap(proven -> proven)
                                    .map(time -> Words.span(Duration.between(time, row.now)) + " ago")
                                    .orElse(""),
                            row -> row.newest(Newest::proven)
                                    .flatMap(proven -> proven)
                                    .map(Instant::toString)
                                    .orElse(null))
                    .spare(),
            new Column<StatusDocument>(
                            "size",
                            "size",
                            "Size",
                            row -> row.length() < 0 ? "" : Sizes.human(row.length()),
                            row -> row.length() < 0 ? null : row.length())
                    .spare(),
            new Column<StatusDocument>(
                            "kept",
                            "kept",
                            "Kept",
                            row -> row.sink.isSeen() ? String.valueOf(row.sink.kept()) : "",
                            row -> row.sink.isSeen() ? row.sink.kept() : null)
                    .spare(),
            new Column<>(
                    "next",
                    "due",
                    "Next",
                    row -> row.due().orElse("on demand"),
                    row -> row.due().orElse(null)),
            new Column<StatusDocument>(
                            "newest",
                            "newest",
                            "Newest",
                            StatusDocument::id,
                            row -> row.id().isEmpty() ? null : row.id())
                    .spare(),
            Column.inJsonOnly("leader", row -> row.job.leader().orElse(null)),
            Column.inJsonOnly("finding", row -> row.sink.sentence()),
            Column.inJsonOnly("cure", row -> row.sink.cure().orElse("")));

    private static final View<StatusDocument> VIEW =
            with(Column.inJsonOnly("history", StatusDocument::history), COLUMNS.size());

    /** Where a job has a history. */
    private static final View<StatusDocument> WITH_HISTORY =
            with(new Column<>("history", "history", "History", StatusDocument::behind, StatusDocument::history), 5);

    private static View<StatusDocument> with(Column<StatusDocument> column, int at) {
        List<Column<StatusDocument>> columns = new ArrayList<>(COLUMNS);
        columns.add(at, column);
        return new View<>(columns, Align.LEFT);
    }

    /**
     * How it stands.
     *
     * @param status with all jobs
     * @return a row for each sink of each job
     */
    public static Report<StatusDocument> of(Status status) {
        return of(status, status.at());
    }

    /**
     * How it stands, with ages as of another moment than that of the look.
     *
     * @param status with all jobs
     * @param now what time it is
     * @return a row for each sink of each job
     */
    public static Report<StatusDocument> of(Status status, Instant now) {
        boolean histories = status.jobs().stream().anyMatch(job -> job.history().isPresent());
        return Report.of(
                histories ? WITH_HISTORY : VIEW,
                status.jobs().stream()
                        .flatMap(job -> job.sinks().stream().map(sink -> new StatusDocument(job, sink, now)))
                        .toList());
    }

    private @Nullable Object history() {
        return job.history().map(seen -> HistoryDocument.of(seen, now)).orElse(null);
    }

    private String behind() {
        return job.history()
                .map(seen -> HistoryDocument.behind(seen, sink.sink(), now))
                .orElse("");
    }

    private String state() {
        return sink.health().name().toLowerCase(Locale.ROOT);
    }

    private <T> Optional<T> newest(Function<Newest, @Nullable T> value) {
        return sink.newest().map(value);
    }

    private Duration age(Newest newest) {
        return Duration.between(newest.id().time(), now);
    }

    private String id() {
        return sink.newest().map(newest -> newest.id().toString()).orElse("");
    }

    private long length() {
        return sink.newest().map(newest -> newest.length().orElse(-1)).orElse(-1L);
    }

    private Optional<String> due() {
        return job.due().map(time -> time.truncatedTo(ChronoUnit.SECONDS).toString());
    }
}
