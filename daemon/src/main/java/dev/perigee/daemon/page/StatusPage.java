package dev.perigee.daemon.page;

import dev.perigee.api.Sha256;
import dev.perigee.core.copies.Listing;
import dev.perigee.core.engine.Status;
import dev.perigee.core.engine.Status.Health;
import dev.perigee.core.engine.Status.JobStatus;
import dev.perigee.core.engine.Status.Newest;
import dev.perigee.core.engine.Status.SinkStatus;
import dev.perigee.core.fleet.FleetRun;
import dev.perigee.core.fleet.FleetState;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.words.Sizes;
import dev.perigee.core.words.Words;
import dev.perigee.daemon.watch.DaemonView;
import dev.perigee.daemon.watch.JobView;
import dev.perigee.daemon.watch.LastRun;
import dev.perigee.daemon.watch.Veil;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Writes the page. */
public final class StatusPage {

    private static final int MOST_BACKUPS = 100;

    private static final String FULL = "The state directory is full: runs can't be remembered.";

    private static final String STYLE = """
            :root{color-scheme:light dark;--fg:#1c1c1c;--bg:#fff;--line:#bbb;--good:#17662f;--bad:#a31515;--dim:#555}
            @media(prefers-color-scheme:dark){:root{--fg:#eee;--bg:#161616;--line:#555;--good:#7ddc96;--bad:#ff9d94;--dim:#bbb}}
            body{font:16px/1.5 system-ui,sans-serif;color:var(--fg);background:var(--bg);max-width:60rem;margin:0 auto;padding:1rem}
            h1{font-size:1.4rem}h2{font-size:1.15rem;margin-top:2rem}
            .scroll{overflow-x:auto}table{border-collapse:collapse;width:100%}p{overflow-wrap:anywhere}
            th,td{text-align:left;padding:.3rem .7rem .3rem 0;border-top:1px solid var(--line);vertical-align:top;white-space:nowrap}
            td.why{border-top:0;padding-top:0;white-space:normal;overflow-wrap:anywhere;max-width:0}
            .good{color:var(--good);fill:var(--good)}.bad{color:var(--bad);fill:var(--bad)}.dim{color:var(--dim)}
            strong.good,strong.bad{font-size:1.1rem}svg{width:100%;height:auto}.axis{stroke:var(--line)}
            """;

    /** The style's digest, for a policy that allows no other. */
    public static final String STYLE_SHA256 =
            Sha256.digest(STYLE.getBytes(StandardCharsets.UTF_8)).base64();

    private StatusPage() {}

    /**
     * The page.
     *
     * @param view what is known
     * @param now what time it is
     * @param comesAgain whether it is to be loaded again each minute: nobody's reading is broken off unasked
     * @return HTML
     */
    public static String of(DaemonView view, Instant now, boolean comesAgain) {
        String instance = view.status().map(Status::instance).orElse("");
        StringBuilder page = new StringBuilder();
        page.append("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">")
                .append("<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">")
                .append(comesAgain ? "<meta http-equiv=\"refresh\" content=\"60\">" : "")
                .append("<title>")
                .append(Html.text(title(view, instance)))
                .append("</title><style>")
                .append(STYLE)
                .append("</style></head><body><main><h1>Perigee ")
                .append(Html.text(instance))
                .append("</h1><p>")
                .append(verdict(view))
                .append("</p>");
        view.status()
                .ifPresent(status -> page.append(jobs(status, view, now))
                        .append(spool(status))
                        .append(backups(status, now)));
        return page.append("<p class=\"dim\">Perigee ")
                .append(Html.text(view.version()))
                .append(view.status()
                        .map(status -> ", sinks looked at " + time(status.at()))
                        .orElse(""))
                .append(comesAgain ? "" : "; with ?refresh=true in the address this page comes again each minute")
                .append("</p></main></body></html>\n")
                .toString();
    }

    private static String title(DaemonView view, String instance) {
        return view.outcome()
                        .map(outcome -> outcome == Outcome.OK ? "well" : "NOT WELL")
                        .orElse("starting")
                + " - Perigee " + instance;
    }

    private static String verdict(DaemonView view) {
        String blind = view.blind()
                .map(why -> mark(false, "The sinks can't be looked at: " + Veil.over(why)) + "<br>")
                .orElse("");
        String fleet = view.fleet()
                .flatMap(FleetState::failure)
                .map(why -> mark(false, "The etcd in which the daemons agree can't be asked: " + why) + "<br>")
                .orElse("");
        return blind
                + fleet
                + view.status()
                        .map(status -> switch (status.outcome()) {
                            case OK -> mark(true, well(status));
                            case OVERDUE -> mark(false, lacks(status));
                            case NO_SPACE -> mark(false, FULL);
                            default -> mark(false, doubts(status));
                        })
                        .orElse("The sinks are being looked at; ask again in a moment.");
    }

    private static String lacks(Status status) {
        boolean backup = status.jobs().stream().anyMatch(JobStatus::lacksBackup);
        boolean history = status.jobs().stream().anyMatch(JobStatus::lacksHistory);
        if (backup && history) {
            return "A backup that was due is missing, and a history is late.";
        }
        return history ? "A history is late." : "A backup that was due is missing.";
    }

    private static String doubts(Status status) {
        Set<Health> healths = healths(status);
        boolean unlisted = healths.stream().anyMatch(Health::isUnlisted);
        List<String> said = new ArrayList<>();
        if (healths.contains(Health.BEHIND)) {
            said.add("No backup is missing yet, but a run failed.");
        }
        if (healths.contains(Health.AMISS)) {
            said.add("A backup lies where it should, but its run left something amiss.");
        }
        if (unlisted) {
            said.add("A sink can't be looked at.");
        }
        if (healths.contains(Health.SUSPECT)
                || (said.isEmpty() && !status.problems().isEmpty())) {
            said.add("A sink isn't as it was left.");
        }
        return String.join(" ", said);
    }

    private static Set<Health> healths(Status status) {
        return status.jobs().stream()
                .flatMap(job -> job.sinks().stream())
                .map(SinkStatus::health)
                .collect(Collectors.toSet());
    }

    private static String well(Status status) {
        return healths(status).contains(Health.NEW)
                ? "No backup is missing; some sinks have still to get their first."
                : "All backups are where they should be.";
    }

    private static String mark(boolean good, String text) {
        return good
                ? "<strong class=\"good\">&#10003; " + Html.text(text) + "</strong>"
                : "<strong class=\"bad\">&#10007; " + Html.text(text) + "</strong>";
    }

    private static String jobs(Status status, DaemonView view, Instant now) {
        StringBuilder html = new StringBuilder("<h2>Jobs</h2>");
        for (JobStatus job : status.jobs()) {
            Optional<JobView> live = view.job(job.name());
            html.append("<h3>")
                    .append(Html.text(job.name()))
                    .append("</h3><p>cluster ")
                    .append(Html.text(job.cluster()))
                    .append(", schedule <code>")
                    .append(Html.text(job.schedule().orElse("none")))
                    .append("</code>, ")
                    .append(live.flatMap(JobView::running)
                            .map(run -> "runs since " + time(run.at()))
                            .orElseGet(() -> live.flatMap(JobView::due)
                                    .or(job::due)
                                    .map(due -> next(due, live.flatMap(JobView::retry), now))
                                    .orElse("runs on demand")))
                    .append(leader(view, job.name()))
                    .append("</p>")
                    .append(live.flatMap(JobView::lastBackup)
                            .map(run -> lastRun(run, job.sinks()))
                            .or(() -> view.lastInFleet(job.name()).map(StatusPage::lastRun))
                            .orElse(""))
                    .append(table("sink", "state", "newest", "proven", "size", "kept"));
            job.sinks().forEach(sink -> html.append(sink(sink, now)));
            html.append("</tbody></table></div>");
            job.history().ifPresent(history -> html.append(HistoryPart.of(history, now)));
        }
        view.jobs().stream().filter(JobView::leaving).forEach(job -> html.append(leaving(job)));
        return html.toString();
    }

    private static String next(Instant due, Optional<Instant> retry, Instant now) {
        return due.isAfter(now)
                ? "next run " + time(due)
                : "overdue since " + time(due)
                        + retry.map(time -> ", tried again " + time(time)).orElse("");
    }

    /** Its run ends as it began. */
    private static String leaving(JobView job) {
        String since = job.running().map(run -> time(run.at())).orElse("");
        return "<h3>" + Html.text(job.plan().name()) + "</h3><p>in the configuration no more, and still runs, since "
                + since + "</p>";
    }

    private static String leader(DaemonView view, String job) {
        return view.fleet()
                .map(fleet -> ", run by "
                        + (view.leads(job)
                                ? "this daemon"
                                : Html.text(view.leader(job).orElse("nobody"))))
                .orElse("");
    }

    /** A failure that another run has made good since, one by hand such as, is no alarm any more. */
    private static String lastRun(LastRun run, List<SinkStatus> sinks) {
        String failure = Veil.over(run.error());
        boolean good = run.outcome() == Outcome.OK;
        boolean past = !good && sinks.stream().allMatch(sink -> sink.health() == Health.WELL);
        return "<p class=\"" + (good ? "good" : past ? "dim" : "bad") + "\">last run " + time(run.ended()) + ": "
                + Html.text(run.outcome().name().toLowerCase(Locale.ROOT))
                + (failure.isEmpty() ? "" : ", " + Html.text(failure)) + (past ? "; made good since" : "") + "</p>";
    }

    private static String lastRun(FleetRun run) {
        return "<p>last backup " + time(run.at()) + " by " + Html.text(run.by()) + ": "
                + Html.text(run.backup().map(made -> made.id().toString()).orElse("")) + "</p>";
    }

    private static String sink(SinkStatus sink, Instant now) {
        boolean bad = !sink.sentence().isEmpty();
        String state = sink.health().name().toLowerCase(Locale.ROOT);
        String why = bad
                ? "<tr><td class=\"why dim\" colspan=\"6\">"
                        + Html.text(Veil.over(sink.sentence()
                                + sink.cure().map(cure -> "; " + cure).orElse(""))) + "</td></tr>"
                : "";
        return "<tr><th scope=\"row\">" + Html.text(sink.sink()) + "</th><td class=\"" + (bad ? "bad" : "good") + "\">"
                + (bad ? "&#10007; " : "&#10003; ") + state + "</td>"
                + cell(sink.newest().map(newest -> age(newest.id().time(), now)))
                + cell(sink.newest().flatMap(Newest::proven).map(proven -> age(proven, now)))
                + cell(sink.newest()
                        .flatMap(newest -> newest.length().isPresent()
                                ? Optional.of(Sizes.human(newest.length().getAsLong()))
                                : Optional.empty()))
                + cell(sink.isSeen() ? Optional.of(String.valueOf(sink.kept())) : Optional.empty()) + "</tr>" + why;
    }

    private static String spool(Status status) {
        List<Status.WaitingBody> bodies =
                status.spool().map(Status.Waiting::bodies).orElse(List.of());
        if (bodies.isEmpty()) {
            return "<h2>Spool</h2><p>Nothing waits for a sink.</p>";
        }
        StringBuilder html =
                new StringBuilder("<h2>Spool</h2>").append(table("backup", "cluster", "size", "waits for"));
        bodies.forEach(body -> html.append("<tr><th scope=\"row\">")
                .append(Html.text(body.id()))
                .append("</th>")
                .append(cell(Optional.of(body.cluster())))
                .append(cell(Optional.of(Sizes.human(body.length()))))
                .append(cell(Optional.of(String.join(", ", body.sinks()))))
                .append("</tr>"));
        return html.append("</tbody></table></div>").toString();
    }

    private static String backups(Status status, Instant now) {
        StringBuilder html = new StringBuilder();
        status.listings().forEach((cluster, listing) -> {
            html.append("<h2>Backups of ").append(Html.text(cluster)).append("</h2>");
            if (listing.rows().isEmpty()) {
                html.append("<p>There is none.</p>");
                return;
            }
            html.append(new Timeline(listing.rows(), now).svg(cluster))
                    .append(table("backup", "age", "size", "whole in", "amiss"));
            listing.rows().stream().limit(MOST_BACKUPS).forEach(row -> html.append(backup(row, now)));
            html.append("</tbody></table></div>");
            if (listing.rows().size() > MOST_BACKUPS) {
                html.append("<p class=\"dim\">and ")
                        .append(listing.rows().size() - MOST_BACKUPS)
                        .append(" older ones</p>");
            }
        });
        return html.toString();
    }

    private static String backup(Listing.Row row, Instant now) {
        String amiss = String.join(
                "; ",
                row.copies().stream()
                        .filter(held -> !held.copy().isWhole())
                        .map(held -> held.sink() + ": " + held.copy().standing().finding())
                        .toList());
        return "<tr><th scope=\"row\">" + Html.text(row.id()) + "</th>"
                + cell(Optional.of(age(row.id().time(), now)))
                + cell(
                        row.length().isPresent()
                                ? Optional.of(Sizes.human(row.length().getAsLong()))
                                : Optional.empty())
                + cell(Optional.of(String.join(", ", row.sinks()))) + "<td class=\"bad\">" + Html.text(Veil.over(amiss))
                + "</td></tr>";
    }

    private static String table(String... heads) {
        StringBuilder html = new StringBuilder("<div class=\"scroll\" tabindex=\"0\"><table><thead><tr>");
        for (String head : heads) {
            html.append("<th scope=\"col\">").append(head).append("</th>");
        }
        return html.append("</tr></thead><tbody>").toString();
    }

    private static String cell(Optional<String> text) {
        return "<td>" + Html.text(text.orElse("")) + "</td>";
    }

    private static String age(Instant time, Instant now) {
        return Words.span(Duration.between(time, now)) + " ago";
    }

    private static String time(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
