package dev.perigee.core.history.kinship;

import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.history.archive.Archive;
import dev.perigee.core.history.pack.PackPlace;
import dev.perigee.core.history.pack.PackRecord;
import dev.perigee.core.history.pack.PackRecord.Follows;
import dev.perigee.core.history.pack.RepeatedTimes;
import dev.perigee.core.outcome.OperationException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.stream.Stream;

/**
 * Which histories were recorded at the same time, of one store: what they hold of the same revisions is the same. One that began when
 * another had ended may be of a store that was put back in between, and one of another cluster of that name is of another one. Used by
 * one thread.
 */
public final class Contemporaries {

    private final Archive archive;
    private final Map<BackupId, Optional<Span>> spans = new HashMap<>();

    /** What is known of a history by its first pack and its newest. */
    record Span(
            BackupId timeline,
            long cluster,
            Instant first,
            Instant last,
            RepeatedTimes repeated,
            Optional<BackupId> follows) {

        boolean meets(Span other) {
            return cluster == other.cluster && (overlaps(other) || isPutBefore(other) || other.isPutBefore(this));
        }

        private boolean overlaps(Span other) {
            return !last.isBefore(other.first) && !other.last.isBefore(first);
        }

        /** It is dated before the one that it follows, for the clock was put back then: their times aren't those of one clock. */
        private boolean isPutBefore(Span other) {
            return follows.filter(other.timeline::equals).isPresent() && timeline.compareTo(other.timeline) < 0;
        }
    }

    /** Histories of several clusters that go on under one name: of each the one that was seen last, that of the newest first. */
    record Strangers(List<Span> spans) {

        private static final Duration LATELY = Duration.ofDays(1);

        /** Copies the list. */
        Strangers {
            spans = List.copyOf(spans);
        }

        private static Strangers of(List<Span> newestFirst) {
            SequencedMap<Long, Span> byCluster = new LinkedHashMap<>();
            newestFirst.stream()
                    .filter(span -> span.equals(newestFirst.getFirst()) || goesOn(newestFirst.getFirst(), span))
                    .forEach(span -> byCluster.putIfAbsent(span.cluster, span));
            return new Strangers(List.copyOf(byCluster.sequencedValues()));
        }

        /** Recorded at the same time, and not long before the newest was seen last: that may have been set right since. */
        private static boolean goesOn(Span newest, Span span) {
            return newest.cluster != span.cluster
                    && newest.overlaps(span)
                    && span.last.plus(LATELY).isAfter(newest.last);
        }
    }

    /** The packs between which a history lies. */
    private record Ends(BackupId timeline, PackPlace first, PackPlace newest) {

        Optional<Span> span(SortedMap<PackPlace, PackRecord> records) {
            return Optional.ofNullable(records.get(first))
                    .flatMap(begin -> Optional.ofNullable(records.get(newest)).map(end -> span(begin, end)));
        }

        private Span span(PackRecord begin, PackRecord end) {
            Instant seen = begin.moments().getFirst().time();
            return new Span(
                    timeline,
                    begin.cluster().id(),
                    earlier(timeline.time(), seen),
                    end.until(),
                    end.repeated(),
                    begin.follows().map(Follows::timeline));
        }

        /** It is recorded from when its backup was begun; a clock may have been put back then. */
        private static Instant earlier(Instant begun, Instant seen) {
            return begun.isBefore(seen) ? begun : seen;
        }
    }

    public Contemporaries(Archive archive) {
        this.archive = archive;
    }

    /** Asks at once for what is to be known of several. */
    public void look(Collection<BackupId> timelines) throws OperationException {
        List<Ends> unknown = timelines.stream()
                .filter(timeline -> !spans.containsKey(timeline))
                .map(this::ends)
                .toList();
        SortedMap<PackPlace, PackRecord> records = archive.any(unknown.stream()
                .flatMap(ends -> Stream.of(ends.first(), ends.newest()))
                .distinct()
                .toList());
        unknown.forEach(ends -> spans.put(ends.timeline(), ends.span(records)));
    }

    private Ends ends(BackupId timeline) {
        return new Ends(
                timeline,
                archive.places(timeline).getFirst(),
                archive.newest(timeline).orElseThrow());
    }

    /** Whether two are, or are the same; not if that can't be told. */
    public boolean are(BackupId one, BackupId other) throws OperationException {
        if (one.equals(other)) {
            return true;
        }
        look(List.of(one, other));
        return span(one).flatMap(first -> span(other).filter(first::meets)).isPresent();
    }

    /** Those of some histories that go on under one name, though they are of several clusters; empty if they aren't. */
    Optional<Strangers> strangers(Collection<BackupId> timelines) throws OperationException {
        look(timelines.size() > 1 ? timelines : List.of());
        Strangers found = Strangers.of(timelines.stream()
                .flatMap(timeline -> span(timeline).stream())
                .sorted(Comparator.comparing(Span::last).reversed())
                .toList());
        return found.spans().size() > 1 ? Optional.of(found) : Optional.empty();
    }

    /** Whether two are of one cluster, whenever they were recorded; not if that can't be told. */
    public boolean areOfOneCluster(BackupId one, BackupId other) throws OperationException {
        look(List.of(one, other));
        return span(one)
                .flatMap(first -> span(other).filter(second -> first.cluster() == second.cluster()))
                .isPresent();
    }

    /** The times around one that came twice while a history was recorded; empty if it came once, as far as that can be told. */
    public Optional<RepeatedTimes.Span> repeated(BackupId timeline, Instant time) throws OperationException {
        look(List.of(timeline));
        return span(timeline).flatMap(span -> span.repeated().at(time));
    }

    /** Whether a history was recorded beyond a time, by its own clock; not if that can't be told. */
    public boolean isRecordedBeyond(BackupId timeline, Instant time) throws OperationException {
        look(List.of(timeline));
        return span(timeline).filter(span -> span.last().isAfter(time)).isPresent();
    }

    /** Whether a history says that it goes on from another, directly or through others; not if that can't be told. */
    public boolean follows(BackupId later, BackupId earlier) throws OperationException {
        return new Lineage<>(this::before).follows(later, earlier);
    }

    private Optional<BackupId> before(BackupId timeline) throws OperationException {
        look(archive.places(timeline).isEmpty() ? List.of() : List.of(timeline));
        return span(timeline).flatMap(Span::follows);
    }

    private Optional<Span> span(BackupId timeline) {
        return spans.getOrDefault(timeline, Optional.empty());
    }
}
