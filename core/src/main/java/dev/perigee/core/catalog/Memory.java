package dev.perigee.core.catalog;

/**
 * What this installation remembers where one sink is concerned.
 *
 * @param cache what the sink's manifests were when they were read
 * @param known what was made or proven here, whatever the sink says
 */
public record Memory(ManifestCache cache, KnownBackups known) {}
