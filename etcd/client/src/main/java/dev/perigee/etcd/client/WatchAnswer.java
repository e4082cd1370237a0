package dev.perigee.etcd.client;

import java.util.List;

/**
 * One message of a watch.
 *
 * @param header whose, and at which revision
 * @param created whether it says no more than that the watch has begun
 * @param canceled whether it is the last one
 * @param compactRevision the oldest revision that is held, if the watch began before it; else 0
 * @param reason why it was canceled; empty if nobody says
 * @param fragment whether the next message goes on with the same answer
 * @param events what happened, in order; none in a message that only tells how far etcd has come
 * @param message the message in protobuf, without the watch's number and the reason
 */
public record WatchAnswer(
        ResponseHeader header,
        boolean created,
        boolean canceled,
        long compactRevision,
        String reason,
        boolean fragment,
        List<WatchEvent> events,
        Bytes message) {

    /**
     * Whether it only tells how far etcd has come.
     *
     * @return then nothing that was watched has changed up to its header's revision
     */
    public boolean isProgress() {
        return events.isEmpty() && !canceled && !created && compactRevision == 0 && header.revision() != 0;
    }

    /** Copies the list. */
    public WatchAnswer {
        events = List.copyOf(events);
    }
}
