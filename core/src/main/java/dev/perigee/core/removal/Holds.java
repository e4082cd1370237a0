package dev.perigee.core.removal;

import dev.perigee.api.ObjectKey;
import dev.perigee.api.SinkException;
import dev.perigee.api.SinkException.Kind;
import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.catalog.Catalog;
import dev.perigee.core.delivery.FanOut;
import dev.perigee.core.removal.RemovalPlan.Line;
import dev.perigee.core.retention.HoldPlan.Need;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * What a plan comes to where the store is to hold each backup for as long as retention keeps it: what is still held isn't tried,
 * and what is kept for longer than it is held is held for longer.
 *
 * @param catalog of the backups
 * @param needs until when each whole backup is to be held if it is kept
 * @param now the time
 */
record Holds(Catalog catalog, Map<BackupId, Need> needs, Instant now) {

    private static final int AT_ONCE = 16;

    /** The lines with what is held, and until when; one look at the store for each. */
    List<Line> over(List<Line> lines) throws SinkException {
        List<Line> looked = new ArrayList<>();
        for (int from = 0; from < lines.size(); from += AT_ONCE) {
            List<Line> some = lines.subList(from, Math.min(from + AT_ONCE, lines.size()));
            looked.addAll(atOnce(some));
        }
        return looked;
    }

    private List<Line> atOnce(List<Line> lines) throws SinkException {
        List<Callable<HeldLine>> looks =
                lines.stream().<Callable<HeldLine>>map(line -> () -> look(line)).toList();
        List<Line> decided = new ArrayList<>();
        try {
            for (HeldLine looked : FanOut.run(looks)) {
                if (looked.failure().isPresent()) {
                    throw looked.failure().get();
                }
                decided.add(decide(looked.line(), looked.until()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SinkException(Kind.CANCELLED, "interrupted while looking at what is held");
        }
        return decided;
    }

    /** What was seen of one line's object. */
    private record HeldLine(Line line, Optional<Instant> until, Optional<SinkException> failure) {}

    /** At what makes it a backup, which is held last and thus no longer than the rest. */
    private HeldLine look(Line line) {
        if (!line.remove() && !needs.containsKey(line.id())) {
            return new HeldLine(line, Optional.empty(), Optional.empty());
        }
        ObjectKey key = line.orphan().orElseGet(() -> catalog.record(line.id()));
        try {
            return new HeldLine(line, catalog.sink().heldUntil(key), Optional.empty());
        } catch (SinkException e) {
            Optional<SinkException> failure = Optional.of(e).filter(other -> other.kind() != Kind.NOT_FOUND);
            return new HeldLine(line, Optional.empty(), failure);
        }
    }

    private Line decide(Line line, Optional<Instant> until) {
        Optional<Instant> held = until.filter(now::isBefore);
        if (line.remove()) {
            return held.isPresent() ? line.keptByStore(held.get()) : line;
        }
        Optional<Instant> more = line.orphan().isPresent()
                ? Optional.empty()
                : Optional.ofNullable(needs.get(line.id()))
                        .filter(need -> held.isEmpty() || held.get().isBefore(need.least()))
                        .map(Need::until);
        return line.held(held, more);
    }
}
