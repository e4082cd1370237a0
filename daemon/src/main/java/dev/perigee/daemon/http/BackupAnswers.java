package dev.perigee.daemon.http;

import dev.perigee.core.catalog.Selector;
import dev.perigee.core.copies.Shown;
import dev.perigee.core.copies.Verify.Depth;
import dev.perigee.core.copies.VerifyResult;
import dev.perigee.core.engine.DeleteRequest;
import dev.perigee.core.engine.ListRequest;
import dev.perigee.core.engine.ListResult;
import dev.perigee.core.engine.Scope;
import dev.perigee.core.engine.ShowRequest;
import dev.perigee.core.engine.VerifyRequest;
import dev.perigee.core.outcome.Approval;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Result;
import dev.perigee.core.outcome.SinkFailure;
import dev.perigee.core.removal.RemovalResult;
import dev.perigee.core.report.Json;
import dev.perigee.core.report.ListedRow;
import dev.perigee.core.report.RemovalRow;
import dev.perigee.core.report.Report;
import dev.perigee.core.report.ShownRow;
import dev.perigee.core.report.VerifiedRow;
import dev.perigee.daemon.http.Route.Access;
import dev.perigee.daemon.watch.Veil;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The stored backups.
 *
 * @param turns the engine
 */
record BackupAnswers(Turns turns) {

    private static final String ONE = "/api/v1/backups/{name}";

    List<Route> routes() {
        return List.of(
                new Route("GET", "/api/v1/backups", Access.READER, Set.of("cluster", "sink"), this::list),
                new Route("GET", ONE, Access.READER, Set.of("cluster", "sink"), this::show),
                new Route(
                        "POST",
                        ONE + "/verify",
                        Access.OPERATOR,
                        Set.of("cluster", "sink", "depth", "all"),
                        this::verify),
                new Route("DELETE", ONE, Access.OPERATOR, Set.of("cluster", "sink", "force", "approve"), this::delete));
    }

    private Reply list(Question question) throws Refused, OperationException {
        ListResult result = turns.run(new ListRequest(scope(question), Optional.empty()));
        return reply(200, result, "backups", ListedRow.of(result));
    }

    private Reply show(Question question) throws Refused, OperationException {
        Shown shown = turns.run(new ShowRequest(Selector.parse(question.name()), scope(question)));
        return reply(200, shown, "backups", ShownRow.of(shown));
    }

    private Reply verify(Question question) throws Refused, OperationException {
        VerifyResult result = turns.run(new VerifyRequest(
                Selector.parse(question.name()), scope(question), depth(question), question.flag("all")));
        return reply(HttpFailure.status(result.outcome()), result, "copies", VerifiedRow.of(result));
    }

    /** A name that stands for another backup tomorrow is no name to delete by. */
    private Reply delete(Question question) throws Refused, OperationException {
        boolean approved = question.flag("approve");
        RemovalResult result = turns.run(new DeleteRequest(
                List.of(new Selector.Prefix(question.name())),
                scope(question),
                question.flag("force"),
                approved ? Approval.granted() : Approval.withheld()));
        return reply(HttpFailure.status(result.outcome()), result, "plan", RemovalRow.of(result));
    }

    private static Scope scope(Question question) {
        return new Scope(question.text("cluster"), question.text("sink"));
    }

    private static Depth depth(Question question) throws Refused {
        return switch (question.text("depth").orElse("full")) {
            case "quick" -> Depth.QUICK;
            case "full" -> Depth.FULL;
            case "deep" -> Depth.DEEP;
            default -> throw new Refused(400, "the parameter 'depth' takes quick, full or deep", "");
        };
    }

    private static <R> Reply reply(int status, Result result, String name, Report<R> report) {
        Map<String, @Nullable Object> value = new LinkedHashMap<>();
        value.put("outcome", result.outcome().name().toLowerCase(Locale.ROOT));
        value.put(
                "problems",
                result.problems().stream()
                        .distinct()
                        .map(BackupAnswers::problem)
                        .toList());
        if (status != 200) {
            value.put("error", problem(result).map(BackupAnswers::sentence).orElse("not all is well"));
            value.put("hint", problem(result).map(BackupAnswers::cure).orElse(""));
        }
        value.put(name, report.rows().stream().map(report.view()::object).toList());
        return new Reply(status, "application/json", Veil.over(Json.of(value)) + "\n", Map.of());
    }

    private static Optional<SinkFailure> problem(Result result) {
        return result.problems().stream().findFirst();
    }

    static Map<String, @Nullable Object> problem(SinkFailure failure) {
        Map<String, @Nullable Object> value = new LinkedHashMap<>();
        value.put("sink", failure.sink());
        value.put("error", sentence(failure));
        value.put("hint", cure(failure));
        return value;
    }

    private static String sentence(SinkFailure failure) {
        return HttpFailure.asParameters(failure.sentence());
    }

    private static String cure(SinkFailure failure) {
        return HttpFailure.asParameters(failure.cure().orElse(""));
    }
}
