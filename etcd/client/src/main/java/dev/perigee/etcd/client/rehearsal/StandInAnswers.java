package dev.perigee.etcd.client.rehearsal;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import dev.perigee.etcd.client.HashKv;
import io.etcd.jetcd.api.HashKVResponse;
import io.etcd.jetcd.api.Member;
import io.etcd.jetcd.api.MemberListResponse;
import io.etcd.jetcd.api.ResponseHeader;
import io.etcd.jetcd.api.SnapshotResponse;
import io.etcd.jetcd.api.StatusResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The words of a member of etcd 3.6, the only one of its cluster.
 *
 * @param length of its snapshot, in bytes, with the digest
 * @param hash of its keys
 */
record StandInAnswers(long length, HashKv hash) {

    private static final long CLUSTER = 0xcdf818194e3a8c32L;
    private static final long DIGEST = 32;
    private static final String VERSION = "3.6.0";

    /** Fields that the generated classes don't know. */
    private static final int STATUS_STORAGE_VERSION = 11;

    private static final int SNAPSHOT_VERSION = 4;

    static StandInAnswers of(Path snapshot, HashKv hash) throws IOException {
        return new StandInAnswers(Files.size(snapshot), hash);
    }

    StatusResponse status() {
        return StatusResponse.newBuilder()
                .setHeader(header())
                .setVersion(VERSION)
                .setDbSize(length - DIGEST)
                .setDbSizeInUse(length - DIGEST)
                .setLeader(hash.memberId())
                .setRaftTerm(2)
                .setRaftIndex(hash.revision())
                .setRaftAppliedIndex(hash.revision())
                .setUnknownFields(version(STATUS_STORAGE_VERSION))
                .build();
    }

    MemberListResponse members() {
        Member self =
                Member.newBuilder().setID(hash.memberId()).setName("default").build();
        return MemberListResponse.newBuilder()
                .setHeader(header())
                .addMembers(self)
                .build();
    }

    HashKVResponse hashKv() {
        return HashKVResponse.newBuilder()
                .setHeader(header())
                .setHash((int) hash.hash())
                .setCompactRevision(hash.compactRevision())
                .build();
    }

    /** A piece of the snapshot after which so many bytes were sent; the digest isn't counted. */
    SnapshotResponse piece(ByteString bytes, long sent) {
        return SnapshotResponse.newBuilder()
                .setBlob(bytes)
                .setRemainingBytes(Math.max(0, length - DIGEST - sent))
                .setUnknownFields(version(SNAPSHOT_VERSION))
                .build();
    }

    private ResponseHeader header() {
        return ResponseHeader.newBuilder()
                .setClusterId(CLUSTER)
                .setMemberId(hash.memberId())
                .setRevision(hash.revision())
                .setRaftTerm(2)
                .build();
    }

    private static UnknownFieldSet version(int field) {
        return UnknownFieldSet.newBuilder()
                .addField(
                        field,
                        UnknownFieldSet.Field.newBuilder()
                                .addLengthDelimited(ByteString.copyFromUtf8(VERSION))
                                .build())
                .build();
    }
}
