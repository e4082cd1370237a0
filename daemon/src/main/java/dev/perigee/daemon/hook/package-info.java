/** Tells programs, webhooks and heartbeat monitors what happens, without ever holding up or failing a backup. */
@NullMarked
package dev.perigee.daemon.hook;

import org.jspecify.annotations.NullMarked;
