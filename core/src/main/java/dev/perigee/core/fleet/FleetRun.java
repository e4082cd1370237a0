package dev.perigee.core.fleet;

import dev.perigee.api.Sha256;
import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.catalog.Manifest;
import dev.perigee.core.catalog.ManifestJson;
import dev.perigee.etcd.client.Bytes;
import dev.perigee.etcd.format.json.Json;
import dev.perigee.etcd.format.json.JsonException;
import dev.perigee.etcd.format.json.JsonObject;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/**
 * When a job did something last, as the daemons tell each other.
 *
 * @param at up to when due times are made up for
 * @param due the due time that it was for; empty if none
 * @param fence the claim under which it was done
 * @param by the instance that did it
 * @param backup what came of it; empty if no backup
 */
public record FleetRun(Instant at, Optional<Instant> due, long fence, String by, Optional<Made> backup) {

    /**
     * A backup that a daemon made.
     *
     * @param cluster whose it is
     * @param id its id
     * @param digest of its manifest, as it would be without encodings
     */
    public record Made(String cluster, BackupId id, Sha256 digest) {

        /**
         * What is told of a backup.
         *
         * @param manifest its manifest
         * @return with its digest
         */
        public static Made of(Manifest manifest) {
            return new Made(
                    manifest.cluster().name(), manifest.id(), Sha256.digest(ManifestJson.write(manifest.plain())));
        }
    }

    Bytes write() {
        JsonObject.Builder json = JsonObject.builder().put("at", at.toString());
        due.ifPresent(time -> json.put("due", time.toString()));
        json.put("fence", fence).put("by", by);
        backup.ifPresent(made -> json.put("cluster", made.cluster())
                .put("backup", made.id().toString())
                .put("digest", made.digest().toString()));
        return Bytes.of(Json.write(json.build()));
    }

    /** Empty for what no daemon of this version wrote. */
    static Optional<FleetRun> read(Bytes value) {
        try {
            JsonObject json = Json.parseObject(value.toByteArray());
            Optional<BackupId> id = json.string("backup").flatMap(BackupId::parse);
            Optional<Sha256> digest = json.string("digest").map(Sha256::parse);
            Optional<Made> made = json.string("cluster")
                    .flatMap(
                            cluster -> id.flatMap(known -> digest.map(manifest -> new Made(cluster, known, manifest))));
            return Optional.of(new FleetRun(
                    Instant.parse(json.string("at").orElse("")),
                    json.string("due").map(Instant::parse),
                    json.number("fence")
                            .orElseThrow(() -> new JsonException("no fence"))
                            .asLong(),
                    json.string("by").orElse("unknown"),
                    made));
        } catch (JsonException | DateTimeException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
