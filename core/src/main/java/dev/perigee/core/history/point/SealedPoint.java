package dev.perigee.core.history.point;

import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.copies.Sought;
import dev.perigee.core.history.archive.Archive;
import dev.perigee.core.history.pack.PackPlace;
import dev.perigee.core.history.pack.PackRecord.Seal;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.sinks.Destination;
import dev.perigee.core.spool.SpoolEntry;
import dev.perigee.core.state.Environment;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Makes the store at a seal of what sinks hold, as a restore would, and holds it against what the member said.
 *
 * @param environment what it stands on
 * @param cluster the cluster's name
 * @param sinks where to look
 * @param timeline the history that the seal is of
 */
public record SealedPoint(Environment environment, String cluster, List<Destination> sinks, BackupId timeline) {

    /** So many records are read in search of a seal. */
    private static final int MOST_READ = 2_000;

    /** Copies the list. */
    public SealedPoint {
        sinks = List.copyOf(sinks);
    }

    /**
     * The newest word of a member that can be held against anything.
     *
     * @return empty if no member was asked yet
     * @throws OperationException INTERRUPTED
     */
    public Optional<Seal> newest() throws OperationException {
        Archive archive = Archive.look(environment, cluster, sinks);
        List<PackPlace> places =
                archive.places(timeline).reversed().stream().limit(MOST_READ).toList();
        return archive.records(places).had().sequencedValues().reversed().stream()
                .flatMap(record -> record.seal().stream())
                .filter(Seal::isComparable)
                .findFirst();
    }

    /**
     * Makes it, and throws it away.
     *
     * @param seal a member's word
     * @return what is wrong; empty if it is what the member said
     * @throws OperationException INTERRUPTED; INPUT_OUTPUT if the spool can't be used
     */
    public Optional<OperationException> finding(Seal seal) throws OperationException {
        try (SpoolEntry scratch = environment.scratch()) {
            Points points = Points.look(environment, Sought.anywhere(cluster, sinks));
            points.make(points.within(timeline, seal.revision()), scratch);
            return Optional.empty();
        } catch (OperationException e) {
            if (e.outcome() == Outcome.INTERRUPTED) {
                throw e;
            }
            return Optional.of(e);
        } catch (IOException e) {
            throw OperationException.ofDisk(
                    "can't use the spool " + environment.state().spool(), e);
        }
    }
}
