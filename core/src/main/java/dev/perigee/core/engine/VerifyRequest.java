package dev.perigee.core.engine;

import dev.perigee.core.catalog.Selector;
import dev.perigee.core.copies.ProvedPacks;
import dev.perigee.core.copies.Sought;
import dev.perigee.core.copies.Verify;
import dev.perigee.core.copies.VerifyResult;
import dev.perigee.core.history.ProvePacks;
import dev.perigee.core.outcome.OperationException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Proves a stored backup again, and the packs of its history behind it.
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
            VerifyResult found =
                    new Verify(run.environment(scope)).run(sought.cluster(), sought.sinks(), which, depth, allSinks);
            return found.with(packs(run, sought, found));
        } catch (OperationException e) {
            throw LocalSnapshot.orNoFile(which, e);
        }
    }

    private List<ProvedPacks> packs(Run run, Sought sought, VerifyResult found) throws OperationException {
        Set<String> asked = found.copies().stream().map(VerifyResult.Copy::sink).collect(Collectors.toSet());
        return new ProvePacks(run.environment(scope), sought.cluster(), sought.sinks()).run(found.id(), depth, asked);
    }
}
