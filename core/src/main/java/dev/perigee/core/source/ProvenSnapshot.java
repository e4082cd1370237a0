package dev.perigee.core.source;

import dev.perigee.api.Sha256;
import dev.perigee.core.catalog.Comparison;
import dev.perigee.etcd.format.snapshot.SnapshotProof;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * A snapshot on the local disk that has passed every check.
 *
 * @param path the file: byte for byte what the member sent
 * @param length its length in bytes, with the 32 of the digest
 * @param sha256 the digest of the whole file
 * @param firstBlob when its first byte arrived
 * @param clusterId etcd's cluster id, unsigned
 * @param memberId the sender's id, unsigned
 * @param memberName the sender's name, or its URL where it has none
 * @param memberVersion the sender's etcd version
 * @param proof what the check found; with a HashKV
 * @param comparison what the members said of its revision; empty if they weren't asked
 * @param doubt why its data may be wrong although all of that is right; empty if nothing speaks against it
 */
public record ProvenSnapshot(
        Path path,
        long length,
        Sha256 sha256,
        Instant firstBlob,
        long clusterId,
        long memberId,
        String memberName,
        String memberVersion,
        SnapshotProof proof,
        Optional<Comparison> comparison,
        Optional<String> doubt) {}
