package dev.perigee.core.backup;

import dev.perigee.core.admission.StreamTurns;
import dev.perigee.core.disk.TargetFile;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.source.ClusterSettings;
import dev.perigee.core.source.Manifests;
import dev.perigee.core.source.ProvenSnapshot;
import dev.perigee.core.source.SnapshotSource;
import dev.perigee.core.state.Environment;
import java.nio.file.Path;

/** Takes a snapshot into a file: no sink, no manifest, no prune. */
public final class SaveFile {

    private final Environment environment;

    /**
     * A save to any file.
     *
     * @param environment what it stands on; its state directory and sinks are not used
     */
    public SaveFile(Environment environment) {
        this.environment = environment;
    }

    /**
     * Takes a snapshot into {@code FILE.<process id>.part}, proves it, and renames it to {@code FILE}. An existing file is replaced
     * by the rename and not touched before.
     *
     * @param cluster whose snapshot
     * @param file where to
     * @return what was saved
     * @throws OperationException as {@link Backup#run}; BAD_INPUT if the file is a directory
     */
    public SavedFile run(ClusterSettings cluster, Path file) throws OperationException {
        TargetFile.require(file);
        ProvenSnapshot snapshot =
                new SnapshotSource(environment.timing(), environment.progress(), StreamTurns.FREE).take(cluster, file);
        return new SavedFile(
                file,
                snapshot.length(),
                Manifests.member(snapshot),
                Manifests.facts(snapshot.proof()),
                snapshot.doubt());
    }
}
