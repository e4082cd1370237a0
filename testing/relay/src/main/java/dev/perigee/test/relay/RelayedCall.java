package dev.perigee.test.relay;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;

/** One call of a client, made again to the real member. Asks the member for more only when the client can take it. */
final class RelayedCall {

    private final ServerCall<byte[], byte[]> client;
    private final ClientCall<byte[], byte[]> member;
    private final Answering answering;
    private final Runnable onCancel;
    private boolean wanted;

    private RelayedCall(
            ServerCall<byte[], byte[]> client,
            ClientCall<byte[], byte[]> member,
            Answering answering,
            Runnable onCancel) {
        this.client = client;
        this.member = member;
        this.answering = answering;
        this.onCancel = onCancel;
    }

    static ServerCall.Listener<byte[]> start(
            Channel etcd, ServerCall<byte[], byte[]> client, Metadata headers, Answering answering, Runnable onCancel) {
        ClientCall<byte[], byte[]> member = etcd.newCall(client.getMethodDescriptor(), CallOptions.DEFAULT);
        RelayedCall relayed = new RelayedCall(client, member, answering, onCancel);
        member.start(relayed.new FromMember(), headers);
        client.request(1);
        member.request(1);
        return relayed.new FromClient();
    }

    private final class FromMember extends ClientCall.Listener<byte[]> {

        @Override
        public void onHeaders(Metadata headers) {
            client.sendHeaders(headers);
        }

        @Override
        public void onMessage(byte[] message) {
            synchronized (answering) {
                wanted = answering.message(message);
            }
            requestIfReady();
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
            synchronized (answering) {
                answering.end(status, trailers);
            }
        }
    }

    private final class FromClient extends ServerCall.Listener<byte[]> {

        @Override
        public void onMessage(byte[] message) {
            member.sendMessage(message);
            client.request(1);
        }

        @Override
        public void onHalfClose() {
            member.halfClose();
        }

        @Override
        public void onCancel() {
            member.cancel("the client gave up", null);
            onCancel.run();
        }

        @Override
        public void onReady() {
            synchronized (answering) {
                answering.ready();
            }
            requestIfReady();
        }
    }

    private void requestIfReady() {
        synchronized (answering) {
            if (wanted && client.isReady()) {
                wanted = false;
                member.request(1);
            }
        }
    }
}
