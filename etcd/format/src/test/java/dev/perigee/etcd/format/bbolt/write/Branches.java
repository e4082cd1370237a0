package dev.perigee.etcd.format.bbolt.write;

import dev.perigee.etcd.format.bbolt.Meta;
import dev.perigee.etcd.format.bbolt.PageFormat;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Counts what bbolt's checker lets pass and its servers panic over; and makes of branches what no server would write. */
final class Branches {

    private Branches() {}

    static int withFewerThanTwoChildren(Path file, int pageSize) throws IOException {
        MemorySegment all = MemorySegment.ofArray(Files.readAllBytes(file));
        return (int) branches(all, pageSize).stream()
                .filter(page -> ProvenFile.count(all.asSlice(page * pageSize)) < 2)
                .count();
    }

    /** The largest tree's branches, its root first, form a chain: all children of each are the next one; of the last, a leaf. */
    static void entangle(Path file, int pageSize, int length) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        MemorySegment all = MemorySegment.ofArray(bytes);
        List<Long> chain = chain(all, pageSize, length);
        for (int i = 0; i < length - 1; i++) {
            lead(all.asSlice(chain.get(i) * pageSize), chain.get(i + 1));
        }
        Files.write(file, bytes);
    }

    /** The largest tree's last way comes back to its root. */
    static void encircle(Path file, int pageSize) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        MemorySegment all = MemorySegment.ofArray(bytes);
        List<Long> chain = chain(all, pageSize, 2);
        lead(all.asSlice(chain.get(0) * pageSize), chain.get(1));
        lead(all.asSlice(chain.get(1) * pageSize), chain.get(0));
        Files.write(file, bytes);
    }

    private static List<Long> chain(MemorySegment all, int pageSize, int length) {
        List<Long> branches = branches(all, pageSize);
        Collections.reverse(branches); // a writer makes what lies above behind what lies below
        return branches.subList(0, length);
    }

    private static void lead(MemorySegment branch, long child) {
        for (long i = 0; i < ProvenFile.count(branch); i++) {
            long element = PageFormat.HEADER + i * PageFormat.ELEMENT;
            branch.set(PageFormat.U64, element + PageFormat.BRANCH_CHILD, child);
        }
    }

    /** The uppermost branch has no children; or its first key lies outside of it. */
    static void spoil(Path file, int pageSize, boolean empty) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        MemorySegment all = MemorySegment.ofArray(bytes);
        MemorySegment branch = all.asSlice(branches(all, pageSize).getLast() * pageSize);
        if (empty) {
            branch.set(PageFormat.U16, PageFormat.COUNT, (short) 0);
        } else {
            branch.set(PageFormat.U32, PageFormat.HEADER + PageFormat.BRANCH_POS, 1 << 20);
        }
        Files.write(file, bytes);
    }

    private static List<Long> branches(MemorySegment all, int pageSize) {
        List<Long> found = new ArrayList<>();
        for (long page = 2; page < Meta.read(all).orElseThrow().pages(); ) {
            MemorySegment bytes = all.asSlice(page * pageSize);
            if (ProvenFile.isBranch(bytes)) {
                found.add(page);
            }
            page += 1 + bytes.get(PageFormat.U32, PageFormat.OVERFLOW);
        }
        return found;
    }
}
