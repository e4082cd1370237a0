package dev.perigee.core.history.joining;

import dev.perigee.api.SinkException;
import dev.perigee.api.StorageSink;
import dev.perigee.core.catalog.UnreadableManifest;
import dev.perigee.core.copies.DecodedCopy;
import dev.perigee.core.history.pack.PackId;
import dev.perigee.core.history.pack.PackPlace;
import dev.perigee.core.history.pack.PackRecord;
import dev.perigee.core.history.pack.PackShelf;
import dev.perigee.core.history.spool.HistorySpool;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.state.Environment;
import dev.perigee.core.words.FailureWords;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Removes from one sink the parts of packs that this machine has joined, once the whole was read back there. What the store holds stays,
 * and is no error: it overlaps.
 *
 * @param environment what it stands on
 * @param sinkName the sink
 * @param cluster the cluster's name
 * @param spool knows what the sink still has to get
 * @param joined what was joined
 * @param warnings hears of a whole that isn't good, and of parts that aren't what was joined
 */
public record Tidying(
        Environment environment,
        String sinkName,
        String cluster,
        HistorySpool spool,
        JoinedPacks joined,
        Consumer<String> warnings) {

    /** Those whose whole the sink has by our word. */
    public List<JoinedPacks.Joined> due() throws IOException {
        List<JoinedPacks.Joined> due = new ArrayList<>();
        for (JoinedPacks.Joined each : joined.all()) {
            if (each.sinks().contains(sinkName) && !spool.owes(each.place().pack(), sinkName)) {
                due.add(each);
            }
        }
        return due;
    }

    /** One after the other; a sink that doesn't answer ends it until the next time. */
    public boolean run(StorageSink sink, List<JoinedPacks.Joined> due) throws SinkException, OperationException {
        PackShelf shelf = new PackShelf(sink, cluster, environment.seals());
        for (JoinedPacks.Joined each : due) {
            Optional<PackRecord> whole = whole(shelf, each);
            if (whole.isPresent()) {
                removeParts(shelf, each);
            }
            settle(each);
        }
        return true;
    }

    private void settle(JoinedPacks.Joined each) throws OperationException {
        try {
            joined.settle(each, sinkName);
        } catch (IOException e) {
            throw OperationException.ofDisk("can't write the history's spool", e);
        }
    }

    /** The whole, if it is what was joined; it may not have come to be, or somebody has removed it. */
    private Optional<PackRecord> whole(PackShelf shelf, JoinedPacks.Joined each) throws SinkException {
        try {
            PackRecord record = shelf.read(each.place());
            Optional<String> finding = each.isWhatIsIn(record)
                    ? storedDifference(shelf, record)
                    : Optional.of("is said to hold other rows by its record, the .json beside it");
            finding.ifPresent(what -> warnOf(each, record.object().key() + " " + what));
            return finding.isEmpty() ? Optional.of(record) : Optional.empty();
        } catch (UnreadableManifest e) {
            warnOf(each, FailureWords.of(e));
            return Optional.empty();
        } catch (SinkException e) {
            if (e.kind() == SinkException.Kind.NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private void warnOf(JoinedPacks.Joined each, String finding) {
        warnings.accept("sink '" + sinkName + "': " + each.place().pack()
                + " isn't the pack that was stored, so that what it was joined of stays: " + finding);
    }

    private Optional<String> storedDifference(PackShelf shelf, PackRecord record) throws SinkException {
        try (InputStream stream = shelf.sink().get(record.object().key(), 0)) {
            return new DecodedCopy(record.object(), environment.identities()).storedDifference(stream);
        } catch (SinkException e) {
            throw e;
        } catch (IOException e) {
            throw new SinkException(
                    SinkException.Kind.UNREACHABLE,
                    record.object().key(),
                    "get of " + record.object().key() + " broke off: " + e,
                    e);
        }
    }

    private void removeParts(PackShelf shelf, JoinedPacks.Joined each) throws SinkException {
        for (PackId part : each.parts().keySet()) {
            PackPlace place = new PackPlace(each.place().timeline(), part);
            Optional<String> finding = strange(shelf, place, each);
            if (finding.isEmpty()) {
                removeUnlessHeld(shelf, place);
            } else {
                warnings.accept("sink '" + sinkName + "': " + part + " isn't the pack that was joined to "
                        + each.place().pack() + ", so that it stays: " + finding.get()
                        + "; 'perigee snapshot verify " + each.place().timeline() + "' tells what it is");
            }
        }
    }

    /** What can't be accounted for isn't removed; what is gone, or has gone by half, is. */
    private static Optional<String> strange(PackShelf shelf, PackPlace place, JoinedPacks.Joined each)
            throws SinkException {
        try {
            return each.isPart(shelf.read(place))
                    ? Optional.empty()
                    : Optional.of("its record, the .json beside it, tells other things than it told then");
        } catch (UnreadableManifest e) {
            return Optional.of(FailureWords.of(e));
        } catch (SinkException e) {
            if (e.kind() == SinkException.Kind.NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** What the store holds goes when it lets go: as too old, an hour later. */
    public static void removeUnlessHeld(PackShelf shelf, PackPlace place) throws SinkException {
        try {
            shelf.remove(place);
        } catch (SinkException e) {
            if (e.kind() != SinkException.Kind.HELD) {
                throw e;
            }
        }
    }
}
