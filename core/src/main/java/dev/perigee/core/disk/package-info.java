/** Keeps files on the local disk whole: against power cuts, full disks and other processes. */
@NullMarked
package dev.perigee.core.disk;

import org.jspecify.annotations.NullMarked;
