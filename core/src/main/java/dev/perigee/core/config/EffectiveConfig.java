package dev.perigee.core.config;

/** Prints the configuration in force as HOCON, with secrets masked. */
public final class EffectiveConfig {

    private EffectiveConfig() {}

    /**
     * Renders every setting that is in force, also those nobody wrote.
     *
     * <p>A sink's own settings aren't known to us, so they are masked by name: whatever has {@code password},
     * {@code secret}, {@code token}, {@code credential} or {@code key} in its name and doesn't end in {@code -file}.
     * The user part of a URL is masked, too.
     *
     * @param config what is in force
     * @return HOCON, with a line break at the end
     */
    public static String render(PerigeeConfig config) {
        throw new UnsupportedOperationException("being built" + config.instance());
    }
}
