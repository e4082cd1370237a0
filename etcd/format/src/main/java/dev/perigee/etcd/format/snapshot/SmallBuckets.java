package dev.perigee.etcd.format.snapshot;

import dev.perigee.etcd.format.bbolt.BucketName;
import dev.perigee.etcd.format.bbolt.Entry;
import dev.perigee.etcd.format.bbolt.EntryVisitor;
import dev.perigee.etcd.format.bbolt.Fault;
import dev.perigee.etcd.format.bbolt.Finding;
import dev.perigee.etcd.format.bbolt.Findings;
import dev.perigee.etcd.format.mvcc.MessageShape;
import dev.perigee.etcd.format.mvcc.ProtobufReader;
import dev.perigee.etcd.format.mvcc.Revision;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads the facts out of etcd's buckets other than {@code key}. What isn't as etcd writes it is recorded. */
final class SmallBuckets {

    /** No entry that is read here comes near it; a hostile one shall not fill the heap. */
    private static final int LONGEST_VALUE = 1 << 20;

    /** As many members and alarms, at most: real clusters have nine or so. */
    private static final int MOST = 10_000;

    private final Findings findings;
    final List<Member> members = new ArrayList<>();
    final List<Alarm> alarms = new ArrayList<>();
    Optional<String> storageVersion = Optional.empty();
    Optional<String> clusterVersion = Optional.empty();
    OptionalLong consistentIndex = OptionalLong.empty();
    OptionalLong term = OptionalLong.empty();
    long finishedCompaction = -1;
    long scheduledCompaction = -1;
    long leases;
    boolean authEnabled;

    SmallBuckets(Findings findings) {
        this.findings = findings;
    }

    /** Who reads the bucket of this name; nobody where there are no facts in it. */
    EntryVisitor reader(String bucket) {
        return switch (bucket) {
            case "meta" -> this::meta;
            case "cluster" -> this::cluster;
            case "members" -> this::member;
            case "alarm" -> this::alarm;
            case "lease" -> this::lease;
            case "auth" -> this::auth;
            case "authUsers" -> entry -> shaped(entry, "authUsers", Records.USER, "a user");
            case "authRoles" -> entry -> shaped(entry, "authRoles", Records.ROLE, "a role");
            default -> EntryVisitor.none();
        };
    }

    /** The newest compaction, finished or not: a server finishes a requested one when it starts. -1 if none. */
    long compactRevision() {
        return Math.max(finishedCompaction, scheduledCompaction);
    }

    /** The revision that a server started from the file has. */
    long currentRevision(long newestRow) {
        return Math.max(Math.max(newestRow, compactRevision()), 1);
    }

    private void meta(Entry entry) {
        switch (text(entry.key())) {
            case "consistent_index" -> consistentIndex = number(entry);
            case "term" -> term = number(entry);
            case "storageVersion" -> storage(entry);
            case "finishedCompactRev" -> finishedCompaction = revision(entry);
            case "scheduledCompactRev" -> scheduledCompaction = revision(entry);
            default -> {}
        }
    }

    private void cluster(Entry entry) {
        switch (text(entry.key())) {
            case "clusterVersion" -> {
                clusterVersion = version(entry);
                if (clusterVersion.isEmpty()) {
                    found(entry, "cluster", "holds a cluster version that is none");
                }
            }
            case "downgrade" -> {
                if (entry.valueLength() > LONGEST_VALUE || !Records.isDowngrade(entry.value())) {
                    found(entry, "cluster", "holds the record of a downgrade that can't be read");
                }
            }
            default -> {}
        }
    }

    private void storage(Entry entry) {
        storageVersion = version(entry);
        if (!storageVersion.map(Records::mayBeStorage).orElse(true)) {
            found(entry, "meta", "holds the storage version " + storageVersion.get() + ", which no server writes");
        }
    }

    private void shaped(Entry entry, String bucket, MessageShape shape, String what) {
        if (!shape.fits(entry.bytes(), entry.valueAt(), entry.valueLength())) {
            found(entry, bucket, "holds " + what + " that can't be read");
        }
    }

    private void auth(Entry entry) {
        switch (text(entry.key())) {
            case "authEnabled" -> authEnabled = entry.valueLength() == 1 && entry.value()[0] == 1;
            case "authRevision" -> {
                if (entry.valueLength() != Long.BYTES) {
                    found(entry, "auth", "holds an auth revision of " + entry.valueLength() + " bytes");
                }
            }
            default -> {}
        }
    }

    private void lease(Entry entry) {
        leases++;
        readLease(entry);
    }

    /** A lease; recorded as damage and empty if it can't be read: a server that can't read one doesn't start. */
    Optional<Lease> readLease(Entry entry) {
        Optional<Lease> lease = LeaseReader.read(entry);
        if (lease.isEmpty()) {
            found(entry, "lease", "holds a lease that can't be read");
        }
        return lease;
    }

    private void alarm(Entry entry) {
        ProtobufReader fields = new ProtobufReader();
        fields.begin(entry.bytes(), entry.keyAt(), entry.keyLength());
        long member = 0;
        long type = 0;
        while (fields.next()) {
            switch (fields.field()) {
                case 1 -> member = fields.number();
                case 2 -> type = fields.number();
                default -> {}
            }
        }
        if (!Records.ALARM.fits(entry.bytes(), entry.keyAt(), entry.keyLength())
                || type != (int) type
                || alarms.size() == MOST) {
            found(entry, "alarm", "holds an alarm that can't be read");
        } else {
            alarms.add(new Alarm(member, (int) type));
        }
    }

    private void member(Entry entry) {
        if (entry.valueLength() > LONGEST_VALUE || members.size() == MOST) {
            found(entry, "members", "holds more about members than any cluster has");
            return;
        }
        try {
            members.add(MemberJson.read(text(entry.key()), entry.value()));
        } catch (IOException e) {
            found(
                    entry,
                    "members",
                    "holds the member '" + shown(entry.key()) + "', which can't be read: " + e.getMessage());
        }
    }

    private OptionalLong number(Entry entry) {
        if (entry.valueLength() != Long.BYTES) {
            malformed(entry);
            return OptionalLong.empty();
        }
        return OptionalLong.of(ByteBuffer.wrap(entry.value()).getLong());
    }

    private long revision(Entry entry) {
        Optional<Revision> revision =
                entry.valueLength() == Revision.BYTES ? Revision.read(entry.value()) : Optional.empty();
        if (revision.isEmpty()) {
            malformed(entry);
        }
        return revision.map(Revision::main).orElse(-1L);
    }

    /** What is no version counts as none, as etcdutl has it. */
    private static Optional<String> version(Entry entry) {
        return entry.valueLength() > 64
                ? Optional.empty()
                : Optional.of(text(entry.value())).filter(Records::isVersion);
    }

    private void malformed(Entry entry) {
        found(
                entry,
                "meta",
                "holds a '" + shown(entry.key()) + "' of " + entry.valueLength() + " bytes that can't be read");
    }

    private void found(Entry entry, String bucket, String rest) {
        findings.add(new Finding(
                Fault.ENTRY,
                OptionalLong.of(entry.page()),
                Optional.of(bucket),
                "page " + entry.page() + " of bucket '" + bucket + "' " + rest));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static String shown(byte[] bytes) {
        return new BucketName(bytes).toString();
    }
}
