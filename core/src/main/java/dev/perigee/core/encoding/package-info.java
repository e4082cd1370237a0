/** How the bytes of a backup are written differently in a sink, and read back: zstd, age. Knows neither sinks nor manifests. */
@NullMarked
package dev.perigee.core.encoding;

import org.jspecify.annotations.NullMarked;
