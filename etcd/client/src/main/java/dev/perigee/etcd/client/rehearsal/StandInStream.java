package dev.perigee.etcd.client.rehearsal;

import com.google.protobuf.ByteString;
import io.etcd.jetcd.api.SnapshotResponse;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** One snapshot on its way, as fast as the client takes it. On the server's one thread. */
final class StandInStream {

    /** As etcd does. */
    private static final int PIECE = 32 << 10;

    private final StandInAnswers answers;
    private final InputStream file;
    private final ServerCallStreamObserver<SnapshotResponse> client;
    private long sent;
    private boolean over;

    private StandInStream(StandInAnswers answers, InputStream file, ServerCallStreamObserver<SnapshotResponse> client) {
        this.answers = answers;
        this.file = file;
        this.client = client;
    }

    static void begin(StandInAnswers answers, Path snapshot, ServerCallStreamObserver<SnapshotResponse> client)
            throws IOException {
        StandInStream stream = new StandInStream(answers, Files.newInputStream(snapshot), client);
        client.setOnReadyHandler(stream::send);
        client.setOnCancelHandler(stream::end);
    }

    private void send() {
        try {
            while (!over && client.isReady()) {
                sendPiece();
            }
        } catch (IOException e) {
            end();
            client.onError(Status.UNAVAILABLE.withCause(e).asRuntimeException());
        }
    }

    private void sendPiece() throws IOException {
        ByteString piece = ByteString.copyFrom(file.readNBytes(PIECE));
        if (piece.isEmpty()) {
            end();
            client.onCompleted();
            return;
        }
        sent += piece.size();
        client.onNext(answers.piece(piece, sent));
    }

    private void end() {
        over = true;
        try {
            file.close();
        } catch (IOException e) {
            // it was only read
        }
    }
}
