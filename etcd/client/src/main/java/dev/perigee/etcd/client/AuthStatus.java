package dev.perigee.etcd.client;

/**
 * Whether users have to log in.
 *
 * @param enabled whether they have to
 * @param revision grows with every change of users and roles
 */
public record AuthStatus(boolean enabled, long revision) {}
