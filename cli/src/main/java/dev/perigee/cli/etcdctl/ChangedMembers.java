package dev.perigee.cli.etcdctl;

import dev.perigee.etcd.client.Answer;
import dev.perigee.etcd.client.Bytes;
import dev.perigee.etcd.client.EtcdMember;
import java.util.List;

/**
 * What became of one member.
 *
 * @param answer all members afterwards
 * @param id the member
 * @param change what happened to it, such as {@code removed from}
 */
record ChangedMembers(Answer<List<EtcdMember>> answer, long id, String change) implements Shown {

    @Override
    public void simple(Lines out) {
        out.add(String.format(
                "Member %16x %s cluster %16x", id, change, answer.header().clusterId()));
    }

    @Override
    public Object json() {
        return JsonObject.of(answer.header()).unlessZero("members", JsonObject.members(answer.value()));
    }

    @Override
    public Bytes message() {
        return answer.message();
    }
}
