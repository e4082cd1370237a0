package dev.perigee.sink.kit.s3;

/** What was being done when something failed, and which permission it takes. */
public enum S3Operation {
    /** Storing. */
    PUT("put", "s3:PutObject"),
    /** Reading. */
    GET("get", "s3:GetObject"),
    /** Listing. */
    LIST("list", "s3:ListBucket"),
    /** Deleting the current version. */
    DELETE("delete", "s3:DeleteObject"),
    /** Deleting every version. */
    DELETE_VERSIONS("delete of all versions", "s3:ListBucketVersions and s3:DeleteObjectVersion"),
    /** Making the bucket. */
    CREATE_BUCKET("create-bucket", "s3:CreateBucket");

    private final String word;
    private final String permission;

    S3Operation(String word, String permission) {
        this.word = word;
        this.permission = permission;
    }

    /**
     * The word for messages.
     *
     * @return a verb
     */
    public String word() {
        return word;
    }

    /**
     * What it takes.
     *
     * @return the permission's name in S3
     */
    public String permission() {
        return permission;
    }
}
