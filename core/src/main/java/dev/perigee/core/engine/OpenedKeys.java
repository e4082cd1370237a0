package dev.perigee.core.engine;

import dev.perigee.core.keys.EtcdKeyStore;
import dev.perigee.core.keys.KeyFilter;
import dev.perigee.core.keys.KeySource;
import dev.perigee.core.keys.LiveKeySource;
import dev.perigee.core.keys.PatientKeyStore;
import dev.perigee.core.keys.SnapshotKeySource;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.etcd.format.snapshot.DamagedSnapshotException;
import dev.perigee.etcd.format.snapshot.Progress;
import dev.perigee.etcd.format.snapshot.RevisionNotHeldException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * A source of keys, with what it stands on.
 *
 * @param source where the keys are read
 * @param below the cluster, or the snapshot's file
 */
record OpenedKeys(KeySource source, AutoCloseable below) implements Closeable {

    /**
     * Opens a state.
     *
     * @param run what it stands on
     * @param state of what
     * @param scope which cluster; and for a stored snapshot, where to look
     * @param filter the keys that will be read: of a live cluster no other is looked at
     * @param keysOnly whether values are left out where that spares their way
     */
    static OpenedKeys of(Run run, State state, Scope scope, KeyFilter filter, boolean keysOnly)
            throws OperationException, IOException {
        return state.snapshot().isEmpty()
                ? live(run, state.revision(), scope, filter, keysOnly)
                : stored(run, state.snapshot().get(), state.revision(), scope);
    }

    private static OpenedKeys live(Run run, OptionalLong revision, Scope scope, KeyFilter filter, boolean keysOnly)
            throws OperationException, IOException {
        EtcdKeyStore store = EtcdKeyStore.open(run.cluster(scope.cluster()).etcd());
        try {
            PatientKeyStore patient = new PatientKeyStore(
                    store, EtcdKeyStore::mayPass, run.timing().sleeper());
            return new OpenedKeys(
                    LiveKeySource.at(
                            patient,
                            filter,
                            revision,
                            keysOnly,
                            run.timing().clock().instant()),
                    store);
        } catch (IOException | RuntimeException e) {
            store.close();
            throw e;
        }
    }

    private static OpenedKeys stored(Run run, Source from, OptionalLong revision, Scope scope)
            throws OperationException, IOException {
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        LocalSnapshot local = LocalSnapshot.of(run, from, scope);
        try {
            SnapshotKeySource keys =
                    SnapshotKeySource.open(local.path(), revision, local.taken(), temporary, Progress.NONE);
            requireStated(local, keys);
            return new OpenedKeys(keys, local);
        } catch (RevisionNotHeldException e) {
            local.close();
            throw LocalSnapshot.beyond(e, from);
        } catch (DamagedSnapshotException e) {
            local.close();
            throw local.damaged(e);
        } catch (OperationException | IOException | RuntimeException e) {
            local.close();
            throw e;
        }
    }

    private static void requireStated(LocalSnapshot local, SnapshotKeySource keys)
            throws OperationException, IOException {
        try {
            local.requireStated(keys.facts());
        } catch (OperationException e) {
            keys.close();
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        try (AutoCloseable _ = below;
                KeySource _ = source) {
            // the source first, then what it stands on
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e);
        }
    }
}
