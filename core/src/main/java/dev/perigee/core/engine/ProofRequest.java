package dev.perigee.core.engine;

import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.outcome.Result;
import dev.perigee.etcd.format.snapshot.Checks;
import dev.perigee.etcd.format.snapshot.SnapshotProof;
import dev.perigee.etcd.format.snapshot.Trailer;
import java.io.IOException;

/**
 * Checks a snapshot by itself: its digest, if it has one, and its structure. There is no manifest to be compared with.
 *
 * @param source the snapshot
 * @param scope whose, and where to look, if it is stored
 * @param checks what to check
 */
public record ProofRequest(Source source, Scope scope, Checks checks) implements Request<ProofRequest.Proven> {

    /**
     * What was found.
     *
     * @param name what the user knows the snapshot by
     * @param proof what was checked, and what the snapshot says about itself
     */
    public record Proven(String name, SnapshotProof proof) implements Result {

        /**
         * What its digest says.
         *
         * @return MISSING if there is none
         */
        public Trailer trailer() {
            return proof.trailer().orElse(Trailer.MISSING);
        }

        /** DAMAGED if its digest is wrong. */
        @Override
        public Outcome outcome() {
            return trailer() == Trailer.MISMATCH ? Outcome.DAMAGED : Outcome.OK;
        }
    }

    @Override
    public Proven in(Run run) throws OperationException, IOException {
        try (LocalSnapshot local = LocalSnapshot.of(run, source, scope)) {
            SnapshotProof proof = local.read(snapshot -> snapshot.check(checks, run.reading()));
            local.requireStated(proof.facts());
            return new Proven(local.name(), proof);
        }
    }
}
