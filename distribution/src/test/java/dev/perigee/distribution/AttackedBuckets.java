package dev.perigee.distribution;

import dev.perigee.test.servers.CommandResult;
import dev.perigee.test.servers.Eventually;
import dev.perigee.test.servers.RealEtcd;
import dev.perigee.test.servers.RealS3;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Two buckets of a real MinIO that hold two signed backups, and somebody who may write to one of them. What is done to it can be
 * undone.
 */
final class AttackedBuckets implements AutoCloseable {

    /** What is done, and what is said of it where manifests are signed and where they aren't; nothing if nobody can tell. */
    enum Attack {
        ARBITRARY_CONTENT("SHA-256", "SHA-256"),
        LONGER_CONTENT("bytes where its manifest says", "bytes where its manifest says"),
        CHANGED_MANIFEST("isn't believed", "damaged"),
        NO_SIGNATURE("it isn't signed", ""),
        MIXED_BODIES("SHA-256|bytes where", "SHA-256|bytes where"),
        MIXED_MANIFESTS("isn't believed|of another backup", "of another backup"),
        TAKEN_AWAY("is missing", ""),
        ROLLED_BACK("somebody put an old state back", ""),
        OLD_ONE_UNDER_A_FRESH_ID("counts for nothing", "neither made nor proven|differ|damaged"),
        LEDGER_OF_THE_OTHER_BUCKET("it was written for sink 'safe'", "");

        final String signed;
        final String unsigned;

        Attack(String signed, String unsigned) {
            this.signed = signed;
            this.unsigned = unsigned;
        }
    }

    private final Path folder;
    private final Product product;
    private final RealEtcd etcd;
    private final RealS3 minio;
    private final String older;
    private final String newest;
    private final Instant saved;
    private String exposedUrl;
    private String ofExposed = "";

    private AttackedBuckets(Path folder) throws Exception {
        this.folder = folder;
        this.product = Product.unpack();
        this.etcd = RealEtcd.start("3.6");
        this.minio = RealS3.minio();
        this.exposedUrl = minio.url();
        minio.mc("mb", "m/exposed", "m/safe").orFail();
        makeKey();
        etcd.load(50, 100);
        older = save();
        minio.mc("mirror", "m/exposed", folder.resolve("before").toString()).orFail();
        etcd.load(50, 200);
        newest = save();
        saved = Instant.now();
        minio.mc("mirror", "m/exposed", folder.resolve("good/exposed").toString())
                .orFail();
        minio.mc("mirror", "m/safe", folder.resolve("good/safe").toString()).orFail();
    }

    static AttackedBuckets make(Path folder) throws Exception {
        return new AttackedBuckets(folder);
    }

    private void makeKey() throws IOException {
        run("maker", "", "key", "new", key().toString()).orFail();
        CommandResult shown = run("maker", "", "key", "show", key().toString(), "-w", "json");
        String open = shown.stdout().replaceAll("(?s).*(ssh-ed25519 [A-Za-z0-9+/=]+).*", "$1");
        Files.writeString(folder.resolve("signers"), "host " + open + "\n");
    }

    private Path key() {
        return folder.resolve("key");
    }

    String older() {
        return older;
    }

    String newest() {
        return newest;
    }

    RealS3 minio() {
        return minio;
    }

    Product product() {
        return product;
    }

    /** Whoever reads the exposed bucket comes by this way from now on, with more settings of the sink. */
    void exposedAt(String url, String settings) {
        exposedUrl = url;
        ofExposed = settings;
    }

    /** Settings of a machine that trusts the key that has signed. */
    String trusting() {
        return "trust.signers = \"" + folder.resolve("signers") + "\"";
    }

    /** Settings of a machine that also signs. */
    String signing() {
        return "sign.key-file = \"" + key() + "\", " + trusting();
    }

    private String save() throws IOException {
        run("maker", signing(), "snapshot", "save").orFail();
        try (Stream<Path> manifests = Files.walk(minio.directory().resolve("safe/prod/manifests"), 1)) {
            return manifests
                    .map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".json"))
                    .max(Comparator.naturalOrder())
                    .orElseThrow()
                    .replace(".json", "");
        }
    }

    CommandResult run(String state, String settings, String... arguments) throws IOException {
        return product.run(environment(state, settings, ""), arguments);
    }

    /** The environment of a machine with a state of its own, and more settings of each sink. */
    Map<String, String> environment(String state, String settings, String ofSinks) throws IOException {
        Path configuration = folder.resolve(state + ".conf");
        String sink = "type = minio, access-key = " + RealS3.ACCESS_KEY + ", secret-key = " + RealS3.SECRET_KEY
                + ", retention.keep-last = 2" + ofSinks;
        Files.writeString(
                configuration,
                "perigee { clusters.prod.endpoints = [\"" + etcd.endpoint() + "\"], " + settings
                        + (settings.isEmpty() ? "" : ", ") + "sinks { exposed { bucket = exposed, endpoint = \""
                        + exposedUrl + "\", " + sink + ofExposed + " }, safe { bucket = safe, endpoint = \""
                        + minio.url()
                        + "\", " + sink + " } } }");
        return Map.of(
                "PERIGEE_STATE_DIR", folder.resolve(state).toString(), "PERIGEE_CONFIG", configuration.toString());
    }

    private void put(Path from, String to) {
        minio.mc("cp", from.toString(), "m/exposed/prod/" + to).orFail();
    }

    private void take(String key) {
        minio.mc("rm", "m/exposed/prod/" + key).orFail();
    }

    private Path good(String key) {
        return folder.resolve("good/exposed/prod/" + key);
    }

    private Path changed(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("changed"), bytes);
    }

    private String ledger() throws IOException {
        try (Stream<Path> ledgers = Files.list(good("ledgers"))) {
            return "ledgers/" + ledgers.findFirst().orElseThrow().getFileName();
        }
    }

    void commit(Attack attack) throws IOException {
        String body = "snapshots/" + newest + ".db";
        String manifest = "manifests/" + newest + ".json";
        switch (attack) {
            case ARBITRARY_CONTENT -> {
                byte[] bytes = Files.readAllBytes(good(body));
                bytes[bytes.length / 2] ^= 1;
                put(changed(bytes), body);
            }
            case LONGER_CONTENT -> put(changed(Arrays.copyOf(Files.readAllBytes(good(body)), 64 << 20)), body);
            case CHANGED_MANIFEST ->
                put(
                        changed(Files.readString(good(manifest))
                                .replace("\"liveKeys\":", "\"liveKeys\":1")
                                .getBytes(StandardCharsets.UTF_8)),
                        manifest);
            case NO_SIGNATURE -> take(manifest + ".sig");
            case MIXED_BODIES -> put(good("snapshots/" + older + ".db"), body);
            case MIXED_MANIFESTS -> {
                put(good("manifests/" + older + ".json"), manifest);
                put(good("manifests/" + older + ".json.sig"), manifest + ".sig");
            }
            case TAKEN_AWAY -> {
                take(manifest);
                take(manifest + ".sig");
                take(body);
            }
            case ROLLED_BACK -> {
                Eventually.eventually(
                        Duration.ofMinutes(2),
                        "the minute is over in which ledgers may still be on their way to other sinks",
                        () -> Instant.now().isAfter(saved.plusSeconds(62)));
                minio.mc("rm", "--recursive", "--force", "m/exposed/prod").orFail();
                minio.mc("mirror", folder.resolve("before").toString(), "m/exposed")
                        .orFail();
            }
            case OLD_ONE_UNDER_A_FRESH_ID -> {
                String fresh = newest.substring(0, 9) + "235959Z" + older.substring(16);
                put(good("snapshots/" + older + ".db"), "snapshots/" + fresh + ".db");
                put(
                        changed(Files.readString(good("manifests/" + older + ".json"))
                                .replace(older, fresh)
                                .getBytes(StandardCharsets.UTF_8)),
                        "manifests/" + fresh + ".json");
                put(good("manifests/" + older + ".json.sig"), "manifests/" + fresh + ".json.sig");
            }
            case LEDGER_OF_THE_OTHER_BUCKET -> {
                minio.mc("cp", "m/safe/prod/" + ledger(), "m/exposed/prod/" + ledger())
                        .orFail();
            }
        }
    }

    /** Both as they were left by whoever made the backups. */
    void undo() {
        for (String bucket : new String[] {"exposed", "safe"}) {
            minio.mc("rm", "--recursive", "--force", "m/" + bucket + "/prod").orFail();
            minio.mc("mirror", folder.resolve("good/" + bucket).toString(), "m/" + bucket)
                    .orFail();
        }
    }

    /** Whether a bucket holds a backup's manifest. */
    boolean holds(String bucket, String id) {
        return Files.exists(minio.directory().resolve(bucket + "/prod/manifests/" + id + ".json"));
    }

    @Override
    public void close() {
        minio.close();
        etcd.close();
        product.close();
    }
}
