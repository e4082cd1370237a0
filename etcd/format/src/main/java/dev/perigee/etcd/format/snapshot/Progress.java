package dev.perigee.etcd.format.snapshot;

/** Is told how far a reader has come. Called from one thread at a time, not always the same one; must return quickly. */
@FunctionalInterface
public interface Progress {

    /** Nobody is told. */
    Progress NONE = (done, total) -> {};

    /**
     * So far.
     *
     * @param done bytes of work done, never less than before, at most {@code total}
     * @param total bytes of work in all: a multiple of the file's length where it is read more than once
     */
    void at(long done, long total);
}
