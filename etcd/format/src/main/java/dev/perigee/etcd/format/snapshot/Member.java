package dev.perigee.etcd.format.snapshot;

import java.util.List;
import java.util.Objects;

/**
 * A member of the cluster, as the snapshot's member knew it.
 *
 * @param id 64 unsigned bits; print them with {@link Long#toUnsignedString(long)} or {@link Long#toHexString(long)}
 * @param name its name; empty before it has started once
 * @param peerUrls where its peers reach it
 * @param clientUrls where clients reach it; empty before it has started once
 * @param learner whether it has no vote
 */
public record Member(long id, String name, List<String> peerUrls, List<String> clientUrls, boolean learner) {

    /** Copies the lists. */
    public Member {
        Objects.requireNonNull(name, "name");
        peerUrls = List.copyOf(peerUrls);
        clientUrls = List.copyOf(clientUrls);
    }
}
