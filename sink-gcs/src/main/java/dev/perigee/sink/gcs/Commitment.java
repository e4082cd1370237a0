package dev.perigee.sink.gcs;

/** Whether a call has come to where breaking it off would leave its outcome unknown: better to wait for the answer. */
final class Commitment {

    private volatile boolean made;

    void make() {
        made = true;
    }

    void withdraw() {
        made = false;
    }

    boolean isMade() {
        return made;
    }
}
