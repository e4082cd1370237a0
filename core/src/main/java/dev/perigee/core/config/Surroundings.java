package dev.perigee.core.config;

import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a configuration takes from the machine around it. Passed in, never looked up.
 *
 * @param environment the environment variables
 * @param installation the folder that holds {@code conf/} and {@code plugins/}; empty if we aren't installed
 * @param systemConfig the system's configuration file, which may be absent: {@code /etc/perigee/perigee.conf}
 * @param hostName this machine's name: the default of {@code instance}
 * @param zone the system's time zone: the default of {@code zone}
 */
public record Surroundings(
        Map<String, String> environment, Optional<Path> installation, Path systemConfig, String hostName, ZoneId zone) {

    /** Where the system's configuration file is. */
    public static final Path SYSTEM_CONFIG = Path.of("/etc/perigee/perigee.conf");

    /** Copies the environment. */
    public Surroundings {
        environment = Map.copyOf(environment);
    }

    /**
     * The machine we run on: its name as the kernel has it, its time zone, the usual place of the system's file.
     *
     * @param environment the environment variables
     * @param installation the folder that holds {@code conf/} and {@code plugins/}; empty if we aren't installed
     * @return the surroundings
     */
    public static Surroundings of(Map<String, String> environment, Optional<Path> installation) {
        return new Surroundings(environment, installation, SYSTEM_CONFIG, HostName.read(), ZoneId.systemDefault());
    }

    /**
     * A variable.
     *
     * @param name of the variable
     * @return its value, or empty if it is unset or empty
     * @throws ConfigException if it holds bytes that are no text
     */
    Optional<String> variable(String name) throws ConfigException {
        Optional<String> value = Optional.ofNullable(environment.get(name)).filter(text -> !text.isEmpty());
        if (value.isPresent() && !EtcdEnvironment.isText(value.get())) {
            throw new ConfigException(
                    List.of(new Problem(name, Optional.empty(), EtcdEnvironment.NO_TEXT, "environment")));
        }
        return value;
    }
}
