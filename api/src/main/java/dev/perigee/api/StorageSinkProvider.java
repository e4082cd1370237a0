package dev.perigee.api;

import java.util.Optional;

/**
 * Makes sinks of one type. {@link java.util.ServiceLoader} finds it: say {@code provides
 * dev.perigee.api.StorageSinkProvider with …} in the module descriptor, or name the class in {@code META-INF/services}.
 *
 * <p>A provider has a public constructor without arguments, does nothing in it, and is safe for many threads.
 */
public interface StorageSinkProvider {

    /**
     * The word that stands behind {@code type =} in a sink's block of the configuration.
     *
     * @return lower-case letters, digits and hyphens; the same value at every call
     */
    String type();

    /**
     * Opens a sink. Reads the settings, and does no network I/O: an unreachable store shows at the first verb.
     *
     * <p>A setting nobody asked for is reported to the user as a mistake, so ask for every setting that is known, also
     * for those that the others make unnecessary.
     *
     * @param settings the sink's own block of the configuration
     * @return a sink that the caller closes
     * @throws SinkException INVALID if the settings don't make a sink; {@link SettingException} is turned into that by
     *     the engine
     */
    StorageSink open(SinkSettings settings) throws SinkException;

    /**
     * Where a sink with these settings would keep its backups. Opens nothing, and does no network I/O.
     *
     * @param settings the sink's own block of the configuration
     * @return the place; empty if the provider doesn't tell: then nothing keeps two sinks out of one place
     * @throws SettingException if the settings don't make a sink, which {@link #open} says in its own words
     */
    default Optional<SinkPlace> place(SinkSettings settings) {
        return Optional.empty();
    }
}
