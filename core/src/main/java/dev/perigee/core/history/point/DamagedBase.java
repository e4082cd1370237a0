package dev.perigee.core.history.point;

import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.etcd.format.bbolt.Finding;
import dev.perigee.etcd.format.snapshot.DamagedSnapshotException;
import java.util.Optional;
import java.util.stream.Collectors;

/** A backup that came as it was stored, and yet isn't what it must be: DAMAGED. Another one may stand in for it. */
final class DamagedBase extends OperationException {

    private static final long serialVersionUID = 1L;

    private final transient BackupId base;

    DamagedBase(BackupId base, String message) {
        super(
                Outcome.DAMAGED,
                message,
                Optional.of("'perigee snapshot verify' says which stored copies are good"),
                Optional.empty());
        this.base = base;
    }

    /** Which one. */
    BackupId base() {
        return base;
    }

    /** The file is a scratch one, whose name tells nobody anything. */
    static DamagedBase of(BackupId base, DamagedSnapshotException e) {
        return new DamagedBase(
                base,
                base + " is damaged, and was when it was stored: "
                        + e.findings().stream().map(Finding::message).collect(Collectors.joining("; ")));
    }
}
