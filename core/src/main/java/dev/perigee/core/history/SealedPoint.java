package dev.perigee.core.history;

import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.copies.Sought;
import dev.perigee.core.history.PackRecord.Seal;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.outcome.SinkFailure;
import dev.perigee.core.sinks.Destination;
import dev.perigee.core.spool.SpoolEntry;
import dev.perigee.core.state.Environment;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Makes the store at a seal of what one sink holds, as a restore would, and holds it against what the member said.
 *
 * @param environment what it stands on
 * @param cluster the cluster's name
 * @param sink the sink
 * @param timeline the history that the seal is of
 */
record SealedPoint(Environment environment, String cluster, Destination sink, BackupId timeline) {

    /** What is wrong; empty if it is what the member said. */
    Optional<SinkFailure> finding(Seal seal) throws OperationException {
        try (SpoolEntry scratch = environment.scratch()) {
            Points points = Points.look(environment, Sought.anywhere(cluster, List.of(sink)));
            points.make(points.within(timeline, seal.revision()), scratch);
            return Optional.empty();
        } catch (OperationException e) {
            if (e.outcome() == Outcome.INTERRUPTED) {
                throw e;
            }
            return Optional.of(SinkFailure.of(sink.name(), e));
        } catch (IOException e) {
            throw OperationException.ofDisk(
                    "can't use the spool " + environment.state().spool(), e);
        }
    }
}
