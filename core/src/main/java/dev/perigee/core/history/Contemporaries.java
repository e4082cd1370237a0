package dev.perigee.core.history;

import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.outcome.OperationException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which histories were recorded at the same time, of one store: what they hold of the same revisions is the same. One that began when
 * another had ended may be of a store that was put back in between, and one of another cluster of that name is of another one. Used by
 * one thread.
 */
final class Contemporaries {

    private final Archive archive;
    private final Map<BackupId, Optional<Span>> spans = new HashMap<>();

    private record Span(long cluster, Instant first, Instant last) {

        boolean meets(Span other) {
            return cluster == other.cluster && !last.isBefore(other.first) && !other.last.isBefore(first);
        }
    }

    Contemporaries(Archive archive) {
        this.archive = archive;
    }

    /** Whether two are, or are the same; not if that can't be told. */
    boolean are(BackupId one, BackupId other) throws OperationException {
        if (one.equals(other)) {
            return true;
        }
        Optional<Span> first = span(one);
        Optional<Span> second = span(other);
        return first.isPresent() && second.isPresent() && first.get().meets(second.get());
    }

    /** Whether a history was recorded beyond a time, by its own clock; not if that can't be told. */
    boolean isRecordedBeyond(BackupId timeline, Instant time) throws OperationException {
        return span(timeline).filter(span -> span.last().isAfter(time)).isPresent();
    }

    private Optional<Span> span(BackupId timeline) throws OperationException {
        Optional<Span> span = spans.get(timeline);
        if (span == null) {
            span = read(timeline);
            spans.put(timeline, span);
        }
        return span;
    }

    private Optional<Span> read(BackupId timeline) throws OperationException {
        List<PackPlace> packs = archive.places(timeline);
        Optional<PackRecord> first = archive.record(packs.getFirst());
        Optional<PackRecord> last = archive.record(archive.newest(timeline).orElseThrow());
        return first.isEmpty() || last.isEmpty()
                ? Optional.empty()
                : Optional.of(new Span(
                        first.get().cluster().id(),
                        earlier(
                                timeline.time(),
                                first.get().moments().getFirst().time()),
                        last.get().until()));
    }

    /** It is recorded from when its backup was begun; a clock may have been put back then. */
    private static Instant earlier(Instant begun, Instant seen) {
        return begun.isBefore(seen) ? begun : seen;
    }
}
