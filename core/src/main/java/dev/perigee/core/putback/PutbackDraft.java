package dev.perigee.core.putback;

import dev.perigee.core.disk.DurableFile;
import dev.perigee.core.keys.KeySource;
import dev.perigee.core.look.KeyChange;
import dev.perigee.core.look.KeySelection;
import dev.perigee.core.look.StateComparison;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Plans what is to be put back, and writes it down. Looks only; used once. */
public final class PutbackDraft {

    private final KeySource live;
    private final KeySource wanted;
    private final KeySelection selection;
    private final boolean prune;
    private final Map<KeyChange.Kind, Long> counts = new EnumMap<>(KeyChange.Kind.class);
    private final Set<Long> before = new TreeSet<>();
    private final Set<Long> after = new TreeSet<>();
    private final MissingOwners owners = new MissingOwners();
    private long kept;

    /**
     * A plan to be.
     *
     * @param live the cluster at one revision; stays the caller's to close
     * @param wanted the state that keys come from; stays the caller's to close
     * @param selection which keys
     * @param prune whether keys that the source lacks are to go
     */
    public PutbackDraft(KeySource live, KeySource wanted, KeySelection selection, boolean prune) {
        this.live = live;
        this.wanted = wanted;
        this.selection = selection;
        this.prune = prune;
    }

    /**
     * Compares, and writes the plan.
     *
     * @param file where to; must not exist; readable to its owner only, and on the disk when this returns
     * @return the plan
     * @throws IOException if either state can't be read, or the file not be written
     */
    public PutbackPlan write(Path file) throws IOException {
        long same;
        try (FileChannel channel = DurableFile.create(file);
                OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
                PutbackLines lines = new PutbackLines(out)) {
            lines.header(new PutbackHeader(
                    live.header().clusterId().orElse(0),
                    live.header().revision(),
                    wanted.header().revision(),
                    live.header().time()));
            same = StateComparison.run(live, wanted, selection, change -> take(change, lines));
            leases(lines);
            lines.trailer();
            out.flush();
            channel.force(true);
        }
        return new PutbackPlan(PutbackFile.open(file), counts, kept, same, warnings());
    }

    private void take(KeyChange change, PutbackLines lines) throws IOException {
        if (change.kind() == KeyChange.Kind.REMOVED && !prune) {
            kept++;
            return;
        }
        counts.merge(change.kind(), 1L, Long::sum);
        change.before().filter(entry -> entry.lease() != 0).ifPresent(entry -> before.add(entry.lease()));
        change.after().filter(entry -> entry.lease() != 0).ifPresent(entry -> after.add(entry.lease()));
        change.after().ifPresent(owners::comesBack);
        change.before().filter(entry -> change.after().isEmpty()).ifPresent(owners::goes);
        lines.change(change);
    }

    private void leases(PutbackLines lines) throws IOException {
        for (var lease : live.leases(before)) {
            lines.lease("before", lease);
        }
        for (var lease : wanted.leases(after)) {
            lines.lease("after", lease);
        }
    }

    private List<String> warnings() throws IOException {
        return selection.isOfKubernetes() ? owners.warnings(live) : List.of();
    }
}
