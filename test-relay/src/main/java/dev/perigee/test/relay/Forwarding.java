package dev.perigee.test.relay;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;

/** Passes everything on. */
record Forwarding(ServerCall<byte[], byte[]> call) implements Answering {

    @Override
    public boolean message(byte[] message) {
        call.sendMessage(message);
        return true;
    }

    @Override
    public void end(Status status, Metadata trailers) {
        call.close(status, trailers);
    }

    @Override
    public void ready() {
        // Nothing was held back.
    }
}
