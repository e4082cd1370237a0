package dev.perigee.core.config;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import java.nio.file.Path;
import java.util.List;
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
        Optional<HoconFile> file = ConfigLookup.find(request, surroundings);
        Problems problems = new Problems();
        ConfigObject block = file.flatMap(found -> found.block(problems))
                .orElse(ConfigFactory.empty("defaults").root());
        file.ifPresent(found -> found.refuseMisplaced(ConfigReader.BLOCKS_AND_KEYS, problems));
        ConfigReader reader = new ConfigReader(
                new Block("", block, problems), file.map(HoconFile::path), request, surroundings, problems);
        PerigeeConfig config = reader.read();
        problems.throwIfAny();
        return config;
    }

    /**
     * Where sinks are looked for when there is no time for a configuration: {@code plugins/} of the installation.
     *
     * @return empty if we aren't installed
     */
    public List<Path> installedPlugins() {
        return surroundings.installation().map(folder -> folder.resolve("plugins")).stream()
                .toList();
    }
}
