package dev.perigee.cli.keys;

import dev.perigee.cli.console.ProgressDisplay;
import dev.perigee.cli.console.Session;
import dev.perigee.cli.setup.Setup;
import dev.perigee.cli.setup.Where;
import dev.perigee.core.Environment;
import dev.perigee.core.Fetch;
import dev.perigee.core.Fetched;
import dev.perigee.core.catalog.Selector;
import dev.perigee.core.delivery.Timing;
import dev.perigee.core.keys.EtcdKeyStore;
import dev.perigee.core.keys.KeySource;
import dev.perigee.core.keys.LiveKeySource;
import dev.perigee.core.keys.PatientKeyStore;
import dev.perigee.core.keys.SnapshotKeySource;
import dev.perigee.etcd.format.snapshot.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that say where keys are read: the live cluster, a snapshot file, or a stored backup. */
final class KeysFrom {

    @Option(
            names = "--from",
            paramLabel = "SOURCE",
            description =
                    "A snapshot file, or a stored backup: an id, its unique beginning, or latest. No etcd is needed"
                            + " then. Default: the live cluster.")
    private @Nullable String source;

    @Mixin
    private final Where where = new Where();

    Opened open(Session session, OptionalLong revision, boolean keysOnly) throws Exception {
        Opened opened = new Opened();
        try {
            opened.source = source == null
                    ? live(session, revision, keysOnly, opened)
                    : stored(session, source, revision, opened);
            return opened;
        } catch (Exception e) {
            opened.close();
            throw e;
        }
    }

    private KeySource live(Session session, OptionalLong revision, boolean keysOnly, Opened opened) throws Exception {
        try (Setup setup = Setup.forOneFile(session)) {
            EtcdKeyStore store = opened.closing(
                    EtcdKeyStore.open(setup.cluster(where.cluster()).etcd()));
            PatientKeyStore patient = new PatientKeyStore(
                    store, EtcdKeyStore::mayPass, Timing.system().sleeper());
            return LiveKeySource.at(patient, revision, keysOnly, Instant.now());
        }
    }

    private KeySource stored(Session session, String named, OptionalLong revision, Opened opened) throws Exception {
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        if (named.contains("/") || Files.exists(Path.of(named))) {
            Path file = Path.of(named);
            Instant written = Files.getLastModifiedTime(file).toInstant();
            return opened.closing(SnapshotKeySource.open(file, revision, written, temporary, Progress.NONE));
        }
        Fetched fetched = fetch(session, named, opened);
        return opened.closing(SnapshotKeySource.open(
                fetched.path(), revision, fetched.manifest().id().time(), temporary, Progress.NONE));
    }

    private Fetched fetch(Session session, String named, Opened opened) throws Exception {
        ProgressDisplay progress = new ProgressDisplay(session);
        try (Setup setup = Setup.of(session, where.cluster())) {
            Environment environment = setup.environment(progress);
            Path file = Files.createTempFile("perigee-export-", ".db");
            opened.closing(() -> Files.deleteIfExists(file));
            Fetched fetched =
                    new Fetch(environment).run(where.cluster(setup), where.sinks(setup), Selector.parse(named), file);
            fetched.warnings().forEach(warning -> session.warn(warning.text()));
            return fetched;
        } finally {
            progress.clear();
        }
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
