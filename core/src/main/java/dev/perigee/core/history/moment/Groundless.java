package dev.perigee.core.history.moment;

import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.history.archive.Archive;
import dev.perigee.core.history.pack.PackPlace;
import dev.perigee.core.history.pack.PackRecord;
import dev.perigee.core.history.pack.PackRecord.Moment;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.words.Words;
import java.util.List;
import java.util.Optional;

/**
 * What packs tell of a time, of whose history no backup is left. Nothing can be made of them. Where another history was recorded then and
 * later, they tell nothing that it doesn't: somebody has written them. Else they may be all that is left of what was asked for.
 *
 * @param archive knows who holds them
 * @param timeline the backup that they say they go on from
 * @param moment what they tell
 * @param isThere whether something lies in a sink under the name of that backup: then they are no stranger's
 */
public record Groundless(Archive archive, BackupId timeline, Moment moment, boolean isThere) {

    /** Whether a history was still recorded when this was. */
    boolean isWithin(BackupId other) throws OperationException {
        Optional<PackPlace> newest = archive.newest(other);
        Optional<PackRecord> record = newest.isEmpty() ? Optional.empty() : archive.record(newest.get());
        return record.filter(read -> !read.until().isBefore(moment.time())).isPresent();
    }

    /** What a person must know where another history answers. */
    public String warning() {
        return words() + "; another history was recorded at that time, and is taken";
    }

    OperationException failure() {
        String looks = "'perigee snapshot list' says what there is, and why it doesn't count";
        if (isThere) {
            return new OperationException(Outcome.DAMAGED, words(), Optional.of(looks), Optional.empty());
        }
        return new OperationException(
                Outcome.NOT_FOUND,
                words(),
                Optional.of(looks
                        + "; if nobody of yours has recorded that, take its packs out of the sink: what lies under "
                        + PackPlace.prefix(archive.cluster()) + timeline + "/"),
                Optional.empty());
    }

    private String words() {
        List<PackPlace> own = archive.places(timeline);
        PackPlace told = own.stream()
                .filter(place -> place.pack().holds(moment.revision()))
                .findFirst()
                .orElse(own.getFirst());
        return "pack " + told.pack() + " in "
                + Words.listed(
                        archive.holders(told).stream()
                                .map(sink -> "'" + sink + "'")
                                .toList(),
                        "and")
                + " tells of revision " + moment.revision() + " at " + moment.time()
                + ", but no backup of its history, which is said to"
                + " begin with " + timeline + ", counts here";
    }
}
