package dev.perigee.etcd.format.bbolt;

import static dev.perigee.etcd.format.bbolt.PageFormat.FLAGS;
import static dev.perigee.etcd.format.bbolt.PageFormat.HEADER;
import static dev.perigee.etcd.format.bbolt.PageFormat.ID;
import static dev.perigee.etcd.format.bbolt.PageFormat.MAX_PAGE_SIZE;
import static dev.perigee.etcd.format.bbolt.PageFormat.META;
import static dev.perigee.etcd.format.bbolt.PageFormat.MIN_PAGE_SIZE;
import static dev.perigee.etcd.format.bbolt.PageFormat.U16;
import static dev.perigee.etcd.format.bbolt.PageFormat.U32;
import static dev.perigee.etcd.format.bbolt.PageFormat.U64;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import java.util.OptionalLong;

/** Finds a file's page size and its newest valid meta page. */
public final class MetaPages {

    /** How many pages a file may have: 2^31, which are 8 TiB in pages of 4 KiB. */
    public static final long MOST_PAGES = 1L << 31;

    /** bbolt counts them in 64 bits and panics where they end; no database gets to the half of that. */
    private static final long MOST_TRANSACTIONS = 1L << 62;

    private final PageSource source;
    private final long fileLength;
    private final Findings findings;

    private MetaPages(PageSource source, long fileLength, Findings findings) {
        this.source = source;
        this.fileLength = fileLength;
        this.findings = findings;
    }

    /**
     * Finds the live meta: of the valid ones, the one with the higher transaction. Which page holds it says nothing: a
     * snapshot's first page always holds the newer one.
     *
     * @param source the file's bytes
     * @param fileLength how many there are
     * @param findings is told why there is none
     * @return the meta, its page size and page count plausible; empty if something was found
     * @throws IOException if the file can't be read
     */
    public static Optional<Meta> live(PageSource source, long fileLength, Findings findings) throws IOException {
        MetaPages pages = new MetaPages(source, fileLength, findings);
        Optional<Meta> meta = pages.find();
        return meta.filter(found -> findings.isEmpty() && pages.plausible(found));
    }

    private Optional<Meta> find() throws IOException {
        if (fileLength == 0) {
            findings.add(Fault.EMPTY_FILE, "the file is empty");
            return Optional.empty();
        }
        Optional<Meta> first = at(0);
        Optional<Meta> second = first.isPresent() ? secondOf(first.get()) : searchSecond();
        if (first.isEmpty() && second.isEmpty()) {
            nothingFound();
            return Optional.empty();
        }
        if (first.isPresent() && second.isPresent()) {
            return Optional.of(newer(first.get(), second.get()));
        }
        return first.or(() -> second);
    }

    private Optional<Meta> at(long offset) throws IOException {
        return fileLength - offset < Meta.BYTES ? Optional.empty() : Meta.read(source.bytes(offset, Meta.BYTES));
    }

    private Optional<Meta> secondOf(Meta first) throws IOException {
        checkHeader(0, 0);
        if (!isPageSize(first.pageSize())) {
            findings.add(
                    Fault.PAGE_SIZE,
                    "the meta page says that pages have " + Integer.toUnsignedString(first.pageSize())
                            + " bytes, which bbolt's never have");
            return Optional.empty();
        }
        Optional<Meta> second = at(first.pageSize());
        if (second.isPresent()) {
            checkHeader(1, first.pageSize());
        }
        return second;
    }

    /** Where page 0 is damaged, page 1 tells the page size by where it is. */
    private Optional<Meta> searchSecond() throws IOException {
        for (int size = MIN_PAGE_SIZE; size <= MAX_PAGE_SIZE; size *= 2) {
            Optional<Meta> meta = at(size);
            if (meta.isPresent() && meta.get().pageSize() == size) {
                checkHeader(1, size);
                return meta;
            }
        }
        return Optional.empty();
    }

    private void checkHeader(int number, long offset) throws IOException {
        MemorySegment header = source.bytes(offset, HEADER);
        if (header.get(U64, ID) != number || header.get(U16, FLAGS) != META) {
            findings.add(new Finding(
                    Fault.META,
                    OptionalLong.of(number),
                    Optional.empty(),
                    "page " + number + " holds a valid meta, but its header isn't a meta page's"));
        }
    }

    private Meta newer(Meta first, Meta second) {
        if (first.pageSize() != second.pageSize()) {
            findings.add(
                    Fault.META,
                    "the two meta pages name different page sizes: " + first.pageSize() + " and " + second.pageSize());
        }
        return Long.compareUnsigned(second.transaction(), first.transaction()) > 0 ? second : first;
    }

    private void nothingFound() throws IOException {
        int mark = fileLength < Meta.BYTES ? 0 : source.bytes(0, Meta.BYTES).get(U32, HEADER);
        if (mark == Integer.reverseBytes(Meta.MAGIC)) {
            findings.add(
                    Fault.BIG_ENDIAN,
                    "the database was written on a big-endian machine (s390x), whose files can't be read here");
        } else if (mark == Meta.MAGIC) {
            findings.add(
                    Fault.NO_VALID_META,
                    "neither meta page is whole: their version or checksum is wrong, page 0 and 1");
        } else if (findings.isEmpty()) {
            findings.add(Fault.NOT_A_DATABASE, "this is no etcd database: neither meta page bears bbolt's mark");
        }
    }

    private static boolean isPageSize(int size) {
        return size >= MIN_PAGE_SIZE && size <= MAX_PAGE_SIZE && Integer.bitCount(size) == 1;
    }

    private boolean plausible(Meta meta) {
        long pages = meta.pages();
        if (pages < 3 || pages > MOST_PAGES) {
            findings.add(
                    Fault.META, "the meta page counts " + Long.toUnsignedString(pages) + " pages, which can't be true");
        } else if (pages > fileLength / meta.pageSize()) {
            findings.add(
                    Fault.FILE_CUT,
                    "the file was cut: it has " + fileLength + " bytes, its " + pages + " pages need "
                            + pages * meta.pageSize());
        }
        if (meta.transaction() < 0 || meta.transaction() >= MOST_TRANSACTIONS) {
            findings.add(
                    Fault.META,
                    "the meta page counts " + Long.toUnsignedString(meta.transaction())
                            + " transactions, which can't be true: a server would panic at the end of its numbers");
        }
        return findings.isEmpty();
    }
}
