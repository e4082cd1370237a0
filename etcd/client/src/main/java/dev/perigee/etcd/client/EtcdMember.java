package dev.perigee.etcd.client;

import java.util.List;

/**
 * One entry of the member list.
 *
 * @param id unsigned
 * @param name empty until the member has started for the first time
 * @param peerUrls where the other members reach it
 * @param clientUrls where clients reach it; empty until it has started
 * @param learner whether it has no vote yet
 */
public record EtcdMember(long id, String name, List<String> peerUrls, List<String> clientUrls, boolean learner) {

    /** Copies the lists. */
    public EtcdMember {
        peerUrls = List.copyOf(peerUrls);
        clientUrls = List.copyOf(clientUrls);
    }
}
