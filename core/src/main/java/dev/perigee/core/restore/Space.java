package dev.perigee.core.restore;

import dev.perigee.core.disk.FreeSpace;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.etcd.format.member.WriteAheadLog;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Checks, before anything is written, that it will fit. */
final class Space {

    /** New pages behind the copied ones, directories, the raft snapshot. */
    private static final long SLACK = 4 << 20;

    private Space() {}

    static void require(List<MemberPlan> members, long databaseBytes) throws OperationException {
        try {
            Map<FileStore, Long> needs = new LinkedHashMap<>();
            Map<FileStore, Path> places = new LinkedHashMap<>();
            for (MemberPlan member : members) {
                need(needs, places, member.memberDir(), databaseBytes + SLACK);
                need(needs, places, member.log(), WriteAheadLog.FILE_LENGTH);
            }
            for (var need : needs.entrySet()) {
                FreeSpace.requireIn(
                        places.getOrDefault(need.getKey(), Path.of("")),
                        need.getValue(),
                        "the restore",
                        "make room, or restore to another file system and move the directory afterwards");
            }
        } catch (IOException e) {
            throw OperationException.ofDisk("the free space can't be found out", e);
        }
    }

    private static void need(Map<FileStore, Long> needs, Map<FileStore, Path> places, Path path, long bytes)
            throws IOException {
        Path place = TargetDirectory.existing(path);
        FileStore store = Files.getFileStore(place);
        needs.merge(store, bytes, Long::sum);
        places.putIfAbsent(store, place);
    }
}
