package dev.perigee.sink.kit.words;

import java.io.IOException;

/** What a failed put has left in the store, told beside the failure itself. */
public final class LeftBehind extends IOException {

    private static final long serialVersionUID = 1L;

    private final String advice;

    private LeftBehind(String what, String advice) {
        super(what);
        this.advice = advice;
    }

    /**
     * Parts that could not be taken back.
     *
     * @param reason why, in the store's words
     * @return to be added to the failure as suppressed
     */
    public static LeftBehind parts(String reason) {
        return new LeftBehind(
                "the upload could not be aborted: " + reason,
                "parts of the failed upload stay in the bucket: grant s3:AbortMultipartUpload, or give the bucket a"
                        + " lifecycle rule AbortIncompleteMultipartUpload");
    }

    /**
     * An object that isn't what was sent.
     *
     * @param reason why it could not be removed, in the store's words
     * @return to be added to the failure as suppressed
     */
    public static LeftBehind object(String reason) {
        return new LeftBehind(
                "what was stored could not be removed: " + reason,
                "the damaged object stays in the bucket: grant s3:DeleteObject, or remove it by hand");
    }

    /**
     * What to do about it.
     *
     * @return half a sentence
     */
    public String advice() {
        return advice;
    }
}
