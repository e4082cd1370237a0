package dev.perigee.daemon.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.core.catalog.SnapshotId;
import dev.perigee.core.engine.Status;
import dev.perigee.core.engine.Status.Health;
import dev.perigee.core.engine.Status.JobStatus;
import dev.perigee.core.engine.Status.Newest;
import dev.perigee.core.engine.Status.SinkStatus;
import dev.perigee.core.engine.Status.WaitingBody;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.daemon.event.DaemonEvent.DaemonStarted;
import dev.perigee.daemon.event.DaemonEvent.NextDue;
import dev.perigee.daemon.event.DaemonEvent.RunEnded;
import dev.perigee.daemon.event.PlannedJob;
import dev.perigee.daemon.event.RunFailure;
import dev.perigee.daemon.event.RunKind;
import dev.perigee.daemon.watch.DaemonView;
import dev.perigee.daemon.watch.DaemonWatch;
import dev.perigee.daemon.watch.LastRuns;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page's bones: what a browser, a screen reader and a narrow screen rely on. */
class StatusPageTest {

    private static final Instant NOW = Instant.parse("2026-11-23T10:00:05Z");
    private static final Pattern TAG = Pattern.compile("<(/?)([a-z0-9]+)[^>]*?(/?)>");
    private static final Set<String> VOID = Set.of("meta", "br");
    private static final SnapshotId ID = new SnapshotId(NOW.minusSeconds(65), 42, 7);

    @TempDir
    Path folder;

    private static SinkStatus sink(String name, Health health, String sentence) {
        Optional<Newest> newest = health == Health.WELL
                ? Optional.of(new Newest(ID, Optional.of(NOW.minusSeconds(60)), OptionalLong.of(4128)))
                : Optional.empty();
        return new SinkStatus(name, health, newest, Optional.empty(), 1, 4128, sentence, Optional.empty());
    }

    private static Status status() {
        JobStatus job = new JobStatus(
                "<one> & \"two\"",
                "prod",
                Optional.of("@hourly"),
                Optional.of(NOW.plusSeconds(3595)),
                List.of(
                        sink("near", Health.WELL, ""),
                        sink("far", Health.UNREACHABLE, "can't read /var/secret/place of <b>it</b>"),
                        sink("new", Health.NEW, "")));
        return new Status(
                NOW,
                "here",
                List.of(job),
                Optional.of(new Status.Waiting(List.of(new WaitingBody("prod", ID, 4128, List.of("far"))))),
                Optional.empty(),
                Map.of());
    }

    /** Also a job that failed, is overdue, and will be tried again. */
    private DaemonView view() {
        String name = "<one> & \"two\"";
        DaemonWatch watch = new DaemonWatch(
                () -> {
                    throw new OperationException(Outcome.CONNECTION, "nobody looks");
                },
                InstantSource.fixed(NOW),
                new LastRuns(folder.resolve("jobs")));
        Optional<Instant> due = Optional.of(NOW.minusSeconds(5));
        watch.on(new DaemonStarted(
                NOW, "0.1.0", List.of(new PlannedJob(name, "prod", "@hourly", List.of("near"), due))));
        watch.on(new RunEnded(
                NOW,
                name,
                RunKind.BACKUP,
                NOW,
                Outcome.CONNECTION,
                Optional.empty(),
                List.of(),
                Optional.of(new RunFailure("etcd at <script> is away, see /var/log/etcd", Optional.empty()))));
        watch.on(new NextDue(NOW, name, due, Optional.of(NOW.plusSeconds(295))));
        DaemonView seen = watch.view();
        return new DaemonView(
                "0.1.0", seen.started(), false, seen.jobs(), Optional.of(status()), Optional.empty(), Optional.empty());
    }

    private String page() {
        return StatusPage.of(view(), NOW, false);
    }

    @Test
    void everyTagIsClosedInItsPlace() {
        Deque<String> open = new ArrayDeque<>();
        for (Matcher tag = TAG.matcher(page()); tag.find(); ) {
            if (VOID.contains(tag.group(2)) || !tag.group(3).isEmpty()) {
                continue;
            }
            if (tag.group(1).isEmpty()) {
                open.push(tag.group(2));
            } else {
                assertEquals(open.pop(), tag.group(2));
            }
        }
        assertTrue(open.isEmpty(), open::toString);
    }

    @Test
    void whatOthersWroteIsTextAndHoldsNoPath() {
        assertFalse(page().contains("<b>it"), page());
        assertFalse(page().contains("<script"), page());
        assertFalse(page().contains("/var/"), page());
        assertTrue(page().contains("&lt;one&gt; &amp; &quot;two&quot;"), page());
    }

    @Test
    void itHasALanguageATitleOneHeadingAndTablesWithHeads() {
        String page = page();

        assertTrue(page.startsWith("<!doctype html><html lang=\"en\">"));
        assertTrue(page.contains("<title>NOT WELL - Perigee here</title>"), page);
        assertEquals(2, page.split("<h1>", -1).length);
        assertEquals(page.split("<table>", -1).length, page.split("<thead>", -1).length);
        assertFalse(page.contains("<th>"), "each says of what it is the head");
        assertTrue(page.contains("name=\"viewport\" content=\"width=device-width,initial-scale=1\""));
    }

    @Test
    void whatIsWrongIsSaidInWordsAndNotByColourAlone() {
        String page = page();

        assertTrue(page.contains("&#10007; unreachable"), page);
        assertTrue(page.contains("&#10003; new"), page);
        assertTrue(page.contains("overdue since 2026-11-23T10:00:00Z, tried again 2026-11-23T10:05:00Z"), page);
        assertTrue(page.contains("last run 2026-11-23T10:00:05Z: connection, etcd at"), page);
    }

    private static Status standing(Health... healths) {
        List<SinkStatus> sinks =
                Stream.of(healths).map(health -> sink("near", health, "")).toList();
        JobStatus job = new JobStatus("one", "prod", Optional.of("@hourly"), Optional.empty(), sinks);
        return new Status(NOW, "here", List.of(job), Optional.empty(), Optional.empty(), Map.of());
    }

    private DaemonView seen(Status status, Optional<String> blind) {
        return new DaemonView(
                "0.1.0", Optional.of(NOW), false, view().jobs(), Optional.of(status), blind, Optional.empty());
    }

    @Test
    void whetherAllIsWellIsAsTheStatusHasItWhateverAnyRunCameTo() {
        for (Health health : Health.values()) {
            Status status = standing(Health.WELL, health);
            String page = StatusPage.of(seen(status, Optional.empty()), NOW, false);

            assertEquals(status.outcome() == Outcome.OK, page.contains("<title>well"), health + page);
            assertEquals(!page.contains("<title>well"), page.contains("<strong class=\"bad\""), health + page);
        }
        String behind = StatusPage.of(seen(standing(Health.BEHIND, Health.NEW), Optional.empty()), NOW, false);
        assertTrue(behind.contains("No backup is missing yet, but a run failed.</strong>"), behind);
        String both = StatusPage.of(seen(standing(Health.BEHIND, Health.UNREACHABLE), Optional.empty()), NOW, false);
        assertTrue(both.contains("but a run failed. A sink can"), both);
    }

    @Test
    void underATitleThatAllIsWellNoRunIsAnAlarm() {
        JobStatus job = standing(Health.WELL).jobs().getFirst();
        Status well = new Status(
                NOW,
                "here",
                List.of(new JobStatus("<one> & \"two\"", "prod", job.schedule(), job.due(), job.sinks())),
                Optional.empty(),
                Optional.empty(),
                Map.of());

        String page = StatusPage.of(seen(well, Optional.empty()), NOW, false);

        assertTrue(page.contains("<title>well"), page);
        assertTrue(page.contains("; made good since</p>"), page);
        assertFalse(page.contains("class=\"bad\">last run"), page);
        assertTrue(page().contains("class=\"bad\">last run"), page());
    }

    @Test
    void whileNobodyCanLookAllIsNotWellEither() {
        DaemonView view = seen(standing(Health.WELL), Optional.of("no such host"));

        assertEquals(Optional.of(Outcome.PARTIAL), view.outcome());
        assertTrue(StatusPage.of(view, NOW, false).contains("<title>NOT WELL"));
    }

    @Test
    void nobodysReadingIsBrokenOffUnasked() {
        assertFalse(page().contains("refresh\""), page());
        assertTrue(StatusPage.of(view(), NOW, true).contains("<meta http-equiv=\"refresh\" content=\"60\">"));
    }
}
