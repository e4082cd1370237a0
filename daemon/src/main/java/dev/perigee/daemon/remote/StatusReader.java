package dev.perigee.daemon.remote;

import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.catalog.DayId;
import dev.perigee.core.catalog.SnapshotId;
import dev.perigee.core.engine.Status;
import dev.perigee.core.engine.Status.Health;
import dev.perigee.core.engine.Status.JobStatus;
import dev.perigee.core.engine.Status.Newest;
import dev.perigee.core.engine.Status.SinkStatus;
import dev.perigee.core.engine.Status.Waiting;
import dev.perigee.core.engine.Status.WaitingBody;
import dev.perigee.core.fleet.FleetView;
import dev.perigee.core.history.standing.HistoryHealth;
import dev.perigee.core.history.standing.HistoryStanding;
import dev.perigee.core.history.standing.HistoryStatus;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.words.FailureWords;
import dev.perigee.etcd.format.json.JsonException;
import dev.perigee.etcd.format.json.JsonNumber;
import dev.perigee.etcd.format.json.JsonObject;
import dev.perigee.etcd.format.json.JsonValue;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what {@code /api/v1/jobs} and {@code /api/v1/spool} answer. Pure. */
final class StatusReader {

    private static final Pattern DAY = Pattern.compile("gravity-(\\d{4})_(\\d{1,2})_(\\d{1,2})");

    private StatusReader() {}

    /** What is no such answer is refused with what is wrong with it. */
    static SeenStatus read(JsonObject jobs, JsonObject spool) throws JsonException, OperationException {
        try {
            String version = text(jobs, "version");
            Optional<String> seen = jobs.string("seen");
            Optional<String> blind = jobs.string("blind").filter(why -> !why.isEmpty());
            if (seen.isEmpty()) {
                throw new OperationException(
                        Outcome.PARTIAL,
                        blind.map(why -> "the daemon can't look at its sinks: " + why)
                                .orElse("the daemon hasn't looked at its sinks yet"),
                        Optional.of("ask again in a moment"),
                        Optional.empty());
            }
            Instant looked = Instant.parse(seen.get());
            Instant now = jobs.string("now").map(Instant::parse).orElse(looked); // which no earlier version tells
            Status status = status(jobs, spool, now);
            Outcome outcome = Outcome.valueOf(text(jobs, "outcome").toUpperCase(Locale.ROOT));
            return new SeenStatus(
                    version,
                    status,
                    looked,
                    outcome == Outcome.OK && blind.isPresent() ? Outcome.PARTIAL : outcome,
                    blind,
                    namesakes(jobs));
        } catch (IllegalArgumentException | DateTimeException | ArithmeticException e) {
            throw new JsonException(FailureWords.of(e));
        }
    }

    /** Where every daemon runs its own jobs, nobody knows of another. */
    private static List<String> namesakes(JsonObject jobs) throws JsonException {
        Optional<JsonObject> fleet = jobs.object("fleet");
        return fleet.isPresent() ? List.copyOf(FleetView.twice(fleet.get().strings("daemons"))) : List.of();
    }

    private static Status status(JsonObject jobs, JsonObject spool, Instant now) throws JsonException {
        List<JobStatus> all = new ArrayList<>();
        for (JsonObject job : objects(jobs, "jobs")) {
            all.add(job(job, now));
        }
        Optional<Waiting> waiting = spool.bool("known").orElse(false) ? Optional.of(waiting(spool)) : Optional.empty();
        Optional<String> full = jobs.string("full").filter(what -> !what.isEmpty()); // which no earlier version tells
        return new Status(now, "", all, waiting, full, Map.of());
    }

    private static JobStatus job(JsonObject job, Instant now) throws JsonException {
        List<SinkStatus> sinks = new ArrayList<>();
        Optional<String> due = Optional.empty();
        for (JsonObject sink : objects(job, "sinks")) {
            sinks.add(sink(sink, now));
            due = sink.string("due");
        }
        return new JobStatus(
                text(job, "job"),
                text(job, "cluster"),
                job.string("schedule").filter(schedule -> !schedule.equals("none")),
                due.map(Instant::parse),
                job.string("leader"),
                sinks,
                history(job));
    }

    /** A daemon of an earlier version says nothing of it. */
    private static Optional<HistoryStatus> history(JsonObject job) throws JsonException {
        Optional<JsonObject> history = job.object("history");
        if (history.isEmpty()) {
            return Optional.empty();
        }
        Optional<JsonObject> standing = history.get().object("standing");
        return Optional.of(new HistoryStatus(
                HistoryHealth.valueOf(text(history.get(), "health").toUpperCase(Locale.ROOT)),
                standing.isPresent() ? Optional.of(HistoryStanding.ofJson(standing.get())) : Optional.empty(),
                text(history.get(), "finding"),
                history.get().string("cure").filter(cure -> !cure.isEmpty())));
    }

    private static SinkStatus sink(JsonObject sink, Instant now) throws JsonException {
        return new SinkStatus(
                text(sink, "sink"),
                Health.valueOf(text(sink, "state").toUpperCase(Locale.ROOT)),
                newest(sink, now),
                Optional.empty(),
                Math.toIntExact(number(sink, "kept").orElse(0)),
                0,
                sink.string("finding").orElse(""),
                sink.string("cure").filter(cure -> !cure.isEmpty()));
    }

    private static Optional<Newest> newest(JsonObject sink, Instant now) throws JsonException {
        Optional<String> id = sink.string("newest");
        OptionalLong age = number(sink, "ageSeconds");
        if (id.isEmpty() || age.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Newest(
                id(id.get(), now.minusSeconds(age.getAsLong())),
                sink.string("proven").map(Instant::parse),
                number(sink, "size")));
    }

    private static BackupId id(String text, Instant time) throws JsonException {
        Optional<BackupId> id = SnapshotId.parse(text);
        Matcher day = DAY.matcher(text);
        if (id.isEmpty() && !day.matches()) {
            throw new JsonException("'" + text + "' is no backup");
        }
        return id.orElseGet(() -> dayId(day, time));
    }

    /** The name doesn't say whose day it is; its age does. */
    private static BackupId dayId(Matcher day, Instant time) {
        LocalDate date = LocalDate.of(
                Integer.parseInt(day.group(1)), Integer.parseInt(day.group(2)), Integer.parseInt(day.group(3)));
        long offset = date.atStartOfDay(ZoneOffset.UTC).toEpochSecond() - time.getEpochSecond();
        return new DayId(date, ZoneOffset.ofTotalSeconds(Math.toIntExact(offset)));
    }

    private static Waiting waiting(JsonObject spool) throws JsonException {
        List<WaitingBody> bodies = new ArrayList<>();
        for (JsonObject body : objects(spool, "waiting")) {
            bodies.add(new WaitingBody(
                    text(body, "cluster"),
                    SnapshotId.parse(text(body, "id")).orElseThrow(() -> new JsonException("a body without an id")),
                    number(body, "length").orElse(0),
                    body.strings("sinks")));
        }
        return new Waiting(bodies);
    }

    private static List<JsonObject> objects(JsonObject in, String name) throws JsonException {
        List<JsonObject> objects = new ArrayList<>();
        for (JsonValue value : in.array(name)) {
            if (!(value instanceof JsonObject object)) {
                throw new JsonException("'" + name + "' holds something else than objects");
            }
            objects.add(object);
        }
        return objects;
    }

    private static String text(JsonObject in, String name) throws JsonException {
        return in.string(name).orElseThrow(() -> new JsonException("'" + name + "' is missing"));
    }

    private static OptionalLong number(JsonObject in, String name) throws JsonException {
        Optional<JsonNumber> number = in.number(name);
        return number.isPresent() ? OptionalLong.of(number.get().asLong()) : OptionalLong.empty();
    }
}
