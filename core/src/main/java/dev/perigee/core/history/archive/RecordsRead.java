package dev.perigee.core.history.archive;

import dev.perigee.core.history.pack.PackPlace;
import dev.perigee.core.history.pack.PackRecord;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The records of one sink that were read for one answer, as far as there is room: whoever looks for what to advise instead asks for them
 * again and again. Safe for many threads.
 */
final class RecordsRead {

    /** Times and leases, of which each takes some hundred bytes; strangers may write records of any number. */
    private static final int MOST = 100_000;

    private final Map<PackPlace, PackRecord> records = new HashMap<>();
    private int room = MOST;

    synchronized Optional<PackRecord> find(PackPlace place) {
        return Optional.ofNullable(records.get(place));
    }

    synchronized void keep(PackRecord record) {
        int taken = 1 + record.moments().size() + record.leases().size();
        if (taken <= room && records.putIfAbsent(record.place(), record) == null) {
            room -= taken;
        }
    }
}
