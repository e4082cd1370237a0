package dev.perigee.core.history.spool;

import dev.perigee.core.disk.DurableFile;
import dev.perigee.core.disk.SmallFile;
import dev.perigee.etcd.format.json.Json;
import dev.perigee.etcd.format.json.JsonException;
import dev.perigee.etcd.format.json.JsonNumber;
import dev.perigee.etcd.format.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.util.Optional;
import java.util.OptionalLong;

/** What is known of a recorded cluster besides its packs, over restarts. Safe for many threads. */
public final class SpoolNotes {

    private final Path auth;
    private final Path compared;
    private final Path beginning;
    private final Newcomers newcomers;

    SpoolNotes(Path directory) {
        this.auth = directory.resolve("auth.json");
        this.compared = directory.resolve("compared.json");
        this.beginning = directory.resolve("beginning.json");
        this.newcomers = new Newcomers(directory.resolve("sinks.json"));
    }

    /** Which sinks have come while it was recorded. */
    public Newcomers newcomers() {
        return newcomers;
    }

    /** The revision of users and roles that the newest backup has; empty if that isn't known. */
    public synchronized OptionalLong auth() throws IOException {
        try {
            Optional<JsonNumber> revision =
                    Json.parseObject(SmallFile.read(auth, SmallFile.NOTE)).number("revision");
            return revision.isPresent() ? OptionalLong.of(revision.get().asLong()) : OptionalLong.empty();
        } catch (NoSuchFileException | JsonException e) {
            return OptionalLong.empty();
        }
    }

    public synchronized void auth(long revision) throws IOException {
        JsonObject json = JsonObject.builder().put("revision", revision).build();
        DurableFile.replace(auth, Json.write(json).getBytes(StandardCharsets.UTF_8));
    }

    /** What the last timeline that was begun began with; empty if that isn't known. */
    public synchronized Optional<Beginning> beginning() throws IOException {
        try {
            return Optional.of(Beginning.fromJson(SmallFile.read(beginning, SmallFile.NOTE)));
        } catch (NoSuchFileException | JsonException e) {
            return Optional.empty();
        }
    }

    public synchronized void beginning(Beginning known) throws IOException {
        DurableFile.replace(beginning, known.toJson());
    }

    /** What came of the last comparison; empty if there was none. */
    public synchronized Optional<LastComparison> compared() throws IOException {
        try {
            return Optional.of(LastComparison.fromJson(SmallFile.read(compared, SmallFile.NOTE)));
        } catch (NoSuchFileException | JsonException | DateTimeException e) {
            return Optional.empty();
        }
    }

    public synchronized void compared(LastComparison known) throws IOException {
        DurableFile.replace(compared, known.toJson());
    }
}
