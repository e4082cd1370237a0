/** Says when a job is due. Pure: from an instant to the next. */
@NullMarked
package dev.perigee.core.schedule;

import org.jspecify.annotations.NullMarked;
