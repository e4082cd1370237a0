/** Keeps objects in a bucket of an S3 store, through the AWS SDK. */
@NullMarked
package dev.perigee.sink.s3;

import org.jspecify.annotations.NullMarked;
