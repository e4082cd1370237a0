package dev.perigee.etcd.client;

/**
 * Whether a cluster is on its way to an older version.
 *
 * @param enabled whether it is
 * @param targetVersion to which; empty if it isn't
 */
public record Downgrade(boolean enabled, String targetVersion) {}
