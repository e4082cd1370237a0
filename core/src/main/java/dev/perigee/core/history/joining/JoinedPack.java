package dev.perigee.core.history.joining;

import dev.perigee.core.catalog.StoredObject;
import dev.perigee.core.disk.DurableFile;
import dev.perigee.core.history.pack.PackId;
import dev.perigee.core.history.pack.PackPlace;
import dev.perigee.core.history.pack.PackRecord;
import dev.perigee.core.history.pack.PackRecord.LeaseTime;
import dev.perigee.core.history.pack.PackRecord.Moment;
import dev.perigee.core.history.pack.PackRows;
import dev.perigee.core.history.spool.HistorySpool;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Writes one pack with the rows of several, which lie on this machine's disk. */
final class JoinedPack {

    private static final int BUFFER = 1 << 16;

    private JoinedPack() {}

    /** Each row is looked at on its way; what isn't sound isn't joined. */
    static PackRecord write(List<HistorySpool.Kept> packs, int nonce, Path file) throws IOException {
        try (FileChannel channel = DurableFile.create(file);
                DataOutputStream out =
                        new DataOutputStream(new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER))) {
            PackRows.begin(out);
            for (HistorySpool.Kept pack : packs) {
                PackRecord record = pack.record();
                PackRows.read(pack.rows(), record.place().pack(), record.rows(), row -> PackRows.write(out, row));
            }
            out.flush();
            channel.force(true);
        }
        return record(packs.stream().map(HistorySpool.Kept::record).toList(), nonce, file);
    }

    private static PackRecord record(List<PackRecord> parts, int nonce, Path file) throws IOException {
        PackRecord first = parts.getFirst();
        PackRecord last = parts.getLast();
        PackPlace place = new PackPlace(
                first.place().timeline(),
                new PackId(first.place().pack().first(), last.place().pack().last(), nonce));
        return new PackRecord(
                place,
                first.cluster(),
                last.job(),
                last.instance(),
                last.by(),
                parts.stream().mapToLong(PackRecord::rows).sum(),
                moments(parts),
                last.repeated(),
                leases(parts),
                last.seal(),
                first.follows(),
                new StoredObject(
                        PackRecord.ROWS,
                        place.key(first.cluster().name(), PackPlace.Part.ROWS),
                        Files.size(file),
                        HistorySpool.digest(file)));
    }

    /** A clock that was put back between two packs doesn't put back the moments. */
    private static List<Moment> moments(List<PackRecord> parts) {
        List<Moment> moments = new ArrayList<>();
        for (PackRecord part : parts) {
            for (Moment moment : part.moments()) {
                boolean back = !moments.isEmpty()
                        && moment.time().isBefore(moments.getLast().time());
                moments.add(
                        back ? new Moment(moment.revision(), moments.getLast().time()) : moment);
            }
        }
        return moments;
    }

    private static List<LeaseTime> leases(List<PackRecord> parts) {
        TreeMap<Long, LeaseTime> leases = new TreeMap<>();
        parts.forEach(part -> part.leases().forEach(lease -> leases.put(lease.id(), lease)));
        return List.copyOf(leases.values());
    }
}
