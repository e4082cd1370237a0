package dev.perigee.etcd.client.rehearsal;

import io.etcd.jetcd.api.HashKVRequest;
import io.etcd.jetcd.api.HashKVResponse;
import io.etcd.jetcd.api.MaintenanceGrpc;
import io.etcd.jetcd.api.SnapshotRequest;
import io.etcd.jetcd.api.SnapshotResponse;
import io.etcd.jetcd.api.StatusRequest;
import io.etcd.jetcd.api.StatusResponse;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.nio.file.Path;

/** What a backup asks of its member. */
final class StandInMaintenance extends MaintenanceGrpc.MaintenanceImplBase {

    private final StandInAnswers answers;
    private final Path snapshot;

    StandInMaintenance(StandInAnswers answers, Path snapshot) {
        this.answers = answers;
        this.snapshot = snapshot;
    }

    @Override
    public void status(StatusRequest request, StreamObserver<StatusResponse> client) {
        client.onNext(answers.status());
        client.onCompleted();
    }

    @Override
    public void hashKV(HashKVRequest request, StreamObserver<HashKVResponse> client) {
        client.onNext(answers.hashKv());
        client.onCompleted();
    }

    @Override
    public void snapshot(SnapshotRequest request, StreamObserver<SnapshotResponse> client) {
        try {
            StandInStream.begin(answers, snapshot, (ServerCallStreamObserver<SnapshotResponse>) client);
        } catch (IOException e) {
            client.onError(Status.UNAVAILABLE.withCause(e).asRuntimeException());
        }
    }
}
