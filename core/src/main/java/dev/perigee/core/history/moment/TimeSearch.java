package dev.perigee.core.history.moment;

import dev.perigee.core.history.pack.PackPlace;
import dev.perigee.core.history.pack.PackRecord;
import dev.perigee.core.history.pack.PackRecord.Moment;
import dev.perigee.core.outcome.OperationException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Finds the revision that a store had at a time, with few records read. Pure but for the reading. */
final class TimeSearch {

    private final List<PackPlace> packs;
    private final Reading reading;

    /** Gives a record; empty if it can't be read. */
    @FunctionalInterface
    interface Reading {
        Optional<PackRecord> of(PackPlace place) throws OperationException;
    }

    /**
     * A search.
     *
     * @param packs of one timeline, ascending
     * @param reading reads their records
     */
    TimeSearch(List<PackPlace> packs, Reading reading) {
        this.packs = List.copyOf(packs);
        this.reading = reading;
    }

    /** The last moment that was noted at a time or before; empty if that is before all that can be read. */
    Optional<Moment> find(Instant time) throws OperationException {
        int low = 0;
        int high = packs.size() - 1;
        Optional<Moment> found = Optional.empty();
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int at = middle;
            Optional<PackRecord> record = reading.of(packs.get(at));
            while (record.isEmpty() && at > low) {
                at--;
                record = reading.of(packs.get(at));
            }
            Optional<Moment> moment = record.flatMap(read -> read.lastBy(time));
            if (record.isEmpty() || moment.isPresent()) {
                found = moment.isPresent() ? moment : found;
                low = middle + 1;
            } else {
                high = at - 1;
            }
        }
        return found;
    }
}
