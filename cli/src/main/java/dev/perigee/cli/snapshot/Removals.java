package dev.perigee.cli.snapshot;

import dev.perigee.cli.console.ExitCode;
import dev.perigee.cli.console.Failure;
import dev.perigee.cli.console.Failures;
import dev.perigee.cli.console.Session;
import dev.perigee.cli.output.Format;
import dev.perigee.core.RemovalResult;

/** Shows what a prune or a deletion came to. */
final class Removals {

    private Removals() {}

    static ExitCode show(Session session, RemovalResult result) throws Failure {
        if (result.executed()) {
            session.report(RemovalRow.VIEW, RemovalRow.done(result), Format.TABLE);
        } else {
            session.show(RemovalRow.VIEW, RemovalRow.done(result), Format.TABLE);
        }
        result.plan().warnings().forEach(warning -> session.error(warning.text()));
        result.sinks().forEach(sink -> sink.failures().forEach(failure -> session.error(failure.text())));
        return Failures.code(result.outcome());
    }
}
