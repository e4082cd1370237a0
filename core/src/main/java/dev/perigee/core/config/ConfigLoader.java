package dev.perigee.core.config;

/**
 * Finds and reads the configuration. Looks for the file of {@code --config}, else of {@code PERIGEE_CONFIG}, else the
 * system's, else {@code conf/perigee.conf} of the installation; the first that exists is the only one read. Without any,
 * or for blocks it lacks, the defaults are in force: etcd on localhost, a job each midnight, one backup kept in
 * {@code <state dir>/backup}.
 */
public final class ConfigLoader {

    private final Surroundings surroundings;

    /**
     * A loader.
     *
     * @param surroundings what to take from the machine
     */
    public ConfigLoader(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /**
     * Reads the configuration. Touches no file but the configuration, what it includes, and the password files it names.
     *
     * @param request what the command line says
     * @return what is in force
     * @throws ConfigException with everything that is wrong
     */
    public PerigeeConfig load(ConfigRequest request) throws ConfigException {
        throw new UnsupportedOperationException("being built" + surroundings.hostName() + request.order());
    }
}
