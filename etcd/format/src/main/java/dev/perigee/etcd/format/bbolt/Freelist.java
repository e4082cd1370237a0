package dev.perigee.etcd.format.bbolt;

import static dev.perigee.etcd.format.bbolt.PageFormat.COUNT;
import static dev.perigee.etcd.format.bbolt.PageFormat.COUNT_FOLLOWS;
import static dev.perigee.etcd.format.bbolt.PageFormat.FREELIST;
import static dev.perigee.etcd.format.bbolt.PageFormat.HEADER;
import static dev.perigee.etcd.format.bbolt.PageFormat.U16;
import static dev.perigee.etcd.format.bbolt.PageFormat.U64;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads a stored list of free pages. */
final class Freelist {

    private final Meta meta;
    private final Findings findings;

    Freelist(Meta meta, Findings findings) {
        this.meta = meta;
        this.findings = findings;
    }

    /** Adds the free pages that the list names; the list's own pages count as reached. */
    void read(PageReader reader, PageSet free) throws IOException {
        Place place = new Place(Optional.empty(), findings);
        Optional<MemorySegment> page = reader.reach(meta.freelist(), FREELIST, place);
        if (page.isPresent()) {
            numbers(page.get(), free);
        }
    }

    private void numbers(MemorySegment page, PageSet free) {
        long count = Short.toUnsignedLong(page.get(U16, COUNT));
        long from = HEADER;
        if (count == COUNT_FOLLOWS) {
            count = page.get(U64, HEADER);
            from += Long.BYTES;
        }
        if (count < 0 || count > (page.byteSize() - from) / Long.BYTES) {
            found("counts " + Long.toUnsignedString(count) + " pages, which can't fit into it");
            return;
        }
        long last = 1;
        for (long i = 0; i < count; i++) {
            long number = page.get(U64, from + i * Long.BYTES);
            if (number <= last || number >= meta.pages()) {
                found("names page " + Long.toUnsignedString(number) + " out of order or out of range");
                return;
            }
            free.add(number);
            last = number;
        }
    }

    private void found(String rest) {
        findings.add(new Finding(
                Fault.FREELIST,
                OptionalLong.of(meta.freelist()),
                Optional.empty(),
                "the list of free pages, page " + meta.freelist() + ", " + rest));
    }
}
