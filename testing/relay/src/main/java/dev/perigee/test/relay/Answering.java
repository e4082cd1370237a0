package dev.perigee.test.relay;

import io.grpc.Metadata;
import io.grpc.Status;

/** What is done with a real member's answers. Called by one thread at a time. */
interface Answering {

    /** A message came; whether another is wanted. */
    boolean message(byte[] message);

    /** The member ended the call. */
    void end(Status status, Metadata trailers);

    /** The client can take more. */
    void ready();
}
