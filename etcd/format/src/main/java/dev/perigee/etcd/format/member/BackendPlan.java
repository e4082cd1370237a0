package dev.perigee.etcd.format.member;

import dev.perigee.etcd.format.bbolt.write.BucketChange;
import dev.perigee.etcd.format.bbolt.write.BucketContent;
import dev.perigee.etcd.format.mvcc.Revision;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Decides what a restore changes in the database, and turns it into changes of buckets. Pure.
 *
 * @param edits in the order in which they are made
 */
public record BackendPlan(List<BackendEdit> edits) {

    private static final byte[] NOTHING = {};

    /** Copies the list. */
    public BackendPlan {
        edits = List.copyOf(edits);
    }

    /**
     * Decides.
     *
     * @param state the database's small buckets
     * @param newestRevision the main part of its newest row's revision, 0 if it has no row
     * @param cluster the members of the new cluster
     * @param options what else to change
     * @return the plan
     * @throws MembershipException if the bump goes beyond the last revision there can be
     */
    public static BackendPlan of(BackendState state, long newestRevision, Membership cluster, BackendOptions options)
            throws MembershipException {
        List<BackendEdit> edits = new ArrayList<>();
        addMembers(edits, cluster);
        addRaft(edits, cluster);
        if (options.bumpBy().isPresent()) {
            addBump(edits, newestRevision, options.bumpBy().getAsLong());
        }
        if (options.dropAlarms()) {
            edits.add(new BackendEdit.Empty(BackendState.ALARM, "alarms of the old cluster are to be dropped"));
        }
        if (options.dropLeases()) {
            edits.add(new BackendEdit.Empty(BackendState.LEASE, "leases are to be dropped; what hung on them stays"));
        }
        options.target().ifPresent(target -> edits.addAll(Lowering.plan(state, target)));
        return new BackendPlan(edits);
    }

    private static void addMembers(List<BackendEdit> edits, Membership cluster) {
        edits.add(new BackendEdit.Empty(BackendState.MEMBERS, "the old cluster's members are gone"));
        edits.add(new BackendEdit.Empty(BackendState.REMOVED, "the new cluster has removed none yet"));
        for (FoundingMember member : cluster.members()) {
            byte[] json = member.json();
            String shown = new String(json, StandardCharsets.UTF_8);
            edits.add(new BackendEdit.Set(
                    BackendState.MEMBERS, member.hexId(), json, shown, "a member of the new cluster"));
        }
    }

    private static void addRaft(List<BackendEdit> edits, Membership cluster) {
        edits.add(number("consistent_index", RaftMessages.lastIndex(cluster), "the new log has one entry per member"));
        edits.add(number("term", RaftMessages.TERM, "the new log begins in term 1"));
    }

    private static BackendEdit number(String key, long value, String why) {
        byte[] bytes = ByteBuffer.allocate(Long.BYTES).putLong(value).array();
        return new BackendEdit.Set(BackendState.META, key, bytes, Long.toString(value), why);
    }

    private static void addBump(List<BackendEdit> edits, long newest, long by) throws MembershipException {
        if (by >= Revision.LIMIT - newest) {
            throw new MembershipException("--bump-revision " + by + " on top of revision " + newest
                    + " is more than a revision can be; take a smaller number, 1000000000 is ample.");
        }
        long revision = newest + by;
        edits.add(new BackendEdit.Bump(revision, "clients that saw later revisions must not see them twice"));
        edits.add(new BackendEdit.Set(
                BackendState.META,
                "scheduledCompactRev",
                revisionKey(revision),
                Long.toString(revision),
                "history before the bump is marked compacted, so that watches from there start over"));
    }

    private static byte[] revisionKey(long revision) {
        return new Revision(revision, 0).toBytes();
    }

    /**
     * The same as changes of whole buckets.
     *
     * @param state the database's small buckets, as they were when the plan was made
     * @return at most one change per bucket; every bucket that etcd's own restore makes is among them or in the state
     */
    public List<BucketChange> changes(BackendState state) {
        Map<String, BucketContent> replaced = new LinkedHashMap<>();
        List<BucketChange> changes = new ArrayList<>();
        for (BackendEdit edit : edits) {
            switch (edit) {
                case BackendEdit.Empty empty -> replaced.put(empty.bucket(), new BucketContent());
                case BackendEdit.Set set ->
                    content(replaced, state, set.bucket()).put(ascii(set.key()), set.value());
                case BackendEdit.Remove remove ->
                    content(replaced, state, remove.bucket()).remove(ascii(remove.key()));
                case BackendEdit.Bump bump ->
                    changes.add(new BucketChange.Append("key", revisionKey(bump.revision()), NOTHING));
            }
        }
        content(replaced, state, BackendState.CLUSTER);
        replaced.forEach((bucket, content) -> changes.add(new BucketChange.Replace(bucket, content)));
        return changes;
    }

    private static BucketContent content(Map<String, BucketContent> replaced, BackendState state, String bucket) {
        return replaced.computeIfAbsent(bucket, name -> state.bucket(name).copy());
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
