package dev.perigee.etcd.client.rehearsal;

import io.etcd.jetcd.api.ClusterGrpc;
import io.etcd.jetcd.api.MemberListRequest;
import io.etcd.jetcd.api.MemberListResponse;
import io.grpc.stub.StreamObserver;

/** A cluster of one. */
final class StandInCluster extends ClusterGrpc.ClusterImplBase {

    private final StandInAnswers answers;

    StandInCluster(StandInAnswers answers) {
        this.answers = answers;
    }

    @Override
    public void memberList(MemberListRequest request, StreamObserver<MemberListResponse> client) {
        client.onNext(answers.members());
        client.onCompleted();
    }
}
