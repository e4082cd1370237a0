package dev.perigee.daemon.systemd;

import java.util.Map;

/** Whoever started us and wants to know how we fare: systemd, or nobody. Safe for many threads. */
@FunctionalInterface
public interface ServiceManager {

    /** Nobody. */
    ServiceManager NONE = message -> {};

    /**
     * Tells it. Never throws, and takes a second at most.
     *
     * @param message lines {@code NAME=VALUE}, as in sd_notify(3)
     */
    void tell(String message);

    /**
     * Whoever the environment names.
     *
     * @param environment the process's variables
     * @return systemd if {@code NOTIFY_SOCKET} is set, else nobody
     */
    static ServiceManager of(Map<String, String> environment) {
        String socket = environment.getOrDefault("NOTIFY_SOCKET", "");
        return socket.isEmpty() ? NONE : new NotifySocket(socket);
    }
}
