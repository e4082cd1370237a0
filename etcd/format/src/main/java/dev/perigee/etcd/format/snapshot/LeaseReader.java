package dev.perigee.etcd.format.snapshot;

import dev.perigee.etcd.format.bbolt.Entry;
import dev.perigee.etcd.format.mvcc.ProtobufReader;
import java.util.Optional;

/** Reads an entry of the lease bucket: {@code leasepb.Lease} of etcd's {@code server/lease/leasepb/lease.proto}. */
final class LeaseReader {

    private static final int ID = 1;
    private static final int TTL = 2;
    private static final int REMAINING_TTL = 3;

    private LeaseReader() {}

    /** The lease; empty if the entry isn't one. */
    static Optional<Lease> read(Entry entry) {
        ProtobufReader fields = new ProtobufReader();
        fields.begin(entry.bytes(), entry.valueAt(), entry.valueLength());
        long id = 0;
        long granted = 0;
        long remaining = 0;
        while (fields.next()) {
            switch (fields.field()) {
                case ID -> id = fields.number();
                case TTL -> granted = fields.number();
                case REMAINING_TTL -> remaining = fields.number();
                default -> {}
            }
        }
        boolean sound = entry.keyLength() == Long.BYTES
                && Records.LEASE.fits(entry.bytes(), entry.valueAt(), entry.valueLength());
        return sound ? Optional.of(new Lease(id, granted, remaining > 0 ? remaining : granted)) : Optional.empty();
    }
}
