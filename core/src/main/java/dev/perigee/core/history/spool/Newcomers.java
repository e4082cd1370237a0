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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Which sinks have come while a history was going on, over restarts: such a one lacks the backup that it began with, and has lost nothing.
 * A sink whose place is another one has come as well, whatever its name. Safe for many threads.
 */
public final class Newcomers {

    /** The place of a sink of which nobody tells it; such a one is where it was. */
    public static final String UNTOLD = "";

    private final Path file;
    private Map<String, String> sinks = Map.of();
    private Map<String, String> given = Map.of();

    Newcomers(Path file) {
        this.file = file;
    }

    /**
     * These get what is recorded from here on.
     *
     * @param places all of them, by their names, and the address of each, or {@link #UNTOLD}
     * @param anew whether it begins with a backup that all of them get
     */
    public synchronized void record(Map<String, String> places, boolean anew) throws IOException {
        sinks = Map.copyOf(places);
        Map<String, String> before = anew ? sinks : read().orElse(sinks);
        Map<String, String> stay = new TreeMap<>(sinks);
        stay.keySet().removeIf(sink -> !isWhereItWas(sink, before));
        note(stay);
    }

    private boolean isWhereItWas(String sink, Map<String, String> before) {
        String was = before.get(sink);
        String is = sinks.getOrDefault(sink, UNTOLD);
        return was != null && (was.equals(is) || was.equals(UNTOLD) || is.equals(UNTOLD));
    }

    /** Whether it has no backup from which the history goes on there. */
    public synchronized boolean isNew(String sink) {
        return sinks.containsKey(sink) && !given.containsKey(sink);
    }

    /** A backup is made from which the history goes on, or begins, in all of them. */
    public synchronized void receive() throws IOException {
        note(sinks);
    }

    private void note(Map<String, String> places) throws IOException {
        if (!read().equals(Optional.of(places))) {
            List<String> names = places.keySet().stream().sorted().toList();
            JsonObject json = JsonObject.builder()
                    .put("given", JsonArray.ofStrings(names))
                    .put(
                            "places",
                            JsonArray.ofStrings(names.stream().map(places::get).toList()))
                    .build();
            DurableFile.replace(file, Json.write(json).getBytes(StandardCharsets.UTF_8));
        }
        given = Map.copyOf(places);
    }

    /** Where each was; an earlier release noted no places. */
    private Optional<Map<String, String>> read() throws IOException {
        try {
            JsonObject json = Json.parseObject(SmallFile.read(file, SmallFile.NOTE));
            List<String> names = json.strings("given");
            List<String> places = json.strings("places");
            Map<String, String> were = new TreeMap<>();
            for (int i = 0; i < names.size(); i++) {
                were.put(names.get(i), i < places.size() ? places.get(i) : UNTOLD);
            }
            return Optional.of(were);
        } catch (NoSuchFileException | JsonException e) {
            return Optional.empty();
        }
    }
}
