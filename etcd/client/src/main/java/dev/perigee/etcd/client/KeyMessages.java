package dev.perigee.etcd.client;

import io.etcd.jetcd.api.CompactionRequest;
import io.etcd.jetcd.api.Compare;
import io.etcd.jetcd.api.DeleteRangeRequest;
import io.etcd.jetcd.api.DeleteRangeResponse;
import io.etcd.jetcd.api.PutRequest;
import io.etcd.jetcd.api.PutResponse;
import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.RangeResponse;
import io.etcd.jetcd.api.RequestOp;
import io.etcd.jetcd.api.ResponseOp;
import io.etcd.jetcd.api.TxnRequest;
import io.etcd.jetcd.api.TxnResponse;
import java.util.List;
import java.util.Optional;

/** Our records about keys as etcd's messages, and back. */
final class KeyMessages {

    private KeyMessages() {}

    static RangeRequest range(KeyRange range, long revision, int limit) {
        return RangeRequest.newBuilder()
                .setKey(range.from().message())
                .setRangeEnd(range.end().message())
                .setRevision(revision)
                .setLimit(limit)
                .build();
    }

    static RangeRequest range(RangeQuery query) {
        return range(query.range(), query.revision(), 0).toBuilder()
                .setLimit(query.limit())
                .setSortOrderValue(query.order().ordinal())
                .setSortTargetValue(query.target().ordinal())
                .setSerializable(query.serializable())
                .setKeysOnly(query.content() == RangeQuery.Content.KEYS_ONLY)
                .setCountOnly(query.content() == RangeQuery.Content.COUNT_ONLY)
                .setMinCreateRevision(query.created().from())
                .setMaxCreateRevision(query.created().to())
                .setMinModRevision(query.modified().from())
                .setMaxModRevision(query.modified().to())
                .build();
    }

    static PutRequest put(PutQuery query) {
        return put(new KeyOperation.Put(query.key(), query.value(), query.lease())).toBuilder()
                .setPrevKv(query.previous())
                .setIgnoreValue(query.ignoreValue())
                .setIgnoreLease(query.ignoreLease())
                .build();
    }

    static KeyPage page(RangeResponse answer) {
        return new KeyPage(
                answer.getKvsList().stream().map(KeyValue::of).toList(),
                answer.getMore(),
                answer.getCount(),
                answer.getHeader().getRevision());
    }

    static RangeResponse response(ResponseHeader header, KeyPage page) {
        return RangeResponse.newBuilder()
                .setHeader(header.toMessage())
                .addAllKvs(page.keyValues().stream().map(KeyMessages::keyValue).toList())
                .setMore(page.more())
                .setCount(page.count())
                .build();
    }

    private static io.etcd.jetcd.api.KeyValue keyValue(KeyValue keyValue) {
        return io.etcd.jetcd.api.KeyValue.newBuilder()
                .setKey(keyValue.key().message())
                .setValue(keyValue.value().message())
                .setCreateRevision(keyValue.createRevision())
                .setModRevision(keyValue.modRevision())
                .setVersion(keyValue.version())
                .setLease(keyValue.lease())
                .build();
    }

    static PutRequest put(KeyOperation.Put put) {
        return PutRequest.newBuilder()
                .setKey(put.key().message())
                .setValue(put.value().message())
                .setLease(put.lease())
                .build();
    }

    static DeleteRangeRequest delete(KeyRange range, boolean previous) {
        return delete(range).toBuilder().setPrevKv(previous).build();
    }

    static Answer<KeyPage> got(RangeResponse answer) {
        return Answer.of(answer, answer.getHeader(), page(answer));
    }

    static Answer<Optional<KeyValue>> previous(PutResponse answer) {
        return Answer.of(
                answer,
                answer.getHeader(),
                answer.hasPrevKv() ? Optional.of(KeyValue.of(answer.getPrevKv())) : Optional.empty());
    }

    static Answer<DeletedKeys> deleted(DeleteRangeResponse answer) {
        return Answer.of(
                answer,
                answer.getHeader(),
                new DeletedKeys(
                        answer.getDeleted(),
                        answer.getPrevKvsList().stream().map(KeyValue::of).toList()));
    }

    static DeleteRangeRequest delete(KeyRange range) {
        return DeleteRangeRequest.newBuilder()
                .setKey(range.from().message())
                .setRangeEnd(range.end().message())
                .build();
    }

    static CompactionRequest compaction(long revision) {
        return CompactionRequest.newBuilder().setRevision(revision).build();
    }

    static TxnRequest transaction(
            List<KeyCondition> conditions, List<KeyOperation> then, List<KeyOperation> otherwise) {
        return TxnRequest.newBuilder()
                .addAllCompare(conditions.stream().map(KeyMessages::compare).toList())
                .addAllSuccess(then.stream().map(KeyMessages::operation).toList())
                .addAllFailure(otherwise.stream().map(KeyMessages::operation).toList())
                .build();
    }

    static TxnResult result(TxnResponse answer) {
        return new TxnResult(
                answer.getSucceeded(),
                answer.getHeader().getRevision(),
                answer.getResponsesList().stream().map(KeyMessages::result).toList());
    }

    private static RequestOp operation(KeyOperation operation) {
        RequestOp.Builder message = RequestOp.newBuilder();
        switch (operation) {
            case KeyOperation.Get get -> message.setRequestRange(range(get.range(), 0, get.limit()));
            case KeyOperation.Put put -> message.setRequestPut(put(put));
            case KeyOperation.Delete delete -> message.setRequestDeleteRange(delete(delete.range()));
        }
        return message.build();
    }

    private static TxnResult.Result result(ResponseOp answer) {
        return switch (answer.getResponseCase()) {
            case RESPONSE_RANGE -> new TxnResult.Result.Got(page(answer.getResponseRange()));
            case RESPONSE_DELETE_RANGE ->
                new TxnResult.Result.Deleted(answer.getResponseDeleteRange().getDeleted());
            default -> new TxnResult.Result.Put();
        };
    }

    static Compare.CompareResult comparison(KeyCondition.Comparison comparison) {
        return switch (comparison) {
            case EQUAL -> Compare.CompareResult.EQUAL;
            case GREATER -> Compare.CompareResult.GREATER;
            case LESS -> Compare.CompareResult.LESS;
            case NOT_EQUAL -> Compare.CompareResult.NOT_EQUAL;
        };
    }

    static Compare compare(KeyCondition condition) {
        Compare.Builder message =
                Compare.newBuilder().setKey(condition.key().message()).setResult(comparison(condition.comparison()));
        long number = condition.number();
        switch (condition.subject()) {
            case VERSION -> message.setTarget(Compare.CompareTarget.VERSION).setVersion(number);
            case CREATE_REVISION ->
                message.setTarget(Compare.CompareTarget.CREATE).setCreateRevision(number);
            case MOD_REVISION -> message.setTarget(Compare.CompareTarget.MOD).setModRevision(number);
        }
        return message.build();
    }
}
