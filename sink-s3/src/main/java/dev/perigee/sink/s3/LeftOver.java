package dev.perigee.sink.s3;

import java.io.IOException;

/** What a failed put has left in the store, told beside the failure itself. */
final class LeftOver extends IOException {

    private static final long serialVersionUID = 1L;

    private final String advice;

    private LeftOver(String what, String advice) {
        super(what);
        this.advice = advice;
    }

    /** Parts that could not be taken back. */
    static LeftOver parts(String reason) {
        return new LeftOver(
                "the upload could not be aborted: " + reason,
                "parts of the failed upload stay in the bucket: grant s3:AbortMultipartUpload, or give the bucket a"
                        + " lifecycle rule AbortIncompleteMultipartUpload");
    }

    /** An object that isn't what was sent. */
    static LeftOver object(String reason) {
        return new LeftOver(
                "what was stored could not be removed: " + reason,
                "the damaged object stays in the bucket: grant s3:DeleteObject, or remove it by hand");
    }

    String advice() {
        return advice;
    }
}
