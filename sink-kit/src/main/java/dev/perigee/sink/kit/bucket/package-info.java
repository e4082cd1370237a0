/** A sink over a bucket, whatever client library reaches it. */
@NullMarked
package dev.perigee.sink.kit.bucket;

import org.jspecify.annotations.NullMarked;
