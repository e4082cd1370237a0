package dev.perigee.etcd.client;

import java.util.Optional;

/** Reads a range page by page, all at the revision of the first page. Used by one thread. */
public final class KeyPages {

    private final EtcdKeys keys;
    private final int limit;
    private KeyRange rest;
    private long revision;
    private boolean more = true;

    KeyPages(EtcdKeys keys, KeyRange range, long revision, int limit) {
        this.keys = keys;
        this.rest = range;
        this.revision = revision;
        this.limit = limit;
    }

    /**
     * Reads on.
     *
     * @return the next page, with at least one key; empty at the end
     * @throws EtcdException COMPACTED if the revision was compacted meanwhile: start again
     */
    public Optional<KeyPage> next() throws EtcdException {
        if (!more) {
            return Optional.empty();
        }
        KeyPage page = keys.range(rest, revision, limit);
        revision = revision == 0 ? page.revision() : revision;
        more = page.more();
        if (page.keyValues().isEmpty()) {
            return Optional.empty();
        }
        rest = rest.after(page.keyValues().getLast().key());
        return Optional.of(page);
    }

    /**
     * The revision that all pages are of.
     *
     * @return 0 before the first page, if none was asked for
     */
    public long revision() {
        return revision;
    }
}
