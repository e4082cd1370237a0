/** Keeps objects in a bucket of Google Cloud Storage, through its JSON interface. */
@NullMarked
package dev.perigee.sink.gcs;

import org.jspecify.annotations.NullMarked;
