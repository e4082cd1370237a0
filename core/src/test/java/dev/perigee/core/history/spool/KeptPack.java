package dev.perigee.core.history.spool;

import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.history.pack.PackId;
import dev.perigee.core.history.pack.PackPlace;
import dev.perigee.core.history.pack.PackRecord;
import dev.perigee.core.history.pack.PackRecord.Moment;
import dev.perigee.core.history.pack.RepeatedTimes;
import dev.perigee.core.history.pack.SamplePack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Packs that say what they are, with rows that nobody reads. */
public final class KeptPack {

    public static final BackupId BASE =
            BackupId.parse("20261128T060000Z-10-9f3a01bc").orElseThrow();

    private KeptPack() {}

    /** Takes one in, as a recorder does. */
    public static void close(HistorySpool spool, PackId id, List<String> sinks, Tail tail) throws IOException {
        Path rows = Files.writeString(spool.openFile(), "rows");
        RecordedTimeline before = new RecordedTimeline(BASE, 1, id.first() - 1, Optional.empty());
        PackRecord record = record(id, rows);
        spool.close(record, rows, sinks, before.after(record, tail), false);
        spool.note();
    }

    private static PackRecord record(PackId id, Path rows) throws IOException {
        PackRecord record = SamplePack.of(
                new PackPlace(BASE, id),
                List.of(new Moment(id.last(), Instant.EPOCH)),
                Files.size(rows),
                HistorySpool.digest(rows));
        return SamplePack.repeating(record, twice(id));
    }

    /** The clock was put back once more before each was closed. */
    private static RepeatedTimes twice(PackId id) {
        return RepeatedTimes.NONE.with(Instant.EPOCH, Instant.EPOCH.plusSeconds(id.last()));
    }
}
