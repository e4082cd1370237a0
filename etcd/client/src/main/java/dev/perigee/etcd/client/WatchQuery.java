package dev.perigee.etcd.client;

/**
 * What to watch.
 *
 * @param range which keys
 * @param from the first revision; 0 for what comes from now on
 * @param previous whether each change comes with what was there before
 * @param progress whether an answer without events comes every ten minutes or so, if nothing happens
 * @param fragments whether an answer that is too large for one message may come in several
 */
public record WatchQuery(KeyRange range, long from, boolean previous, boolean progress, boolean fragments) {

    /**
     * In whole answers.
     *
     * @param range which keys
     * @param from the first revision; 0 for what comes from now on
     * @param previous whether each change comes with what was there before
     * @param progress whether an answer without events comes every ten minutes or so, if nothing happens
     */
    public WatchQuery(KeyRange range, long from, boolean previous, boolean progress) {
        this(range, from, previous, progress, false);
    }

    /**
     * The same from another revision on.
     *
     * @param revision the first
     * @return a copy
     */
    public WatchQuery beginningAt(long revision) {
        return new WatchQuery(range, revision, previous, progress, fragments);
    }
}
