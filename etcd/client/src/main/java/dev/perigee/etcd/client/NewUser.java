package dev.perigee.etcd.client;

import dev.perigee.api.Secret;
import java.util.Optional;

/**
 * A user of etcd's to be.
 *
 * @param name its name
 * @param password its password; empty for one that logs in by the name in its certificate
 */
public record NewUser(String name, Optional<Secret> password) {}
