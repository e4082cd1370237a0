package dev.perigee.cli.snapshot;

import dev.perigee.cli.console.ExitCode;
import dev.perigee.cli.console.Failure;
import dev.perigee.cli.console.Failures;
import dev.perigee.cli.console.Session;
import dev.perigee.cli.output.Format;
import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.removal.RemovalPlan;
import dev.perigee.core.removal.RemovalPlan.Line;
import dev.perigee.core.removal.RemovalPlan.SinkPlan;
import dev.perigee.core.removal.RemovalResult;
import dev.perigee.core.removal.RemovalResult.SinkRemoval;
import dev.perigee.core.report.RemovalRow;
import java.util.List;

/** Shows what a prune or a deletion came to. */
final class Removals {

    private Removals() {}

    /** What else is lost with what goes: to be read before it does. */
    static void losses(Session session, RemovalPlan plan) {
        plan.sinks().forEach(sink -> sink.losses().forEach(session::warn));
    }

    /** Known where holds follow the retention. */
    private static String until(RemovalResult result, SinkRemoval removal, BackupId id) {
        return result.plan().sinks().stream()
                .filter(sink -> sink.sink().equals(removal.sink()))
                .flatMap(sink -> sink.lines().stream())
                .filter(line -> line.id().equals(id))
                .flatMap(line -> line.heldUntil().stream())
                .findFirst()
                .map(until -> " until " + until)
                .orElse(" for now");
    }

    private static void held(Session session, RemovalResult result) {
        for (SinkRemoval sink : result.sinks()) {
            sink.held().forEach(id -> held(session, sink.sink(), id + until(result, sink, id)));
        }
        for (SinkPlan sink :
                result.executed() ? List.<SinkPlan>of() : result.plan().sinks()) {
            sink.lines().stream()
                    .filter(Line::isHeld)
                    .forEach(line -> held(
                            session,
                            sink.sink(),
                            line.id() + " until " + line.heldUntil().orElseThrow()));
        }
    }

    private static void held(Session session, String sink, String what) {
        session.error("sink '" + sink + "' holds " + what
                + ": it can't be removed before that ends; nothing of it was removed");
    }

    static ExitCode show(Session session, RemovalResult result) throws Failure {
        if (result.executed()) {
            session.report(RemovalRow.of(result), Format.TABLE);
        } else {
            session.show(RemovalRow.of(result), Format.TABLE);
        }
        if (!result.executed()) {
            losses(session, result.plan());
        }
        for (SinkPlan sink : result.plan().sinks()) {
            sink.findings().forEach(session::warn);
            sink.replacement().ifPresent(replacement -> session.note(replacement.text()));
        }
        if (result.named()) {
            held(session, result);
        }
        result.plan().warnings().forEach(warning -> session.error(warning.text()));
        result.sinks().forEach(sink -> sink.failures().forEach(failure -> session.error(failure.text())));
        return Failures.code(result.outcome());
    }
}
