/** What every sink that speaks S3 is held to, beside the contract: faults, answers, settings. */
@NullMarked
package dev.perigee.test.s3;

import org.jspecify.annotations.NullMarked;
