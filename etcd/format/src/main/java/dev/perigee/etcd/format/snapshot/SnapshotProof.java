package dev.perigee.etcd.format.snapshot;

import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;

/**
 * That a snapshot's structure is whole and every row is readable, with what else was asked for.
 *
 * @param trailer the verdict on its digest; empty if it wasn't asked for. A proof with {@link Trailer#MISMATCH} proves
 *     nothing about the users' bytes
 * @param facts what it says about itself
 * @param hashKv its HashKV; empty if it wasn't asked for
 * @param encrypted how many values a Kubernetes API server has encrypted, by how they begin: {@code k8s:enc:aescbc:v1:key:}
 */
public record SnapshotProof(
        Optional<Trailer> trailer, SnapshotFacts facts, Optional<HashKv> hashKv, SortedMap<String, Long> encrypted) {

    /** Refuses nulls. */
    public SnapshotProof {
        Objects.requireNonNull(trailer, "trailer");
        Objects.requireNonNull(facts, "facts");
        Objects.requireNonNull(hashKv, "hashKv");
        Objects.requireNonNull(encrypted, "encrypted");
    }
}
