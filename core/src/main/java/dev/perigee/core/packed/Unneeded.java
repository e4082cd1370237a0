package dev.perigee.core.packed;

import dev.perigee.api.ObjectInfo;
import dev.perigee.core.disk.DurableFile;
import dev.perigee.core.disk.SmallFile;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Since when no backup of a sink needs some rows, as this machine has seen it. Another machine may be making a backup that builds on
 * them: it found them needed, and isn't done yet. A file that is lost, or that can't be read, begins anew.
 *
 * @param file where it is remembered
 */
public record Unneeded(Path file) {

    private static final String SEPARATOR = " ";

    /**
     * Notes what isn't needed now, and forgets what is needed again, or gone.
     *
     * @param unneeded what the listing says of the rows that no backup needs
     * @param now a time that has come by the store's clock, too
     * @return the same, each as old as it has been seen unneeded
     * @throws IOException if it can't be written down
     */
    public <K extends Comparable<K>> SortedMap<K, ObjectInfo> since(SortedMap<K, ObjectInfo> unneeded, Instant now)
            throws IOException {
        Map<String, Instant> before = read();
        Map<String, Instant> after = new HashMap<>();
        SortedMap<K, ObjectInfo> aged = new TreeMap<>();
        unneeded.forEach((id, rows) -> {
            Instant first = before.getOrDefault(rows.key().value(), now);
            Instant since = first.isAfter(rows.lastModified()) ? first : rows.lastModified();
            after.put(rows.key().value(), first);
            aged.put(id, new ObjectInfo(rows.key(), rows.length(), since));
        });
        if (!after.equals(before)) {
            write(after);
        }
        return aged;
    }

    private Map<String, Instant> read() throws IOException {
        Map<String, Instant> since = new HashMap<>();
        try {
            for (String line : SmallFile.lines(file, StandardCharsets.UTF_8)) {
                String[] words = line.split(SEPARATOR, 2);
                since.put(words[1], Instant.parse(words[0]));
            }
            return since;
        } catch (NoSuchFileException e) {
            return since;
        } catch (DateTimeException | IndexOutOfBoundsException | CharacterCodingException e) {
            return new HashMap<>();
        }
    }

    private void write(Map<String, Instant> since) throws IOException {
        StringBuilder lines = new StringBuilder();
        since.forEach(
                (key, time) -> lines.append(time).append(SEPARATOR).append(key).append('\n'));
        Path directory = file.toAbsolutePath().getParent();
        if (directory != null) {
            DurableFile.createDirectories(directory);
        }
        DurableFile.replace(file, lines.toString().getBytes(StandardCharsets.UTF_8));
    }
}
