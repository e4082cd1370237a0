package dev.perigee.etcd.client;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import io.etcd.jetcd.api.HashKVResponse;
import io.etcd.jetcd.api.Member;
import io.etcd.jetcd.api.StatusResponse;
import java.net.URI;
import java.util.List;

/** Turns etcd's messages into our records, with the fields that the generated classes don't know yet. */
final class Answers {

    private static final int STATUS_STORAGE_VERSION = 11;
    private static final int STATUS_DB_SIZE_QUOTA = 12;
    private static final int STATUS_DOWNGRADE = 13;
    private static final int DOWNGRADE_ENABLED = 1;
    private static final int DOWNGRADE_TARGET = 2;
    private static final int HASH_KV_HASH_REVISION = 4;

    private Answers() {}

    static MemberStatus status(URI endpoint, StatusResponse answer) {
        return new MemberStatus(
                endpoint,
                answer.getHeader().getClusterId(),
                answer.getHeader().getMemberId(),
                answer.getVersion(),
                UnknownFields.text(answer, STATUS_STORAGE_VERSION),
                answer.getDbSize(),
                answer.getDbSizeInUse(),
                UnknownFields.number(answer, STATUS_DB_SIZE_QUOTA).orElse(0),
                answer.getLeader(),
                answer.getIsLearner(),
                answer.getHeader().getRevision(),
                answer.getRaftTerm(),
                answer.getRaftIndex(),
                answer.getRaftAppliedIndex(),
                UnknownFields.message(answer, STATUS_DOWNGRADE).map(Answers::downgrade),
                answer.getErrorsList());
    }

    private static Downgrade downgrade(UnknownFieldSet message) {
        boolean enabled = message.getField(DOWNGRADE_ENABLED).getVarintList().contains(1L);
        String target = message.getField(DOWNGRADE_TARGET).getLengthDelimitedList().stream()
                .map(ByteString::toStringUtf8)
                .findFirst()
                .orElse("");
        return new Downgrade(enabled, target);
    }

    static HashKv hashKv(HashKVResponse answer) {
        return new HashKv(
                answer.getHeader().getMemberId(),
                answer.getHeader().getRevision(),
                Integer.toUnsignedLong(answer.getHash()),
                answer.getCompactRevision(),
                UnknownFields.number(answer, HASH_KV_HASH_REVISION));
    }

    static List<EtcdMember> members(List<Member> members) {
        return members.stream()
                .map(member -> new EtcdMember(
                        member.getID(),
                        member.getName(),
                        member.getPeerURLsList(),
                        member.getClientURLsList(),
                        member.getIsLearner()))
                .toList();
    }
}
