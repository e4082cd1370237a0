package dev.perigee.core.engine;

import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.outcome.Result;
import dev.perigee.core.progress.ProgressEvent;
import dev.perigee.etcd.format.snapshot.HashKv;
import dev.perigee.etcd.format.snapshot.RevisionNotHeldException;
import java.io.IOException;

/**
 * Computes the hash by which etcd compares stores.
 *
 * @param source the snapshot
 * @param scope whose, and where to look, if it is stored
 * @param revision up to which revision; 0 for the newest
 */
public record HashKvRequest(Source source, Scope scope, long revision) implements Request<HashKvRequest.Hashed> {

    /**
     * The hash.
     *
     * @param hash with the revisions that it is of
     */
    public record Hashed(HashKv hash) implements Result {

        @Override
        public Outcome outcome() {
            return Outcome.OK;
        }
    }

    @Override
    public Hashed in(Run run) throws OperationException, IOException {
        try (LocalSnapshot local = LocalSnapshot.of(run, source, scope)) {
            HashKv hash = local.read(snapshot -> snapshot.hashKv(revision, run.reading()));
            local.requireStated(hash, revision == 0)
                    .ifPresent(note -> run.progress().on(new ProgressEvent.Note(note)));
            return new Hashed(hash);
        } catch (RevisionNotHeldException e) {
            throw LocalSnapshot.beyond(e, source);
        }
    }
}
