package dev.perigee.sink.gcs;

/** What was being done when something failed, and which permission it takes. */
enum Operation {
    PUT("put", "storage.objects.create (and storage.objects.delete to replace)"),
    GET("get", "storage.objects.get"),
    LIST("list", "storage.objects.list"),
    DELETE("delete", "storage.objects.delete"),
    CREATE_BUCKET("create-bucket", "storage.buckets.create");

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
