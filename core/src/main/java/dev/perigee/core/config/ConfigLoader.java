package dev.perigee.core.config;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import java.util.Optional;

/**
 * Finds and reads the configuration. Looks for the file of {@code --config}, else of {@code PERIGEE_CONFIG}, else the
 * system's, else {@code conf/perigee.conf} of the installation; the first that exists is the only one read (the
 * installation's only if it says something). Without any, or for blocks it lacks, the defaults are in force: etcd on
 * localhost, a job each midnight, one backup kept in {@code <state dir>/backup}.
 *
 * <p>A block that is given replaces its default as a whole: {@code sinks} without a local one means no local one. A local
 * sink without {@code directory} gets {@code <state dir>/backup}.
 *
 * <p>{@code ETCDCTL_*} variables fill in what neither flags nor the file say of the cluster, if it is clear which one is
 * meant: there is only one, or a job is named.
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
        Problems problems = new Problems();
        PerigeeConfig config = read(request, problems).config();
        problems.throwIfAny();
        return config;
    }

    /**
     * Reads the configuration for somebody who wants to know all that is wrong with it. Looks at the files and folders
     * that it names, too, as this user; writes nothing.
     *
     * @param request what the command line says
     * @return what would be in force, and what is wrong
     * @throws ConfigException if there is no file, or it can't be read at all
     */
    public InspectedConfig inspect(ConfigRequest request) throws ConfigException {
        Problems problems = new Problems();
        Read read = read(request, problems);
        new NamedFiles(read.block(), read.config(), problems).check();
        return new InspectedConfig(read.config(), problems.all());
    }

    private record Read(Block block, PerigeeConfig config) {}

    private Read read(ConfigRequest request, Problems problems) throws ConfigException {
        Optional<HoconFile> file = ConfigLookup.find(request, surroundings);
        ConfigObject top = file.flatMap(found -> found.block(problems))
                .orElse(ConfigFactory.empty("defaults").root());
        file.ifPresent(found -> found.refuseMisplaced(ConfigReader.BLOCKS_AND_KEYS, problems));
        Block block = new Block("", top, problems);
        ConfigReader reader = new ConfigReader(block, file, request, surroundings, problems);
        return new Read(block, reader.read());
    }
}
