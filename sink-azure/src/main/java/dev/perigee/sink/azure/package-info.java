/** Keeps objects in a container of Azure Blob Storage, as block blobs. */
@NullMarked
package dev.perigee.sink.azure;

import org.jspecify.annotations.NullMarked;
