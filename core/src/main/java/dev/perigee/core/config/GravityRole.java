package dev.perigee.core.config;

import com.typesafe.config.ConfigUtil;
import dev.perigee.api.Secret;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.schedule.Schedule;
import dev.perigee.core.words.FailureWords;
import dev.perigee.etcd.format.json.Json;
import dev.perigee.etcd.format.json.JsonException;
import dev.perigee.etcd.format.json.JsonObject;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * The configuration of Gravity's backup role, to be said in our own terms.
 *
 * @param endpoint the S3 server's URL
 * @param bucket where the backups go
 * @param path the prefix of their keys; empty for none
 * @param accessKey empty where the machine's own credentials are meant
 * @param secretKey the same
 * @param schedule five fields; empty if there is no schedule
 * @param enabled whether the role was switched on
 */
public record GravityRole(
        String endpoint,
        String bucket,
        String path,
        Optional<String> accessKey,
        Optional<Secret> secretKey,
        Optional<String> schedule,
        boolean enabled) {

    /** The environment variable that is to hold the secret key. */
    public static final String SECRET_VARIABLE = "S3_SECRET_KEY";

    /**
     * Reads the JSON that Gravity keeps for its backup role. Members that it doesn't know are passed over.
     *
     * @param utf8 the JSON
     * @return the role
     * @throws OperationException BAD_INPUT if it is no JSON, lacks endpoint or bucket, or has a schedule that can't be used
     */
    public static GravityRole read(byte[] utf8) throws OperationException {
        try {
            JsonObject json = Json.parseObject(utf8);
            return new GravityRole(
                    withScheme(required(json, "endpoint")),
                    required(json, "bucket"),
                    text(json, "path").orElse(""),
                    text(json, "accessKey"),
                    text(json, "secretKey").map(Secret::of),
                    schedule(json),
                    json.bool("enabled").orElse(true));
        } catch (JsonException e) {
            throw new OperationException(Outcome.BAD_INPUT, "this is no backup role of Gravity: " + FailureWords.of(e));
        }
    }

    private static Optional<String> text(JsonObject json, String name) throws JsonException {
        return json.string(name).map(String::strip).filter(text -> !text.isEmpty());
    }

    private static String required(JsonObject json, String name) throws JsonException {
        return text(json, name).orElseThrow(() -> new JsonException("'" + name + "' is missing"));
    }

    private static String withScheme(String endpoint) {
        return endpoint.contains("://") ? endpoint : "https://" + endpoint;
    }

    private static Optional<String> schedule(JsonObject json) throws JsonException, OperationException {
        Optional<String> text = text(json, "cronExpr");
        try {
            text.ifPresent(fields -> Schedule.parse(fields, ZoneOffset.UTC));
            return text;
        } catch (IllegalArgumentException e) {
            throw new OperationException(Outcome.BAD_INPUT, "cronExpr " + FailureWords.of(e));
        }
    }

    /**
     * Says the same as a configuration of ours.
     *
     * @param cluster what the cluster is to be called: letters, digits and {@code . _ = + -}
     * @param withSecrets whether the secret key itself is written, and not the variable to take it from
     * @return HOCON, with a line break at the end
     */
    public String toHocon(String cluster, boolean withSecrets) {
        return """
                # A backup role of Gravity, in Perigee's terms. "perigee config check --config FILE" reads it.
                perigee {
                  # The name is the first folder of every key stored: no two clusters in one bucket may share it.
                  clusters {
                    %s { endpoints = ["http://localhost:2379"] }
                  }

                  sinks {
                    # Gravity leaves a copy of its last backup on the machine; so does this, in backup/ of the state
                    # directory (state-dir). Leave the sink out, here and in the job, for none.
                    local {
                      type = local
                      retention { keep-last = 1 }
                    }

                    offsite {
                      type = s3
                      endpoint = %s
                      addressing = auto
                      bucket = %s
                %s%s
                      # Gravity keeps every day's backup; so does this, until a rule is set:
                      # retention { keep-daily = 30 }

                      # To go on under Gravity's own names (one a day, no manifests), set version and instance to the
                      # folders that are there now: <path>/gravity/<version>/<instance>/gravity-snapshot-Y_M_D
                      # layout { type = gravity, version = "5.2.3", instance = "node-1" }
                    }
                  }

                  jobs {
                    gravity {
                      sinks = [local, offsite]
                %s    }
                  }
                }
                """.formatted(quoted(cluster), quoted(endpoint), quoted(bucket), pathLine(), keys(withSecrets), when());
    }

    private String pathLine() {
        return path.isEmpty() ? "" : "      path = " + quoted(path) + "\n";
    }

    private String keys(boolean withSecrets) {
        return accessKey.map(key -> "      access-key = " + quoted(key) + "\n").orElse("")
                + secretKey.map(key -> withSecrets ? written(key) : referred()).orElse("");
    }

    private static String written(Secret key) {
        return "      secret-key = " + quoted(key.reveal()) + "\n";
    }

    private static String referred() {
        return """
                      # Set %s in the environment, or name a file: secret-key-file = "/run/secrets/s3"
                      secret-key = ${?%s}
                """.formatted(SECRET_VARIABLE, SECRET_VARIABLE);
    }

    private String when() {
        if (!enabled) {
            return "      # The role was not enabled.\n      schedule = none\n";
        }
        return "      schedule = " + schedule.map(GravityRole::quoted).orElse("none") + "\n";
    }

    private static String quoted(String text) {
        return ConfigUtil.quoteString(text);
    }
}
