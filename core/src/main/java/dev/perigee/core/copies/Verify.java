package dev.perigee.core.copies;

import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.catalog.Catalog;
import dev.perigee.core.catalog.Selector;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.sinks.Destination;
import dev.perigee.core.sinks.Sinks;
import dev.perigee.core.state.Environment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Proves a stored backup again. */
public final class Verify {

    /** How closely to look. */
    public enum Depth {
        /** The manifest can be read, and the objects have its lengths; without a manifest, one that fits. Moves no body. */
        QUICK,
        /** The body is fetched, its digest is the manifest's, and the whole structure is checked. */
        FULL,
        /** As FULL, and HashKV is the manifest's, where there is one. */
        DEEP
    }

    private final Environment environment;

    /**
     * A verification of any backup.
     *
     * @param environment what it stands on
     */
    public Verify(Environment environment) {
        this.environment = environment;
    }

    /**
     * Looks at a backup's copies. Changes nothing in the sinks.
     *
     * @param cluster the cluster's name
     * @param sinks where to look
     * @param which the backup
     * @param depth how closely
     * @param allSinks every copy; else the first, local sinks first
     * @return a finding per copy
     * @throws OperationException NOT_FOUND, BAD_INPUT if the id is ambiguous, CONNECTION if no sink answers
     */
    public VerifyResult run(String cluster, List<Destination> sinks, Selector which, Depth depth, boolean allSinks)
            throws OperationException {
        Sinks open = new Sinks(environment);
        BackupLocation located = BackupLocation.find(open, cluster, sinks, which);
        located.tell(environment.progress());
        Candidates candidates = Candidates.look(open, cluster, located);
        Optional<String> conflict = candidates.conflict();
        List<VerifyResult.Copy> copies = new ArrayList<>();
        for (Destination holder :
                allSinks ? located.holders() : located.holders().subList(0, 1)) {
            copies.add(conflict.map(
                            what -> new VerifyResult.Copy(holder.name(), Outcome.DAMAGED, List.of("manifest"), what))
                    .or(() ->
                            candidates.in(holder).flatMap(Candidates::unsigned).map(VerifyResult.Copy::of))
                    .orElseGet(() -> inspected(open, cluster, holder, located.id(), depth)));
        }
        return new VerifyResult(located.id(), copies, located.warnings());
    }

    private VerifyResult.Copy inspected(Sinks open, String cluster, Destination holder, BackupId id, Depth depth) {
        Sinks.Answer<VerifyResult.Copy> answer = open.ask(
                holder,
                sink -> inspection(open.catalog(holder, sink, cluster), holder).inspect(id, depth));
        return answer.value()
                .orElseGet(() -> VerifyResult.Copy.of(answer.failure().orElseThrow()));
    }

    private CopyVerifier inspection(Catalog catalog, Destination holder) {
        return new CopyVerifier(catalog, holder.name(), environment);
    }
}
