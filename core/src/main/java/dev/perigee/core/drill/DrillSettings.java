package dev.perigee.core.drill;

import dev.perigee.core.schedule.Schedule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * When a job's restores are played through, and with what.
 *
 * @param schedule when; empty for never
 * @param etcd binaries of etcd, one of each version
 * @param members whether every member of the cluster is restored and started; else one alone
 * @param user who runs the servers where we are root; empty for {@code nobody}, if that can be
 * @param olderWillDo whether the next older backup is drilled where none of the sought one's copies can be restored; that is
 *     a finding all the same
 * @param timeout how long a server may take to start and to answer
 * @param limit how long all of it may take
 */
public record DrillSettings(
        Optional<Schedule> schedule,
        List<Path> etcd,
        boolean members,
        Optional<String> user,
        boolean olderWillDo,
        Duration timeout,
        Duration limit) {

    /** Never; without a server. */
    public static final DrillSettings DEFAULT = new DrillSettings(
            Optional.empty(), List.of(), false, Optional.empty(), false, Duration.ofMinutes(10), Duration.ofHours(6));

    /** Copies the list. */
    public DrillSettings {
        etcd = List.copyOf(etcd);
    }

    /**
     * Who is to run the servers, and can't.
     *
     * @return the user if this machine has none of that name
     */
    public Optional<String> unknownUser() {
        return user.filter(ServerUser::isUnknown);
    }

    /**
     * Which of the binaries are no etcd. Asks each, as a drill does.
     *
     * @return a sentence's end for each that could be run
     */
    public List<String> foreign() {
        return etcd.stream()
                .filter(Files::isRegularFile)
                .filter(Files::isExecutable)
                .filter(EtcdBinary::isForeign)
                .map(path -> path + ", which is no etcd: it doesn't answer --version with one's version")
                .toList();
    }

    /**
     * The same with other binaries.
     *
     * @param others the binaries
     * @return new settings
     */
    public DrillSettings with(List<Path> others) {
        return new DrillSettings(schedule, others, members, user, olderWillDo, timeout, limit);
    }

    /**
     * The same of every member.
     *
     * @return new settings
     */
    public DrillSettings ofAllMembers() {
        return new DrillSettings(schedule, etcd, true, user, olderWillDo, timeout, limit);
    }

    /**
     * The same where an older backup will do.
     *
     * @return new settings
     */
    public DrillSettings orOlder() {
        return new DrillSettings(schedule, etcd, members, user, true, timeout, limit);
    }

    /**
     * The same with other patience.
     *
     * @param other how long a server may take
     * @return new settings
     */
    public DrillSettings patient(Duration other) {
        return new DrillSettings(schedule, etcd, members, user, olderWillDo, other, limit);
    }
}
