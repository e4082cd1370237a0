package dev.perigee.core.history.spool;

import dev.perigee.core.catalog.UnreadableManifest;
import dev.perigee.core.disk.DurableFile;
import dev.perigee.core.disk.SmallFile;
import dev.perigee.core.history.pack.PackId;
import dev.perigee.core.history.pack.PackJson;
import dev.perigee.core.history.pack.PackRecord;
import dev.perigee.core.history.pack.PackShelf;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The files of packs in a spool: what is closed has a list of those that have to get it, which is written last and goes first.
 *
 * @param directory where they are
 */
record SpoolFiles(Path directory) {

    private static final String ROWS = ".rows";
    private static final String RECORD = ".json";
    private static final String OWED = ".owed";

    Path open() {
        return directory.resolve("open" + ROWS);
    }

    Path rows(PackId id) {
        return directory.resolve(id + ROWS);
    }

    private Path record(PackId id) {
        return directory.resolve(id + RECORD);
    }

    private Path owed(PackId id) {
        return directory.resolve(id + OWED);
    }

    /** The packs that are closed, in no order. */
    List<PackId> ids() throws IOException {
        List<PackId> ids = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*" + OWED)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                PackId.parse(name.substring(0, name.length() - OWED.length())).ifPresent(ids::add);
            }
        }
        return ids;
    }

    boolean isClosed(PackId id) {
        return Files.exists(owed(id));
    }

    void write(PackRecord record) throws IOException {
        DurableFile.replace(record(record.place().pack()), PackJson.write(record));
    }

    PackRecord read(PackId id) throws IOException, UnreadableManifest {
        return PackJson.read(record(id).toString(), SmallFile.read(record(id), PackShelf.LONGEST_RECORD));
    }

    void owe(PackId id, PackNote owed) throws IOException {
        owed.write(owed(id));
    }

    PackNote owing(PackId id) throws IOException {
        return PackNote.read(owed(id));
    }

    void remove(PackId id) throws IOException {
        Files.deleteIfExists(owed(id));
        Files.deleteIfExists(record(id));
        Files.deleteIfExists(rows(id));
    }

    /** Removes what belongs to no closed pack. */
    void sweep() throws IOException {
        Set<String> closed = new TreeSet<>();
        ids().forEach(id -> closed.add(id.toString()));
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                if (isLeftOver(file.getFileName().toString(), closed)) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    /** What is noted of a join comes before its pack is closed, and is somebody else's. */
    private boolean isLeftOver(String name, Set<String> closed) {
        String stem = name.replaceFirst("\\..*", "");
        boolean unclosed =
                PackId.parse(stem).isPresent() && !closed.contains(stem) && !name.contains(HistorySpool.JOINED);
        return unclosed || name.equals(open().getFileName().toString());
    }
}
