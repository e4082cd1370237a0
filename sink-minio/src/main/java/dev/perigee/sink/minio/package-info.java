/** Keeps objects in a bucket of MinIO or another S3 server, through minio-java. */
@NullMarked
package dev.perigee.sink.minio;

import org.jspecify.annotations.NullMarked;
