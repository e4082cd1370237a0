package dev.perigee.daemon.systemd;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the service manager is told, and how often it wants to hear from us. The daemon's own loop calls {@link #alive}, and
 * nobody else: if it is stuck, the manager hears nothing, and starts the daemon again.
 */
public final class Supervision {

    /** Beyond the time that something may take, for the machine to be slow in. */
    private static final Duration MARGIN = Duration.ofSeconds(10);

    private final ServiceManager manager;
    private final Optional<Duration> watchdog;
    private String status = "";

    /**
     * By a manager.
     *
     * @param manager who is told
     * @param watchdog after how long a silence it starts us again; empty if it never does
     */
    public Supervision(ServiceManager manager, Optional<Duration> watchdog) {
        this.manager = manager;
        this.watchdog = watchdog;
    }

    /** By nobody. */
    public static Supervision none() {
        return new Supervision(ServiceManager.NONE, Optional.empty());
    }

    /**
     * As the environment says.
     *
     * @param environment the process's variables
     * @param process our own process id: a watchdog may be another's
     * @return the supervision
     */
    public static Supervision of(Map<String, String> environment, long process) {
        return new Supervision(ServiceManager.of(environment), watchdog(environment, process));
    }

    /** As sd_watchdog_enabled(3) has it; what isn't a number is none. */
    static Optional<Duration> watchdog(Map<String, String> environment, long process) {
        Optional<Long> meant = number(environment, "WATCHDOG_PID");
        return meant.isPresent() && meant.get() != process
                ? Optional.empty()
                : number(environment, "WATCHDOG_USEC")
                        .map(micros -> Duration.of(micros, TimeUnit.MICROSECONDS.toChronoUnit()));
    }

    private static Optional<Long> number(Map<String, String> environment, String name) {
        String text = environment.getOrDefault(name, "");
        return text.matches("[1-9][0-9]{0,17}") ? Optional.of(Long.parseLong(text)) : Optional.empty();
    }

    /**
     * How long the daemon may sleep between two signs of life.
     *
     * @param longest its own bound
     * @return a third of the watchdog's patience, if that is less
     */
    public Duration sleep(Duration longest) {
        return watchdog.map(patience -> patience.dividedBy(3))
                .filter(third -> third.compareTo(longest) < 0)
                .orElse(longest);
    }

    /** The daemon runs its jobs, from its start or from a reload on. */
    public synchronized void ready(String text) {
        status = text;
        manager.tell("READY=1\nSTATUS=" + text);
    }

    /** The loop has come round. The text is told when it has changed. */
    public synchronized void alive(String text) {
        boolean news = !text.equals(status);
        status = text;
        if (watchdog.isPresent() || news) {
            manager.tell(Stream.of(
                            watchdog.map(_ -> "WATCHDOG=1"),
                            news ? Optional.of("STATUS=" + text) : Optional.<String>empty())
                    .flatMap(Optional::stream)
                    .collect(Collectors.joining("\n")));
        }
    }

    /** The configuration is read anew; {@link #ready} follows. The manager wants to know when, by CLOCK_MONOTONIC. */
    public synchronized void reloading() {
        manager.tell("RELOADING=1\nMONOTONIC_USEC=" + TimeUnit.NANOSECONDS.toMicros(System.nanoTime()));
    }

    /** The daemon ends. */
    public synchronized void stopping(String text) {
        status = text;
        manager.tell("STOPPING=1\nSTATUS=" + text);
    }

    /** What runs may take so long to end: the manager is to wait, whatever its own bounds. */
    public synchronized void patience(Duration time) {
        String more = "EXTEND_TIMEOUT_USEC="
                + TimeUnit.NANOSECONDS.toMicros(time.plus(MARGIN).toNanos());
        manager.tell(watchdog.isPresent() ? "WATCHDOG=1\n" + more : more);
    }
}
