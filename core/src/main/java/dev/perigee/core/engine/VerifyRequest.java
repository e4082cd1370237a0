package dev.perigee.core.engine;

import dev.perigee.core.catalog.Selector;
import dev.perigee.core.copies.Sought;
import dev.perigee.core.copies.Verify;
import dev.perigee.core.copies.VerifyResult;
import dev.perigee.core.outcome.OperationException;

/**
 * Proves a stored backup again.
 *
 * @param which the backup
 * @param scope whose, and where to look
 * @param depth how closely
 * @param allSinks every copy; else the first that a restore would take
 */
public record VerifyRequest(Selector which, Scope scope, Verify.Depth depth, boolean allSinks)
        implements Request<VerifyResult> {

    @Override
    public VerifyResult in(Run run) throws OperationException {
        Sought sought = run.sought(scope);
        try {
            return new Verify(run.environment(scope)).run(sought.cluster(), sought.sinks(), which, depth, allSinks);
        } catch (OperationException e) {
            throw LocalSnapshot.orNoFile(which, e);
        }
    }
}
