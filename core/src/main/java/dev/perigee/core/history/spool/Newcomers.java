package dev.perigee.core.history.spool;

import dev.perigee.core.disk.DurableFile;
import dev.perigee.core.disk.SmallFile;
import dev.perigee.etcd.format.json.Json;
import dev.perigee.etcd.format.json.JsonArray;
import dev.perigee.etcd.format.json.JsonException;
import dev.perigee.etcd.format.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which sinks have come while a history was going on, over restarts: such a one lacks the backup that it began with, and has lost nothing.
 * Safe for many threads.
 */
public final class Newcomers {

    private final Path file;
    private Set<String> sinks = Set.of();
    private Set<String> given = Set.of();

    Newcomers(Path file) {
        this.file = file;
    }

    /**
     * These get what is recorded from here on.
     *
     * @param names all of them
     * @param anew whether it begins with a backup that all of them get
     */
    public synchronized void record(Collection<String> names, boolean anew) throws IOException {
        sinks = new TreeSet<>(names);
        Set<String> stay = new TreeSet<>(anew ? sinks : read().orElse(sinks));
        stay.retainAll(sinks);
        note(stay);
    }

    /** Whether it has no backup from which the history goes on there. */
    public synchronized boolean isNew(String sink) {
        return sinks.contains(sink) && !given.contains(sink);
    }

    /** A backup is made from which the history goes on, or begins, in all of them. */
    public synchronized void receive() throws IOException {
        note(sinks);
    }

    private void note(Set<String> names) throws IOException {
        if (!read().equals(Optional.of(names))) {
            JsonObject json = JsonObject.builder()
                    .put("given", JsonArray.ofStrings(List.copyOf(names)))
                    .build();
            DurableFile.replace(file, Json.write(json).getBytes(StandardCharsets.UTF_8));
        }
        given = Set.copyOf(names);
    }

    private Optional<Set<String>> read() throws IOException {
        try {
            return Optional.of(Set.copyOf(
                    Json.parseObject(SmallFile.read(file, SmallFile.NOTE)).strings("given")));
        } catch (NoSuchFileException | JsonException e) {
            return Optional.empty();
        }
    }
}
