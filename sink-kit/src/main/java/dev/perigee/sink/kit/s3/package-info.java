/** What sinks of S3 and its dialects share, whatever client they use: settings, checksums, errors. No requests. */
@NullMarked
package dev.perigee.sink.kit.s3;

import org.jspecify.annotations.NullMarked;
