package dev.perigee.core.packed;

import dev.perigee.core.catalog.StoredObject;
import java.nio.file.Path;

/**
 * A pack in a sink of which this machine knows the rows.
 *
 * @param object as a manifest there names it
 * @param index its rows
 */
record KnownPack(StoredObject object, Path index) {}
