package dev.perigee.cli.keys;

import dev.perigee.cli.console.Session;
import dev.perigee.cli.setup.LocalSnapshot;
import dev.perigee.cli.setup.Setup;
import dev.perigee.cli.setup.Where;
import dev.perigee.cli.text.AnyName;
import dev.perigee.core.keys.EtcdKeyStore;
import dev.perigee.core.keys.KeyFilter;
import dev.perigee.core.keys.KeySource;
import dev.perigee.core.keys.LiveKeySource;
import dev.perigee.core.keys.PatientKeyStore;
import dev.perigee.core.keys.SnapshotKeySource;
import dev.perigee.core.time.Timing;
import dev.perigee.etcd.format.snapshot.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that say where keys are read: the live cluster, a snapshot file, or a stored backup. */
final class KeysFrom {

    @Option(
            names = "--from",
            paramLabel = "SOURCE",
            converter = AnyName.class,
            description =
                    "A snapshot file, or a stored backup: an id, its unique beginning, or latest. No etcd is needed"
                            + " then. Default: the live cluster.")
    private @Nullable String source;

    @Mixin
    private final Where where = new Where();

    /** The cluster that is meant; empty if not said. */
    Optional<String> cluster() {
        return where.cluster();
    }

    Opened open(Session session, KeyFilter filter, OptionalLong revision, boolean keysOnly) throws Exception {
        Opened opened = new Opened();
        try {
            opened.source = source == null
                    ? live(session, filter, revision, keysOnly, opened)
                    : stored(session, source, revision, opened);
            return opened;
        } catch (Exception e) {
            opened.close();
            throw e;
        }
    }

    private KeySource live(Session session, KeyFilter filter, OptionalLong revision, boolean keysOnly, Opened opened)
            throws Exception {
        try (Setup setup = Setup.forCluster(session, where.cluster())) {
            EtcdKeyStore store = opened.closing(
                    EtcdKeyStore.open(setup.cluster(where.cluster()).etcd()));
            PatientKeyStore patient = new PatientKeyStore(
                    store, EtcdKeyStore::mayPass, Timing.system().sleeper());
            return LiveKeySource.at(patient, filter, revision, keysOnly, Instant.now());
        }
    }

    private KeySource stored(Session session, String named, OptionalLong revision, Opened opened) throws Exception {
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        LocalSnapshot local = opened.closing(LocalSnapshot.of(session, named, where));
        KeySource keys =
                opened.closing(SnapshotKeySource.open(local.path(), revision, local.taken(), temporary, Progress.NONE));
        if (revision.isEmpty()) {
            local.requireRevision(keys.header().revision());
        }
        return keys;
    }

    /** A source with all that must be closed after it, the last one first. */
    static final class Opened implements AutoCloseable {

        private final Deque<AutoCloseable> toClose = new ArrayDeque<>();
        private @Nullable KeySource source;

        KeySource source() {
            if (source == null) {
                throw new IllegalStateException("nothing was opened");
            }
            return source;
        }

        private <T extends AutoCloseable> T closing(T resource) {
            toClose.push(resource);
            return resource;
        }

        @Override
        public void close() throws IOException {
            IOException failure = null;
            for (AutoCloseable resource : toClose) {
                try {
                    resource.close();
                } catch (IOException e) {
                    failure = e;
                } catch (Exception e) {
                    failure = new IOException(e);
                }
            }
            if (failure != null) {
                throw failure;
            }
        }
    }
}
