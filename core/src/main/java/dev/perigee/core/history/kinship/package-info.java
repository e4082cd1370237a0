/** Which backups and which histories are of one store, and which only lie under one name. */
@NullMarked
package dev.perigee.core.history.kinship;

import org.jspecify.annotations.NullMarked;
