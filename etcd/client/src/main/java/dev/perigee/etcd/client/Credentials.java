package dev.perigee.etcd.client;

import dev.perigee.api.Secret;

/**
 * A user of etcd's own auth.
 *
 * @param user the name; a snapshot needs the root role
 * @param password the password
 */
public record Credentials(String user, Secret password) {}
