package dev.perigee.etcd.format.bbolt.write;

import dev.perigee.etcd.format.bbolt.Meta;
import dev.perigee.etcd.format.bbolt.PageFormat;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;

/** Counts what bbolt's checker lets pass and its servers panic over. */
final class Branches {

    private Branches() {}

    static int withFewerThanTwoChildren(Path file, int pageSize) throws IOException {
        MemorySegment all = MemorySegment.ofArray(Files.readAllBytes(file));
        long pages = Meta.read(all).orElseThrow().pages();
        int found = 0;
        for (long page = 2; page < pages; ) {
            MemorySegment bytes = all.asSlice(page * pageSize);
            if (ProvenFile.isBranch(bytes) && ProvenFile.count(bytes) < 2) {
                found++;
            }
            page += 1 + bytes.get(PageFormat.U32, PageFormat.OVERFLOW);
        }
        return found;
    }
}
