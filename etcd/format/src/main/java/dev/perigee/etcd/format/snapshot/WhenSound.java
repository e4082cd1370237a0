package dev.perigee.etcd.format.snapshot;

import java.io.IOException;

/** What is done as soon as structure and rows are proven, while the digest is still being taken. */
@FunctionalInterface
public interface WhenSound {

    /**
     * Goes on with a snapshot that is sound, but whose bytes nobody has vouched for yet: what comes of it is worth nothing
     * unless the proof that follows says that the digest is right.
     *
     * @param facts what the snapshot says about itself
     * @throws IOException to end the proof; it reaches the caller
     */
    void goOn(SnapshotFacts facts) throws IOException;
}
