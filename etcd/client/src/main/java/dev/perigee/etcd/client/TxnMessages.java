package dev.perigee.etcd.client;

import com.google.protobuf.UnknownFieldSet;
import io.etcd.jetcd.api.Compare;
import io.etcd.jetcd.api.RequestOp;
import io.etcd.jetcd.api.ResponseOp;
import io.etcd.jetcd.api.TxnRequest;
import io.etcd.jetcd.api.TxnResponse;

/** Transactions as etcd's messages, and their answers back. */
final class TxnMessages {

    /** Of Compare, which jetcd lacks (etcd's rpc.proto). */
    private static final int COMPARE_TARGET_LEASE = 4;

    private static final int COMPARE_LEASE = 8;

    private TxnMessages() {}

    static TxnRequest request(TxnQuery query) {
        return TxnRequest.newBuilder()
                .addAllCompare(
                        query.conditions().stream().map(TxnMessages::compare).toList())
                .addAllSuccess(query.then().stream().map(TxnMessages::operation).toList())
                .addAllFailure(
                        query.otherwise().stream().map(TxnMessages::operation).toList())
                .build();
    }

    static TxnAnswer answer(TxnResponse answer) {
        return new TxnAnswer(
                answer.getSucceeded(),
                answer.getResponsesList().stream().map(TxnMessages::part).toList());
    }

    private static Compare compare(TxnQuery.Condition condition) {
        return switch (condition) {
            case TxnQuery.Condition.OfNumber number -> KeyMessages.compare(number.condition());
            case TxnQuery.Condition.OfValue value ->
                Compare.newBuilder()
                        .setKey(value.key().message())
                        .setResult(KeyMessages.comparison(value.comparison()))
                        .setTarget(Compare.CompareTarget.VALUE)
                        .setValue(value.value().message())
                        .build();
            case TxnQuery.Condition.OfLease lease ->
                Compare.newBuilder()
                        .setKey(lease.key().message())
                        .setResult(KeyMessages.comparison(lease.comparison()))
                        .setTargetValue(COMPARE_TARGET_LEASE)
                        .setUnknownFields(lease(lease.lease()))
                        .build();
        };
    }

    private static UnknownFieldSet lease(long id) {
        return UnknownFieldSet.newBuilder()
                .addField(
                        COMPARE_LEASE,
                        UnknownFieldSet.Field.newBuilder().addVarint(id).build())
                .build();
    }

    private static RequestOp operation(TxnQuery.Operation operation) {
        RequestOp.Builder message = RequestOp.newBuilder();
        switch (operation) {
            case TxnQuery.Operation.Get get -> message.setRequestRange(KeyMessages.range(get.query()));
            case TxnQuery.Operation.Put put -> message.setRequestPut(KeyMessages.put(put.query()));
            case TxnQuery.Operation.Delete delete ->
                message.setRequestDeleteRange(KeyMessages.delete(delete.range(), delete.previous()));
        }
        return message.build();
    }

    private static TxnAnswer.Part part(ResponseOp answer) {
        return switch (answer.getResponseCase()) {
            case RESPONSE_RANGE -> new TxnAnswer.Part.Got(KeyMessages.got(answer.getResponseRange()));
            case RESPONSE_DELETE_RANGE ->
                new TxnAnswer.Part.Deleted(KeyMessages.deleted(answer.getResponseDeleteRange()));
            default -> new TxnAnswer.Part.Put(KeyMessages.previous(answer.getResponsePut()));
        };
    }
}
