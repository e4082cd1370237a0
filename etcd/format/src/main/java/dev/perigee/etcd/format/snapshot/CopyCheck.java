package dev.perigee.etcd.format.snapshot;

import dev.perigee.etcd.format.bbolt.write.PageCopy;
import java.io.IOException;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Checks a copy while it is being made: by the digest, which then speaks for the snapshot too; else byte by byte. */
record CopyCheck(SnapshotFile file, PageCopy copy, Meter meter) {

    Optional<Trailer> verdict(Checks checks, BooleanSupplier cancelled) throws IOException {
        if (checks.trailer() && TrailerCheck.isThere(file)) {
            return Optional.of(ofDigest(cancelled));
        }
        copy.compare(cancelled);
        return checks.trailer() ? Optional.of(Trailer.MISSING) : Optional.empty();
    }

    /** A digest that is wrong for the copy may be right for the snapshot: then it is the copy that is bad. */
    private Trailer ofDigest(BooleanSupplier cancelled) throws IOException {
        Trailer ofCopy = new TrailerCheck(file, copy::read, meter, cancelled).verdict();
        if (ofCopy == Trailer.OK || cancelled.getAsBoolean()) {
            return ofCopy;
        }
        copy.compare(cancelled);
        return ofCopy;
    }
}
