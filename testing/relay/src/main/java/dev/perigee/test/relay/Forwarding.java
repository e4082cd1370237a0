package dev.perigee.test.relay;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.util.function.UnaryOperator;

/** Passes answers on, each changed as is wanted. */
record Forwarding(ServerCall<byte[], byte[]> call, UnaryOperator<byte[]> change) implements Answering {

    @Override
    public boolean message(byte[] message) {
        call.sendMessage(change.apply(message));
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
