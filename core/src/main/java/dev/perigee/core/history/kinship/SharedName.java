package dev.perigee.core.history.kinship;

import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.history.archive.Archive;
import dev.perigee.core.history.kinship.Contemporaries.Span;
import dev.perigee.core.history.kinship.Contemporaries.Strangers;
import dev.perigee.core.history.pack.PackPlace;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.outcome.SinkFailure;
import dev.perigee.core.words.Words;
import java.util.List;
import java.util.Optional;

/**
 * Notices that several clusters are recorded under one name: each history is whole by itself, and nobody hears of it before a restore gives
 * back the other one's data.
 *
 * @param archive the packs under that name
 * @param contemporaries reads which cluster they are of
 */
public record SharedName(Archive archive, Contemporaries contemporaries) {

    /** Empty if all that goes on is of one cluster, or nobody can tell. */
    public Optional<SinkFailure> finding() throws OperationException {
        List<BackupId> timelines =
                archive.places().stream().map(PackPlace::timeline).distinct().toList();
        return contemporaries.strangers(timelines).map(this::finding);
    }

    private SinkFailure finding(Strangers strangers) {
        List<Span> spans = strangers.spans();
        return new SinkFailure(
                String.join(
                        ", ",
                        archive.newest(spans.getFirst().timeline())
                                .map(archive::holders)
                                .orElse(List.of())),
                Outcome.PARTIAL,
                Words.count(spans.size(), "cluster") + " are recorded under the name '" + archive.cluster() + "': "
                        + Words.listed(spans.stream().map(SharedName::words).toList(), "and")
                        + "; the newest backup, a time or a revision may be that of any of them",
                Optional.of("give each a name of its own in the configuration of the machine that records it"));
    }

    private static String words(Span span) {
        return "etcd cluster " + Long.toHexString(span.cluster()) + ", in the history of " + span.timeline() + " to "
                + span.last();
    }
}
