package dev.perigee.test.relay;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.etcd.jetcd.api.SnapshotResponse;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Passes a snapshot on as its fault wants it. */
final class Spoiling implements Answering {

    private static final int BLOB = 32 << 10;

    private final ServerCall<byte[], byte[]> client;
    private final StreamFault fault;
    private final MessageDigest digest = sha256();
    private long sent;
    private boolean over;
    private Optional<byte[]> flood = Optional.empty();

    Spoiling(ServerCall<byte[], byte[]> client, StreamFault fault) {
        this.client = client;
        this.fault = fault;
    }

    @Override
    public boolean message(byte[] message) {
        if (over) {
            return false;
        }
        SnapshotResponse response = parse(message);
        switch (fault) {
            case StreamFault.None none -> send(response);
            case StreamFault.Cut cut -> cut(response, cut.afterBytes());
            case StreamFault.Break broken -> sendThen(response, broken.afterBytes(), this::breakOff);
            case StreamFault.Stall stall -> sendThen(response, stall.afterBytes(), () -> {});
            case StreamFault.EmptyForever empty -> sendThen(response, empty.afterBytes(), () -> flood(0));
            case StreamFault.Endless endless -> sendThen(response, endless.afterBytes(), () -> flood(BLOB));
            case StreamFault.Drip drip -> sendThen(response, drip.afterBytes(), () -> drip(drip.pauseMillis()));
            case StreamFault.Announcing announcing ->
                send(response.toBuilder().setRemainingBytes(announcing.bytes()).build());
            case StreamFault.WrongDigest wrong -> send(isDigest(response) ? inverted(response, 0) : response);
            case StreamFault.FlippedByte flipped -> flip(response, flipped);
        }
        return !over;
    }

    @Override
    public void end(Status status, Metadata trailers) {
        if (!over) {
            over = true;
            client.close(status, trailers);
        }
    }

    @Override
    public void ready() {
        flood();
    }

    private void send(SnapshotResponse response) {
        sent += response.getBlob().size();
        client.sendMessage(response.toByteArray());
    }

    private void cut(SnapshotResponse response, long afterBytes) {
        int left = (int) Math.min(response.getBlob().size(), afterBytes - sent);
        send(response.toBuilder().setBlob(response.getBlob().substring(0, left)).build());
        if (sent >= afterBytes) {
            over = true;
            client.close(Status.OK, new Metadata());
        }
    }

    private void sendThen(SnapshotResponse response, long afterBytes, Runnable what) {
        send(response);
        if (sent >= afterBytes) {
            over = true;
            what.run();
        }
    }

    private void breakOff() {
        client.close(Status.UNAVAILABLE.withDescription("the relay broke the stream"), new Metadata());
    }

    private void flood(int bytes) {
        flood = Optional.of(message(bytes));
        flood();
    }

    private void flood() {
        while (flood.isPresent() && client.isReady() && !client.isCancelled()) {
            client.sendMessage(flood.get());
        }
    }

    private void drip(long pauseMillis) {
        CompletableFuture.delayedExecutor(pauseMillis, TimeUnit.MILLISECONDS).execute(() -> {
            synchronized (this) {
                if (!client.isCancelled()) {
                    client.sendMessage(message(1));
                    drip(pauseMillis);
                }
            }
        });
    }

    private static byte[] message(int bytes) {
        return SnapshotResponse.newBuilder()
                .setRemainingBytes(1)
                .setBlob(ByteString.copyFrom(new byte[bytes]))
                .build()
                .toByteArray();
    }

    private void flip(SnapshotResponse response, StreamFault.FlippedByte flipped) {
        if (isDigest(response)) {
            ByteString fitting = ByteString.copyFrom(digest.digest());
            send(flipped.fittingDigest() ? response.toBuilder().setBlob(fitting).build() : response);
            return;
        }
        long at = flipped.offset() - sent;
        boolean here = at >= 0 && at < response.getBlob().size();
        SnapshotResponse changed = here ? inverted(response, (int) at) : response;
        digest.update(changed.getBlob().asReadOnlyByteBuffer());
        send(changed);
    }

    /** The digest's message is the only one of 32 bytes with nothing to follow: the database ends in whole pages. */
    private static boolean isDigest(SnapshotResponse response) {
        return response.getRemainingBytes() == 0 && response.getBlob().size() == 32;
    }

    private static SnapshotResponse inverted(SnapshotResponse response, int at) {
        byte[] bytes = response.getBlob().toByteArray();
        bytes[at] ^= (byte) 0xff;
        return response.toBuilder().setBlob(ByteString.copyFrom(bytes)).build();
    }

    private static SnapshotResponse parse(byte[] message) {
        try {
            return SnapshotResponse.parseFrom(message);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("the member sends no SnapshotResponse", e);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
