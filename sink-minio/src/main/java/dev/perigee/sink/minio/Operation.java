package dev.perigee.sink.minio;

/** What was being done when something failed, and which permission it takes. */
enum Operation {
    PUT("put", "s3:PutObject"),
    GET("get", "s3:GetObject"),
    LIST("list", "s3:ListBucket"),
    DELETE("delete", "s3:DeleteObject"),
    DELETE_VERSIONS("delete of all versions", "s3:ListBucketVersions and s3:DeleteObjectVersion"),
    CREATE_BUCKET("create-bucket", "s3:CreateBucket");

    private final String word;
    private final String permission;

    Operation(String word, String permission) {
        this.word = word;
        this.permission = permission;
    }

    String word() {
        return word;
    }

    String permission() {
        return permission;
    }
}
