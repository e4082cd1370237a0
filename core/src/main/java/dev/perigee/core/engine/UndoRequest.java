package dev.perigee.core.engine;

import dev.perigee.core.keys.EtcdKeyStore;
import dev.perigee.core.keys.KeyStore;
import dev.perigee.core.keys.PatientKeyStore;
import dev.perigee.core.outcome.Approval;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.outcome.Result;
import dev.perigee.core.putback.PutbackFile;
import dev.perigee.core.putback.PutbackReport;
import dev.perigee.core.putback.PutbackRun;
import dev.perigee.core.putback.PutbackStep;
import dev.perigee.etcd.client.Bytes;
import dev.perigee.etcd.client.KeyRange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Undoes what {@link PutbackRequest} did, however far it came. Keys that somebody else has changed since then are left alone.
 *
 * @param file what that wrote
 * @param cluster which cluster; empty if there is but one
 * @param approval sees the file
 * @param listener is told of every key once it is done
 */
public record UndoRequest(
        Path file, Optional<String> cluster, Approval<PutbackFile> approval, Consumer<PutbackStep> listener)
        implements Request<UndoRequest.Undone> {

    /**
     * What came of it.
     *
     * @param done what was done; empty if it was not approved
     */
    public record Undone(Optional<PutbackReport> done) implements Result {

        /** PARTIAL if keys were left alone, or the failure's. */
        @Override
        public Outcome outcome() {
            return done.map(PutbackRequest.PutBack::outcome).orElse(Outcome.OK);
        }
    }

    @Override
    public Undone in(Run run) throws OperationException, IOException {
        if (Files.isDirectory(file)) {
            throw new OperationException(
                    Outcome.BAD_INPUT, "'" + file + "' is a directory, not what 'keys restore' wrote");
        }
        PutbackFile steps = PutbackFile.open(file);
        try (EtcdKeyStore etcd = EtcdKeyStore.open(run.cluster(cluster).etcd())) {
            KeyStore store = new PatientKeyStore(
                    etcd, EtcdKeyStore::mayPass, run.timing().sleeper());
            requireSameCluster(steps, store);
            return approval.approve(steps)
                    ? new Undone(Optional.of(
                            new PutbackRun(store, steps, PutbackStep.Direction.BACK, false, listener).run()))
                    : new Undone(Optional.empty());
        }
    }

    private void requireSameCluster(PutbackFile steps, KeyStore store) throws OperationException, IOException {
        long here = store.position(KeyRange.of(first(steps))).clusterId();
        if (here != steps.header().clusterId()) {
            throw new OperationException(
                    Outcome.REFUSED,
                    file + " is of cluster " + Long.toHexString(steps.header().clusterId()) + ", and this is cluster "
                            + Long.toHexString(here));
        }
    }

    /** A key that whoever may undo this may read. */
    private static Bytes first(PutbackFile steps) throws IOException {
        Bytes[] first = {Bytes.of("/")};
        steps.forEach(change -> first[0] = change.key());
        return first[0];
    }
}
