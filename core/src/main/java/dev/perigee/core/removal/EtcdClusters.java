package dev.perigee.core.removal;

import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.catalog.Manifest;
import dev.perigee.core.catalog.StoredCopy;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Of which etcd clusters the whole backups of one folder are. Pure.
 *
 * @param spans one for each cluster, the oldest first
 */
record EtcdClusters(List<Span> spans) {

    /** The oldest and the newest backup of one etcd cluster. */
    record Span(long cluster, BackupId first, BackupId last) {

        private Span with(BackupId id) {
            return new Span(cluster, id.compareTo(first) < 0 ? id : first, id.compareTo(last) > 0 ? id : last);
        }

        private String hex() {
            return Long.toHexString(cluster);
        }

        private String text() {
            return hex() + " from " + first + (first.equals(last) ? "" : " to " + last);
        }
    }

    static EtcdClusters of(List<StoredCopy> copies) {
        Map<Long, Span> spans = new HashMap<>();
        for (StoredCopy copy : copies) {
            Optional<Manifest> manifest = copy.isWhole() ? copy.manifest() : Optional.empty();
            manifest.map(read -> read.cluster().id())
                    .ifPresent(id ->
                            spans.merge(id, new Span(id, copy.id(), copy.id()), (old, one) -> old.with(one.first())));
        }
        List<Span> oldestFirst = new ArrayList<>(spans.values());
        oldestFirst.sort(Comparator.comparing(Span::first));
        return new EtcdClusters(List.copyOf(oldestFirst));
    }

    /** Whether each is older as a whole than the next: a cluster that was restored, or made anew. */
    boolean followOneAnother() {
        for (int i = 1; i < spans.size(); i++) {
            if (spans.get(i - 1).last().compareTo(spans.get(i).first()) >= 0) {
                return false;
            }
        }
        return true;
    }

    /** What to say of clusters of which one replaced the other; empty if there is but one. */
    Optional<String> replacement(String sink, String folder) {
        return spans.size() < 2
                ? Optional.empty()
                : Optional.of("sink '" + sink + "': the folder '" + folder + "' holds backups of etcd cluster "
                        + spans.getFirst().hex() + ", all older than those of cluster "
                        + spans.getLast().hex()
                        + ": one has replaced the other, as after a restore, and retention goes on over both");
    }

    /** A word for the newest change, such as a file's name can be. */
    String change() {
        return spans.get(spans.size() - 2).hex() + "-" + spans.getLast().hex();
    }

    OperationException mixed(String folder) {
        String each = spans.stream().map(Span::text).collect(Collectors.joining(", "));
        return new OperationException(
                Outcome.REFUSED,
                "the folder '" + folder + "' holds backups of " + spans.size() + " etcd clusters at the same time ("
                        + each + "), so nothing was pruned: one cluster's backups could push out the other's",
                Optional.of("give each cluster a name of its own, delete the backups that don't belong there, or prune"
                        + " with --mixed if one replaced the other"),
                Optional.empty());
    }
}
