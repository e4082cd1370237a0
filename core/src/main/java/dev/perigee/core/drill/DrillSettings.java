package dev.perigee.core.drill;

import dev.perigee.core.schedule.Schedule;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * When a job's restores are played through, and with what.
 *
 * @param schedule when; empty for never
 * @param etcd binaries of etcd, one of each version; without one of the backup's version no server is started
 * @param timeout how long a server may take to start and answer; positive
 */
public record DrillSettings(Optional<Schedule> schedule, List<Path> etcd, Duration timeout) {

    /** Never; without a server. */
    public static final DrillSettings DEFAULT = new DrillSettings(Optional.empty(), List.of(), Duration.ofMinutes(10));

    /** Copies the list. */
    public DrillSettings {
        etcd = List.copyOf(etcd);
    }
}
