package dev.perigee.core.copies;

import dev.perigee.api.ObjectKey;
import dev.perigee.api.SinkCapabilities;
import dev.perigee.api.SinkException;
import dev.perigee.api.SinkException.Kind;
import dev.perigee.api.StorageSink;
import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.catalog.Catalog;
import dev.perigee.core.catalog.StoredCopy;
import dev.perigee.core.delivery.FanOut;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

/** Until when a store holds backups: a request for each, at what makes it one, which is held last and thus no longer than the rest. */
public final class HeldRecords {

    private static final int AT_ONCE = 16;

    private HeldRecords() {}

    /**
     * A look at one.
     *
     * @param sink where it lies; not asked if it can't hold objects
     * @param record what makes it a backup
     * @return empty if it isn't there, or isn't held; or if the store won't tell whoever only locks for a fixed time: that needs
     *     no right to look
     * @throws SinkException if the store doesn't tell
     */
    public static Optional<Instant> until(StorageSink sink, ObjectKey record) throws SinkException {
        SinkCapabilities can = sink.capabilities();
        if (!can.holdsObjects()) {
            return Optional.empty();
        }
        try {
            return sink.heldUntil(record);
        } catch (SinkException e) {
            if (e.kind() == Kind.NOT_FOUND || (e.kind() == Kind.DENIED && !can.holdsAsRetained())) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** What became of the looks at a sink's copies; those after a failure aren't made. */
    record Looked(Map<BackupId, Instant> until, Optional<SinkException> failure) {

        static final Looked NONE = new Looked(Map.of(), Optional.empty());
    }

    /** A look at each, several at once. */
    static Looked all(Catalog catalog, List<StoredCopy> copies) throws SinkException {
        Map<BackupId, Instant> until = new HashMap<>();
        for (int from = 0; from < copies.size(); from += AT_ONCE) {
            for (One one : some(catalog, copies.subList(from, Math.min(from + AT_ONCE, copies.size())))) {
                if (one.failure().isPresent()) {
                    return new Looked(until, one.failure());
                }
                one.until().ifPresent(time -> until.put(one.id(), time));
            }
        }
        return new Looked(until, Optional.empty());
    }

    private record One(BackupId id, Optional<Instant> until, Optional<SinkException> failure) {}

    private static List<One> some(Catalog catalog, List<StoredCopy> copies) throws SinkException {
        List<Callable<One>> looks = new ArrayList<>();
        copies.forEach(copy -> looks.add(() -> one(catalog, copy)));
        try {
            return FanOut.run(looks);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SinkException(Kind.CANCELLED, "interrupted while looking at what is held");
        }
    }

    private static One one(Catalog catalog, StoredCopy copy) {
        try {
            return new One(copy.id(), until(catalog.sink(), copy.record().key()), Optional.empty());
        } catch (SinkException e) {
            return new One(copy.id(), Optional.empty(), Optional.of(e));
        }
    }
}
