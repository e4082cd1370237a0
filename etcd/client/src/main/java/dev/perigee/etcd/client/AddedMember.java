package dev.perigee.etcd.client;

import java.util.List;

/**
 * What came of announcing a member.
 *
 * @param member the new one
 * @param members all of them, with it
 */
public record AddedMember(EtcdMember member, List<EtcdMember> members) {

    /** Copies the list. */
    public AddedMember {
        members = List.copyOf(members);
    }
}
