/** A body that travels in parts: how it is cut, what guards a part, and that all of it arrives or nothing. */
@NullMarked
package dev.perigee.sink.kit.multipart;

import org.jspecify.annotations.NullMarked;
