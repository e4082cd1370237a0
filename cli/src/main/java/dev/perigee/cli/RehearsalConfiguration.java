package dev.perigee.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A configuration as most have one: what reads it, and what it leads to, is then in the class cache. */
final class RehearsalConfiguration {

    private RehearsalConfiguration() {}

    /** Writes it into a folder that backups and state go to as well; its cluster is at the endpoint. */
    static Path write(Path folder, String endpoint) throws IOException {
        Path file = folder.resolve("perigee.conf");
        Files.writeString(file, """
                perigee {
                  state-dir = %s
                  clusters.rehearsal.endpoints = [%s]
                  sinks.there { type = local, directory = %s, encoding.zstd = on, retention { keep-last = 2, keep-daily = 2 } }
                  jobs.rehearsal { cluster = rehearsal, sinks = [there], schedule = "0 */6 * * *" }
                }
                """.formatted(
                        quoted(folder.resolve("state")), quoted(endpoint), quoted(folder.resolve("there"))));
        return file;
    }

    /** Writes one of buckets behind the endpoint, each of which is asked once: the classes of plugins go into the cache as well. */
    static Path writeBuckets(Path folder, String endpoint) throws IOException {
        Path file = folder.resolve("buckets.conf");
        String bucket = "bucket = rehearsal, access-key = nobody, secret-key = nothing, retry.attempts = 1";
        Files.writeString(file, """
                perigee {
                  state-dir = %1$s
                  clusters.rehearsal.endpoints = [%2$s]
                  sinks.s3 { type = s3, endpoint = %2$s, %3$s }
                  sinks.minio { type = minio, endpoint = %2$s, %3$s }
                }
                """.formatted(quoted(folder.resolve("state")), quoted(endpoint), bucket));
        return file;
    }

    private static String quoted(Object text) {
        return '"' + text.toString().replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
