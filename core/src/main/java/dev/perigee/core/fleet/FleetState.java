package dev.perigee.core.fleet;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How a daemon stands among the others.
 *
 * @param lease its own; 0 before it has one
 * @param mine the jobs that it may run now, with the fence of each; empty once its lease may be over
 * @param view what it saw last
 * @param failure why etcd couldn't be asked the last time; empty if it could
 */
public record FleetState(long lease, Map<String, Long> mine, FleetView view, Optional<String> failure) {

    /** Before the first look. */
    public static final FleetState NEW = new FleetState(0, Map.of(), FleetView.EMPTY, Optional.empty());

    /** Copies the map; it is sorted by name. */
    public FleetState {
        mine = Collections.unmodifiableMap(new TreeMap<>(mine));
    }
}
