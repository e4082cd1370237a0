package dev.perigee.core.backup;

import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.catalog.Manifest;
import dev.perigee.core.catalog.StoredCopy;
import dev.perigee.core.catalog.Succession;
import dev.perigee.core.catalog.Timeline;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.progress.ProgressEvent;
import dev.perigee.core.sinks.Destination;
import dev.perigee.core.sinks.Sinks;
import dev.perigee.core.state.Environment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Notices at a new backup that its cluster was restored since the last one. Asks the sinks only where this installation
 * knows nothing of the cluster, or where a timeline seems to begin, which another installation may have seen begin.
 *
 * @param environment what it stands on
 */
record RestoreWatch(Environment environment) {

    /** The manifest with its timeline. */
    Manifest placed(Manifest fresh, List<Destination> destinations) throws OperationException {
        String cluster = fresh.cluster().name();
        KnownTimelines memory = new KnownTimelines(environment.state().timelines(), environment.timing());
        List<Manifest> known = new ArrayList<>(memory.read(cluster));
        Optional<Timeline> timeline = Succession.of(fresh, known);
        if (known.isEmpty() || begins(timeline, fresh)) {
            known.addAll(stored(cluster, destinations));
            timeline = Succession.of(fresh, known);
        }
        Manifest placed = fresh.in(timeline);
        tell(placed, known);
        known.add(placed);
        memory.note(cluster, known);
        return placed;
    }

    private static boolean begins(Optional<Timeline> timeline, Manifest fresh) {
        return timeline.filter(one -> one.start().equals(fresh.id())).isPresent();
    }

    /** A sink that doesn't answer is told of by the upload, which comes next. */
    private List<Manifest> stored(String cluster, List<Destination> destinations) throws OperationException {
        Sinks open = new Sinks(environment);
        return open
                .askAll(
                        open.readable(destinations),
                        destination ->
                                sink -> open.copies(destination, sink, cluster).recent())
                .stream()
                .flatMap(answer -> answer.value().stream().flatMap(List::stream))
                .filter(StoredCopy::isWhole)
                .flatMap(copy -> copy.manifest().stream())
                .toList();
    }

    private void tell(Manifest placed, List<Manifest> known) {
        Optional<BackupId> mine = placed.timeline().map(Timeline::start);
        Optional<BackupId> current = known.stream()
                .flatMap(one -> one.timeline().stream())
                .map(Timeline::start)
                .max(Comparator.naturalOrder());
        if (begins(placed.timeline(), placed)) {
            Timeline timeline = placed.timeline().orElseThrow();
            warn("cluster '" + placed.cluster().name() + "': "
                    + timeline.cause().words() + " after "
                    + timeline.after() + ", as after a restore: a timeline begins with " + placed.id()
                    + ", and 'latest' means its backups from now on; those before it stay, by their ids");
        } else if (current.isPresent() && !mine.equals(current)) {
            warn("cluster '" + placed.cluster().name() + "': " + placed.id()
                    + " goes on with a timeline that was left when " + current.get()
                    + " began another: does a member of before the restore still run? 'latest' passes over it");
        }
    }

    private void warn(String text) {
        environment.progress().on(new ProgressEvent.Warning(text));
    }
}
