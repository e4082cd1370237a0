package dev.perigee.cli.keys;

import dev.perigee.cli.console.ExitCode;
import dev.perigee.cli.console.Failure;
import dev.perigee.cli.console.Failures;
import dev.perigee.cli.console.Session;
import dev.perigee.cli.output.Format;
import dev.perigee.core.putback.PutbackReport;
import dev.perigee.core.putback.PutbackStep;
import dev.perigee.core.report.PutbackRow;
import dev.perigee.core.words.Words;

/** Tells what becomes of keys that are put back: each one that was left alone, and how many there were of each. */
final class PutbackSteps {

    /** More than that nobody reads; the count tells the rest. */
    private static final int MOST_NAMED = 1000;

    private final Session session;
    private int named;

    PutbackSteps(Session session) {
        this.session = session;
    }

    void took(PutbackStep step) {
        if (step.action() == PutbackStep.Action.CONFLICT && named++ < MOST_NAMED) {
            session.warn(step.change().key() + " was changed by somebody else meanwhile; it stays as it is");
        }
    }

    /** What was done, as data; how it ended. */
    ExitCode end(PutbackReport report, String hint) throws Failure {
        session.report(PutbackRow.of(report), Format.TABLE);
        if (report.failure().isPresent()) {
            throw Failures.explain(report.failure().get()).withHint("the counts above were done; " + hint);
        }
        long conflicts = report.count(PutbackStep.Action.CONFLICT);
        if (conflicts > 0) {
            session.warn(Words.count(conflicts, "key") + " left alone; the others are done");
        }
        return conflicts == 0 ? ExitCode.OK : ExitCode.PARTIAL;
    }
}
